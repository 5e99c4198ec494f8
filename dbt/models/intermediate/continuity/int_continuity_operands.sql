-- The printed cells of the equations between years.
with

operands as (
    select
        document_id,
        equation_id,
        operand_document_id,
        role,
        1 as weight,
        statement,
        line_code,
        measure,
        cast(amount_yuan as decimal(38, 8)) as amount,
        cast(half_unit_yuan as decimal(38, 8)) as half_unit,
        'yuan' as unit
    from {{ ref('int_continuity_cells') }}
    where amount_yuan is not null
)

select * from operands
