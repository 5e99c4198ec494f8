-- Both readings of each amount side by side, with what comes of it.
with

verdicts as (
    select
        document_id, statement, line_code, measure, occurrence, page_number,
        printed_text, second_text, first_amount, second_amount,
        case
            when not is_comparable then 'not_readable'
            when second_text is null then 'absent'
            when second_amount is null then 'not_readable'
            when second_amount = first_amount then 'agrees'
            else 'disagrees'
        end as verdict
    from {{ ref('int_second_cells') }}
)

select * from verdicts
