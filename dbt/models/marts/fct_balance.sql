-- How the year's money rolled forward: of all funds from the summary, of the fiscal funds from their own statements.
with

facts as (
    select facts.*
    from {{ ref('fct_statement_line') }} as facts
    inner join {{ ref('dim_document') }} as documents on facts.document_id = documents.document_id
    where documents.is_current and facts.statement in ('summary', 'fiscal_summary') and facts.occurrence = 1
),

parts as (
    select * from {{ ref('balance_parts') }}
),

balances as (
    select
        facts.document_id,
        facts.fiscal_year,
        facts.department_id,
        parts.fund,
        parts.fund not in ('all', 'fiscal') as is_leaf,
        max(case when parts.part = 'opening_balance' then facts.amount_yuan end) as opening_balance_yuan,
        max(case when parts.part = 'income' then facts.amount_yuan end) as income_yuan,
        max(case when parts.part = 'surplus_used' then facts.amount_yuan end) as surplus_used_yuan,
        max(case when parts.part = 'expenditure' then facts.amount_yuan end) as expenditure_yuan,
        max(case when parts.part = 'surplus_distribution' then facts.amount_yuan end) as surplus_distribution_yuan,
        max(case when parts.part = 'closing_balance' then facts.amount_yuan end) as closing_balance_yuan
    from facts
    inner join parts
        on facts.statement = parts.statement and facts.line_code = parts.line_code and facts.measure = parts.measure
    group by facts.document_id, facts.fiscal_year, facts.department_id, parts.fund
)

select * from balances
