-- Amounts that were understood, have their unit, and yet stand in no line of their statement. No rule should let it
-- happen; a layout that nobody thought of may.
with

amounts as (
    select amounts.*
    from {{ ref('int_amounts') }} as amounts
    inner join {{ ref('int_table_units') }} as units
        on amounts.document_id = units.document_id and amounts.table_number = units.table_number
    where
        units.unit_yuan is not null
        and not starts_with(amounts.line_code, 'unmapped:')
        and not starts_with(amounts.measure, 'unmapped:')
),

without_fact as (
    select
        amounts.document_id,
        amounts.statement,
        amounts.page_number,
        amounts.line_code,
        amounts.measure,
        coalesce(amounts.printed_name, amounts.printed_code, '') || ' ' || amounts.text as text,
        amounts.x0,
        amounts.top,
        amounts.x1,
        amounts.bottom
    from amounts
    left join {{ ref('fct_statement_line') }} as facts
        on
            amounts.document_id = facts.document_id
            and amounts.statement = facts.statement
            and amounts.line_code = facts.line_code
            and amounts.measure = facts.measure
    where facts.document_id is null
)

select * from without_fact
