-- Statements that print codes, and whether the classifications at hand cover their year: from the first to the last year
-- in which documents or references were seen to use them (D6).
with

coverage as (
    select min(year) as first_year, max(year) as last_year
    from {{ ref('classification_evidence') }}
    where year > 0
),

coded as (
    select distinct document_id, statement
    from {{ ref('int_statement_lines') }}
    where printed_code is not null
),

years as (
    select distinct document_id, statement, fiscal_year
    from {{ ref('fct_statement_line') }}
),

classified as (
    select
        coded.document_id,
        coded.statement,
        coalesce(years.fiscal_year between coverage.first_year and coverage.last_year, true) as is_covered
    from coded
    left join years on coded.document_id = years.document_id and coded.statement = years.statement
    cross join coverage
)

select * from classified
