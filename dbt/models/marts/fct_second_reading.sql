-- What a second, independent reader made of amounts: of all on pages with a failing identity, of a sample elsewhere.
with

second_readings as (
    select
        verdicts.document_id,
        verdicts.statement,
        verdicts.line_code,
        verdicts.measure,
        verdicts.occurrence,
        verdicts.page_number,
        verdicts.printed_text,
        verdicts.second_text,
        (verdicts.second_amount::decimal(24, 8) * facts.unit_yuan::decimal(10, 0))::decimal(20, 2)
            as second_amount_yuan,
        verdicts.verdict,
        readings.reader_version
    from {{ ref('int_second_verdicts') }} as verdicts
    inner join {{ ref('fct_statement_line') }} as facts
        on
            verdicts.document_id = facts.document_id
            and verdicts.statement = facts.statement
            and verdicts.line_code = facts.line_code
            and verdicts.measure = facts.measure
            and verdicts.occurrence = facts.occurrence
    inner join {{ ref('stg_second_readings') }} as readings
        on verdicts.document_id = readings.document_id and verdicts.page_number = readings.page_number
)

select * from second_readings
