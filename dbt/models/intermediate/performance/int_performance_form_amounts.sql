-- The amounts of each form in columns: the year's total and its parts, with the score of the form as a whole. Where one
-- is printed twice with different figures, none is taken.
{%- set funds = ['fiscal', 'carried_over', 'other_funds'] %}
{%- set budgets = ['initial_budget', 'full_year_budget', 'budget', 'executed'] %}
with

amounts as (
    select * from {{ ref('int_performance_amounts') }}
),

single as (
    select
        document_id, form_number, fund, field,
        case when count(distinct printed_number) <= 1 then max(printed_number) end as printed_number,
        max(decimals) as decimals,
        max(unit_yuan) as unit_yuan,
        {{ joined('distinct printed_text', "' '", 'printed_text') }} as printed_text,
        min(page_number) as page_number,
        min(x0) as x0, min(top) as top, max(x1) as x1, max(bottom) as bottom,
        max(method) as method, min(confidence) as confidence
    from amounts
    where fund is not null
    group by document_id, form_number, fund, field
),

in_yuan as (
    select
        *,
        (printed_number::decimal(24, 8) * unit_yuan::decimal(10, 0))::decimal(20, 2) as amount_yuan
    from single
),

form_amounts as (
    select
        document_id, form_number,
        {%- for field in budgets %}
        max(case when fund = 'total' and field = '{{ field }}' then amount_yuan end) as {{ field }}_yuan,
        max(case when fund = 'total' and field = '{{ field }}' then printed_text end) as {{ field }}_text,
        max(case when fund = 'total' and field = '{{ field }}' then decimals end) as {{ field }}_decimals,
        {%- endfor %}
        {%- for fund in funds %}
        coalesce(
            {%- for field in ['full_year_budget', 'budget', 'initial_budget'] %}
            max(case when fund = '{{ fund }}' and field = '{{ field }}' then amount_yuan end){{ ',' if not loop.last }}
            {%- endfor %}
        ) as {{ fund }}_budget_yuan,
        max(case when fund = '{{ fund }}' and field = 'executed' then amount_yuan end) as {{ fund }}_executed_yuan,
        {%- endfor %}
        max(case when fund = 'total' and field = 'rate' then printed_number end) as rate,
        max(case when fund = 'total' and field = 'rate' then printed_text end) as rate_text,
        max(case when fund = 'total' and field = 'weight' then printed_number end) as rate_weight,
        max(case when fund = 'total' and field = 'score' then printed_number end) as rate_score,
        max(case when fund = 'form' and field = 'score' then printed_number end) as form_score,
        max(case when fund = 'form' and field = 'grade' then printed_text end) as form_grade,
        max(case when fund = 'total' and (field like '%budget' or field = 'executed') then unit_yuan end) as unit_yuan,
        min(case when fund = 'total' then page_number end) as page_number,
        min(case when fund = 'total' then x0 end) as x0,
        min(case when fund = 'total' then top end) as top,
        max(case when fund = 'total' then x1 end) as x1,
        max(case when fund = 'total' then bottom end) as bottom,
        max(method) as method,
        min(confidence) as confidence
    from in_yuan
    group by document_id, form_number
)

select * from form_amounts
