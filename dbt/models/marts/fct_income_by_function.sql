-- Lines of the income statement, one column per source. Only leaves add up.
with

facts as (
    select facts.*
    from {{ ref('fct_statement_line') }} as facts
    inner join {{ ref('dim_document') }} as documents on facts.document_id = documents.document_id
    where
        documents.is_current
        and facts.statement = 'income'
        and facts.occurrence = 1
        and not facts.is_of_which
        and {{ matches_all('facts.line_code', "'[0-9]{3,7}'") }}
),

parents as (
    select distinct document_id, parent_line_code as line_code
    from {{ ref('int_statement_lines') }}
    where statement = 'income' and parent_line_code is not null and not is_of_which
),

lines as (
    select
        facts.document_id,
        facts.fiscal_year,
        facts.department_id,
        facts.line_code,
        min(facts.printed_name) as printed_name,
        max(case when facts.measure = 'total' then facts.amount_yuan end) as total_yuan,
        max(case when facts.measure = 'fiscal_appropriation' then facts.amount_yuan end) as fiscal_appropriation_yuan,
        max(case when facts.measure = 'superior_subsidy' then facts.amount_yuan end) as superior_subsidy_yuan,
        max(case when facts.measure = 'institutional' then facts.amount_yuan end) as institutional_yuan,
        max(case when facts.measure = 'operating' then facts.amount_yuan end) as operating_yuan,
        max(case when facts.measure = 'affiliated_remittance' then facts.amount_yuan end) as affiliated_remittance_yuan,
        max(case when facts.measure = 'other' then facts.amount_yuan end) as other_yuan
    from facts
    group by facts.document_id, facts.fiscal_year, facts.department_id, facts.line_code
),

described as (
    select
        lines.document_id,
        lines.fiscal_year,
        lines.department_id,
        lines.line_code,
        coalesce(items.name, lines.printed_name) as item_name,
        ((length(lines.line_code) - 1) // 2)::integer as level,
        parents.line_code is null as is_leaf,
        coalesce(items.cofog_code, 'unmapped') as cofog_code,
        lines.total_yuan,
        lines.fiscal_appropriation_yuan,
        lines.superior_subsidy_yuan,
        lines.institutional_yuan,
        lines.operating_yuan,
        lines.affiliated_remittance_yuan,
        lines.other_yuan
    from lines
    left join parents on lines.document_id = parents.document_id and lines.line_code = parents.line_code
    left join {{ ref('dim_function') }} as items
        on
            lines.line_code = items.code
            and coalesce(lines.fiscal_year, {{ var('year_for_undated') }})
            between items.valid_from_year and items.valid_to_year
)

select * from described
