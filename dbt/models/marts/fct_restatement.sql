-- What a later edition of a disclosure changed, cell by cell; the facts themselves are those of the edition in force.
with

restated as (
    select
        document_id,
        former_document_id,
        statement,
        line_code,
        measure,
        change,
        cast(amount_yuan as decimal(20, 2)) as amount_yuan,
        cast(former_yuan as decimal(20, 2)) as former_yuan,
        printed_text,
        former_text,
        cast(page_number as integer) as page_number,
        cast(former_page_number as integer) as former_page_number
    from {{ ref('int_restatements') }}
)

select * from restated
