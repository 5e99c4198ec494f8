-- Lines that hold an amount in a column that was not recognised: a sum over their columns may lack it.
with

lines as (
    select distinct document_id, statement, line_code
    from {{ ref('fct_statement_line') }}
    where {{ identity_is_unmapped('measure') }} and amount_yuan <> 0
)

select * from lines
