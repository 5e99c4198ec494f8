-- The printed figures that the left cell is compared with; the left cell stands in fct_identity_result.
with

operands as (
    select
        operands.document_id,
        equations.identity_id,
        equations.scope,
        operands.operand_document_id,
        operands.role,
        operands.statement,
        operands.line_code,
        operands.measure,
        operands.weight,
        case when operands.unit = 'yuan' then cast(operands.amount as decimal(20, 2)) end as amount_yuan,
        operands.amount,
        operands.unit
    from {{ ref('int_equation_operands') }} as operands
    inner join {{ ref('int_equations') }} as equations
        on operands.document_id = equations.document_id and operands.equation_id = equations.equation_id
    where operands.role <> 'left'
)

select * from operands
