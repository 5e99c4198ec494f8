-- A department that ends, and another of its region that begins the year after with the balance that the first left.
with

documents as (
    select document_id, department_id, department_name, region, disclosure_scope, fiscal_year
    from {{ ref('int_documents') }}
    where document_type = 'final_accounts' and department_id is not null and fiscal_year is not null
),

spans as (
    select department_id, min(fiscal_year) as first_year, max(fiscal_year) as last_year
    from documents
    group by department_id
),

balances as (
    select
        document_id,
        max(case when line_code = 'income.opening_balance' then amount_yuan end) as opening_yuan,
        max(case when line_code = 'expenditure.closing_balance' then amount_yuan end) as closing_yuan
    from {{ ref('fct_statement_line') }}
    where statement = 'summary' and measure = 'amount' and occurrence = 1
    group by document_id
),

ends as (
    select documents.*, balances.closing_yuan
    from documents
    inner join spans on documents.department_id = spans.department_id and documents.fiscal_year = spans.last_year
    inner join balances on documents.document_id = balances.document_id
),

beginnings as (
    select documents.*, balances.opening_yuan
    from documents
    inner join spans on documents.department_id = spans.department_id and documents.fiscal_year = spans.first_year
    inner join balances on documents.document_id = balances.document_id
),

-- Two departments without a balance have that in common with many.
pairs as (
    select distinct
        beginnings.document_id, beginnings.department_name, beginnings.fiscal_year,
        ends.department_id as former_id, ends.department_name as former_name
    from beginnings
    inner join ends
        on
            beginnings.region is not distinct from ends.region
            and beginnings.disclosure_scope is not distinct from ends.disclosure_scope
            and beginnings.fiscal_year = ends.fiscal_year + 1
            and beginnings.department_id <> ends.department_id
            and beginnings.opening_yuan = ends.closing_yuan
    where beginnings.opening_yuan <> 0
),

findings as (
    select
        document_id,
        'possible_rename' as finding_type,
        'info' as severity,
        'former ' || former_id as discriminator,
        null::bigint as page_number,
        {{ first_by('department_name', 'department_name') }} as printed_text,
        '年初结转和结余与 ' || min(former_name) || ' ' || (min(fiscal_year) - 1)
        || ' 年末数相同，或由其更名、合并而来；如属实，在 department_aliases 中增加一行' as reason_zh,
        'it opens with the balance that ' || min(former_name) || ' closed ' || (min(fiscal_year) - 1)
        || ' with: perhaps its successor; if so, a row of department_aliases links them' as reason_en
    from pairs
    group by document_id, former_id
)

select * from findings
