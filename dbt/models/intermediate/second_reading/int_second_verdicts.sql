-- Both readings of each amount side by side, with what comes of it.
with

verdicts as (
    select
        cells.document_id, cells.statement, cells.line_code, cells.measure, cells.occurrence, cells.page_number,
        cells.printed_text, cells.second_text, displaced.second_place, cells.first_amount, cells.second_amount,
        case
            when not cells.is_comparable then 'not_readable'
            when cells.second_text is null and not cells.is_touched then 'absent'
            when cells.second_amount is null then 'not_readable'
            when cells.second_amount <> cells.first_amount and cells.is_touched then 'not_readable'
            when cells.second_amount <> cells.first_amount then 'disagrees'
            when displaced.second_place is not null then 'displaced'
            else 'agrees'
        end as verdict
    from {{ ref('int_second_cells') }} as cells
    left join {{ ref('int_second_displaced') }} as displaced
        on
            cells.document_id = displaced.document_id
            and cells.statement = displaced.statement
            and cells.line_code = displaced.line_code
            and cells.measure = displaced.measure
            and cells.occurrence = displaced.occurrence
)

select * from verdicts
