-- Statements that the form requires and the document does not hold. Five of the nine tell that the form is in use; fewer
-- may be an extract. A title without a table, under which a sentence says that there is nothing to print, is a statement.
with

statements as (
    select document_id, statement from {{ ref('int_statements') }}
),

documents as (
    select
        statements.document_id,
        max(years.fiscal_year) as fiscal_year,
        count(*) filter (where required.statement is not null) as required_count,
        bool_or(statements.statement = 'fiscal_expenditure') as is_university_form
    from statements
    left join (select distinct statement from {{ ref('required_statements') }}) as required
        on statements.statement = required.statement
    left join (select distinct document_id, fiscal_year from {{ ref('fct_statement_line') }}) as years
        on statements.document_id = years.document_id
    group by statements.document_id
),

held as (
    select document_id, statement from statements
    union
    select document_id, statement
    from {{ ref('int_untabled_titles') }}
    where is_declared_empty
),

missing as (
    select
        documents.document_id, 'missing_statement' as finding_type, 'error' as severity, required.statement,
        '该表式应有此表，文中未见' as reason_zh,
        'the form requires this statement, and the document does not hold it' as reason_en,
        cast(null as varchar) as identity_ids, 0 as evidence_count
    from documents
    cross join {{ ref('required_statements') }} as required
    left join held on documents.document_id = held.document_id and required.statement = held.statement
    where
        documents.required_count >= 5
        and not documents.is_university_form
        and coalesce(documents.fiscal_year, 9999) between required.valid_from_year and required.valid_to_year
        and held.document_id is null
)

select * from missing
