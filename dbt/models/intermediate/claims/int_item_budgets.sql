-- Budgets that the narrative states of items, beside the outcome of the same clause, which names the cell.
with

units as (
    select distinct unit_zh, unit_yuan
    from {{ ref('unit_phrases') }}
),

outcomes as (
    select distinct document_id, subject_group, statement, line_code
    from {{ ref('fct_narrative_claim') }}
    where claim_type = 'item_final' and line_code is not null
),

stated as (
    select
        outcomes.document_id,
        outcomes.statement,
        outcomes.line_code,
        claims.quantity,
        case
            when claims.claim_type = 'item_completion_percent' then claims.stated_value
            else claims.stated_value * units.unit_yuan
        end as stated_value
    from outcomes
    inner join {{ ref('fct_narrative_claim') }} as claims
        on outcomes.document_id = claims.document_id and outcomes.subject_group = claims.subject_group
    left join units on claims.stated_unit = units.unit_zh
    where claims.claim_type in ('item_budget', 'item_completion_percent')
),

-- An item of which two different figures are stated has none: which of them holds is for the findings to say.
agreed as (
    select
        document_id, statement, line_code, quantity,
        min(stated_value) as stated_value
    from stated
    group by document_id, statement, line_code, quantity
    having count(distinct stated_value) = 1
),

budgets as (
    select
        document_id,
        statement,
        line_code,
        max(case when quantity = 'initial_budget' then stated_value end)::decimal(20, 2) as initial_budget_yuan,
        max(case when quantity = 'adjusted_budget' then stated_value end)::decimal(20, 2) as adjusted_budget_yuan,
        max(case when quantity = 'completion' then stated_value end)::decimal(12, 4) as stated_completion_percent
    from agreed
    group by document_id, statement, line_code
)

select * from budgets
