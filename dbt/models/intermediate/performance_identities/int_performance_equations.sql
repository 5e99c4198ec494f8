-- P1 to P5 of the performance forms of final accounts, in the shape of int_equations.
with

projects as (
    select
        document_id, line_code,
        {%- for measure in ['budget', 'executed', 'listed_budget', 'listed_executed', 'rate', 'weight'] %}
        max(case when measure = '{{ measure }}' then amount end) as {{ measure }},
        max(case when measure = '{{ measure }}' then half_unit end) as {{ measure }}_half,
        {%- endfor %}
        bool_or(is_whole_department) as is_whole_department
    from {{ ref('int_performance_figures') }}
    where indicator_number is null
    group by document_id, line_code
),

indicators as (
    select
        document_id, project_line, line_code,
        {%- for measure in ['weight', 'score', 'target', 'actual'] %}
        max(case when measure = '{{ measure }}' then amount end) as {{ measure }},
        {%- endfor %}
        max(case when measure = 'weight' then half_unit end) as weight_half,
        max(comparison) as comparison,
        bool_or(is_explained) as is_explained
    from {{ ref('int_performance_figures') }}
    where indicator_number is not null
    group by document_id, project_line, line_code
),

rates as (
    select
        document_id, 'P1' as identity_id, line_code, 'executed' as measure, 'rate' as kind,
        executed as actual, cast(rate * 0.01 as decimal(18, 8)) * cast(budget as decimal(20, 2)) as expected,
        (rate_half * budget + rate * budget_half + rate_half * budget_half) * 0.01 + executed_half as slack,
        (3 * rate_half * budget + rate * budget_half + rate_half * budget_half) * 0.01 + executed_half as near_slack,
        case
            when coalesce(budget, executed, rate) is null then 'nothing_to_compare'
            when budget is null or executed is null or rate is null then 'not_stated'
            when budget = 0 then 'zero_base'
        end as reason_code
    from projects
),

listed as (
    {%- for measure in ['budget', 'executed'] %}
    select
        document_id, 'P2' as identity_id, line_code, '{{ measure }}' as measure, 'linear' as kind,
        {{ measure }} as actual, listed_{{ measure }} as expected,
        {{ measure }}_half + listed_{{ measure }}_half as slack, cast(null as decimal(28, 8)) as near_slack,
        case
            when listed_{{ measure }} is null then 'nothing_to_compare' when {{ measure }} is null then 'not_stated'
        end as reason_code
    from projects
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

-- A form that gives 90 to its indicators leaves 10 to the execution rate, whether or not it prints them.
weights as (
    select
        projects.document_id, 'P3' as identity_id, projects.line_code, 'weights' as measure, 'linear' as kind,
        sum(indicators.weight) + coalesce(projects.weight, 0) as actual, 100 as expected,
        sum(indicators.weight_half) as slack, cast(null as decimal(28, 8)) as near_slack,
        case
            when count(indicators.weight) < count(*) then 'not_stated'
            when projects.weight is null and sum(indicators.weight) = 90 then 'not_stated'
        end as reason_code
    from projects
    inner join indicators
        on projects.document_id = indicators.document_id and projects.line_code = indicators.project_line
    group by projects.document_id, projects.line_code, projects.weight
    having count(indicators.weight) > 0
),

scores as (
    select
        document_id, 'P3' as identity_id, line_code, 'score' as measure, 'at_most' as kind,
        score as actual, weight as expected, 0 as slack, cast(null as decimal(28, 8)) as near_slack, null as reason_code
    from indicators
    where score is not null and weight is not null
),

executed as (
    select
        projects.document_id, 'P4' as identity_id, 'projects' as line_code, 'executed' as measure, 'at_most' as kind,
        sum(projects.executed) as actual, max(cells.amount_yuan) as expected,
        sum(projects.executed_half) + coalesce(max(cells.half_unit_yuan), 0) as slack,
        cast(null as decimal(28, 8)) as near_slack,
        case
            when max(cells.amount_yuan) is null then 'total_blank'
            when min(projects.executed) < 0 or max(cells.amount_yuan) < 0 then 'negative_amount'
        end as reason_code
    from projects
    left join {{ ref('int_identity_cells') }} as cells
        on
            projects.document_id = cells.document_id
            and cells.statement = 'expenditure'
            and cells.line_code = 'total'
            and cells.measure = 'project'
    where projects.executed is not null and not projects.is_whole_department and projects.line_code like '%#1'
    group by projects.document_id
),

targets as (
    select
        document_id, 'P5' as identity_id, line_code, 'actual' as measure, 'at_most' as kind,
        case when comparison in ('<=', '<') then actual else target end as actual,
        case when comparison in ('<=', '<') then target else actual end as expected,
        0 as slack, cast(null as decimal(28, 8)) as near_slack,
        case when comparison is null then 'choice_left_open' when is_explained then 'reason_given' end as reason_code
    from indicators
    where target is not null and actual is not null
),

gathered as (
    select * from rates
    union all
    select * from listed
    union all
    select * from weights
    union all
    select * from scores
    union all
    select * from executed
    union all
    select * from targets
),

judged as (
    select
        gathered.*,
        identities.severity as own_severity,
        case gathered.kind when 'at_most' then '<=' else '=' end as operator,
        'performance:' || gathered.line_code || '.' || gathered.measure as scope,
        case gathered.kind
            when 'at_most' then gathered.actual - gathered.expected <= gathered.slack
            else abs(gathered.actual - gathered.expected) <= gathered.slack
        end as is_met,
        coalesce(abs(gathered.actual - gathered.expected) <= gathered.near_slack, false) as is_near
    from gathered
    inner join {{ ref('identities') }} as identities on gathered.identity_id = identities.identity_id
    where gathered.reason_code is distinct from 'nothing_to_compare'
),

equations as (
    select
        document_id, identity_id || '|' || scope as equation_id, identity_id, scope, 'performance' as statement,
        line_code, measure,
        case kind when 'rate' then 'rate' else 'linear' end as kind,
        operator,
        cast(actual as decimal(24, 4)) as actual_yuan,
        cast(expected as decimal(24, 4)) as expected_yuan,
        case when reason_code is null then cast(actual - expected as decimal(24, 4)) end as residual_yuan,
        cast(coalesce(slack, 0) as decimal(24, 4)) as tolerance_yuan,
        case when reason_code is null and kind = 'linear' then actual = expected end as exact,
        case when reason_code is not null then 'not_applicable' when is_met then 'pass' else 'fail' end as status,
        reason_code,
        case when kind = 'rate' and is_near and not is_met then 'info' else own_severity end as severity
    from judged
)

select * from equations
