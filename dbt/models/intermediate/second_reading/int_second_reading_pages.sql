-- The pages that statements are printed on, and whether an identity fails there. Knows nothing of second readings.
with

facts as (
    select document_id, statement, line_code, measure, page_number
    from {{ ref('fct_statement_line') }}
),

failures as (
    select document_id, identity_id, scope
    from {{ ref('fct_identity_result') }}
    where status = 'fail'
),

failing_cells as (
    select operands.operand_document_id as document_id, operands.statement, operands.line_code, operands.measure
    from {{ ref('fct_identity_operand') }} as operands
    inner join failures
        on
            operands.document_id = failures.document_id
            and operands.identity_id = failures.identity_id
            and operands.scope = failures.scope
    union
    select document_id, statement, line_code, measure
    from {{ ref('fct_identity_result') }}
    where status = 'fail'
),

failing_pages as (
    select distinct facts.document_id, facts.page_number
    from facts
    inner join failing_cells
        on
            facts.document_id = failing_cells.document_id
            and facts.statement = failing_cells.statement
            and facts.line_code = failing_cells.line_code
            and facts.measure = failing_cells.measure
),

statement_pages as (
    select distinct document_id, page_number
    from facts
),

pages as (
    select
        statement_pages.document_id,
        statement_pages.page_number,
        failing_pages.document_id is not null as has_failure
    from statement_pages
    left join failing_pages
        on
            statement_pages.document_id = failing_pages.document_id
            and statement_pages.page_number = failing_pages.page_number
)

select * from pages
