-- Budgets are recognised and set aside: their tables never become statements; no more do last year's, printed again.
with

statement_tables as (
    select
        tables.document_id,
        tables.table_number,
        tables.header_table_number,
        tables.statement,
        tables.title_text,
        tables.found_by,
        tables.first_page,
        tables.last_page,
        documents.classification_year
    from {{ ref('int_table_statements') }} as tables
    inner join {{ ref('int_documents') }} as documents on tables.document_id = documents.document_id
    left join {{ ref('int_prior_year_tables') }} as prior_year
        on tables.document_id = prior_year.document_id and tables.table_number = prior_year.table_number
    where
        tables.statement is not null
        and documents.document_type = 'final_accounts'
        and prior_year.document_id is null
)

select * from statement_tables
