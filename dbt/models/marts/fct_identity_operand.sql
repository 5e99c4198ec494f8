-- The printed cells on the right-hand side; the cell on the left stands in fct_identity_result.
with

operands as (
    select
        operands.document_id,
        scopes.identity_id,
        scopes.scope,
        operands.document_id as operand_document_id,
        operands.statement,
        operands.line_code,
        operands.measure,
        cast(operands.weight as integer) as weight,
        operands.amount_yuan
    from {{ ref('int_identity_operands') }} as operands
    inner join {{ ref('int_identity_scopes') }} as scopes on operands.scope_id = scopes.scope_id
    where operands.side = 'rhs'
)

select * from operands
