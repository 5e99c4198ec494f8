-- What was spent of each fiscal fund by function. Budgets are printed in the narrative alone.
with

facts as (
    select facts.*
    from {{ ref('fct_statement_line') }} as facts
    inner join {{ ref('dim_document') }} as documents on facts.document_id = documents.document_id
    where
        documents.is_current
        and facts.statement in ('general_public_budget', 'government_fund', 'state_capital', 'fiscal_expenditure')
        and facts.occurrence = 1
        and not facts.is_of_which
        and {{ matches_all('facts.line_code', "'[0-9]{3,7}'") }}
),

parents as (
    select distinct document_id, statement, parent_line_code as line_code
    from {{ ref('int_statement_lines') }}
    where parent_line_code is not null and occurrence = 1 and not is_of_which
),

lines as (
    select
        facts.document_id,
        facts.fiscal_year,
        facts.department_id,
        facts.statement,
        facts.line_code,
        min(facts.printed_name) as printed_name,
        max(case when facts.measure = 'opening_balance' then facts.amount_yuan end) as opening_balance_yuan,
        max(case when facts.measure = 'income' then facts.amount_yuan end) as income_yuan,
        max(case when facts.measure = 'total' then facts.amount_yuan end) as total_yuan,
        max(case when facts.measure = 'basic' then facts.amount_yuan end) as basic_yuan,
        max(case when facts.measure = 'project' then facts.amount_yuan end) as project_yuan,
        max(case when facts.measure = 'closing_balance' then facts.amount_yuan end) as closing_balance_yuan
    from facts
    group by facts.document_id, facts.fiscal_year, facts.department_id, facts.statement, facts.line_code
),

described as (
    select
        lines.document_id,
        lines.fiscal_year,
        lines.department_id,
        lines.statement,
        lines.line_code,
        coalesce(items.name, lines.printed_name) as item_name,
        ((length(lines.line_code) - 1) // 2)::integer as level,
        parents.line_code is null as is_leaf,
        coalesce(items.cofog_code, 'unmapped') as cofog_code,
        lines.opening_balance_yuan,
        lines.income_yuan,
        lines.total_yuan,
        lines.basic_yuan,
        lines.project_yuan,
        lines.closing_balance_yuan,
        budgets.initial_budget_yuan,
        budgets.adjusted_budget_yuan,
        budgets.stated_completion_percent
    from lines
    left join {{ ref('int_item_budgets') }} as budgets
        on
            lines.document_id = budgets.document_id
            and lines.statement = budgets.statement
            and lines.line_code = budgets.line_code
    left join parents
        on
            lines.document_id = parents.document_id
            and lines.statement = parents.statement
            and lines.line_code = parents.line_code
    left join {{ ref('dim_function') }} as items
        on
            lines.line_code = items.code
            and coalesce(lines.fiscal_year, {{ var('year_for_undated') }})
            between items.valid_from_year and items.valid_to_year
)

select * from described
