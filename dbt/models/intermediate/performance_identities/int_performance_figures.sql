-- The figures of performance forms that P1 to P5 hold against each other, as cells: those of a project and those of its
-- indicators, each with half a unit of its last printed decimal. A second form of a project is an occurrence of its own.
with

projects as (
    select
        *,
        project_name || '#' || occurrence as project_line,
        form_kind = 'overall_self_evaluation' as is_whole_department
    from {{ ref('fct_project_performance') }}
    where form_kind in ('self_evaluation', 'overall_self_evaluation', 'summary_list')
),

of_projects as (
    {%- for measure, amount, text, unit, page in [
        ('budget', 'budget_yuan', 'budget_text', 'yuan', 'page_number'),
        ('executed', 'executed_yuan', 'executed_text', 'yuan', 'page_number'),
        ('listed_budget', 'listed_budget_yuan', 'null', 'yuan', 'listed_page_number'),
        ('listed_executed', 'listed_executed_yuan', 'null', 'yuan', 'listed_page_number'),
        ('rate', 'execution_rate', 'execution_rate_text', 'percent', 'page_number'),
        ('weight', 'execution_weight', 'null', 'count', 'page_number'),
        ('score', 'execution_score', 'null', 'count', 'page_number'),
    ] %}
    select
        document_id, project_line, project_line as line_code, null::integer as indicator_number,
        '{{ measure }}' as measure, cast({{ amount }} as decimal(28, 8)) as amount, {{ text }} as printed_text,
        '{{ unit }}' as unit, unit_yuan, {{ page }} as page_number, is_whole_department,
        null::varchar as comparison, false as is_explained
    from projects
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

-- A target without a comparison is a least number where it counts what was done (数量指标); elsewhere either may be meant.
indicators as (
    select
        indicators.*, projects.project_line, projects.is_whole_department,
        projects.project_line || '.' || indicators.indicator_number as indicator_line,
        case
            when coalesce(indicators.target_unit, '') <> coalesce(indicators.actual_unit, '') then null
            when indicators.target_operator in ('>=', '>') then '>='
            when indicators.target_operator in ('<=', '<') then '<='
            when indicators.level2 like '数量%' then '>='
        end as comparison,
        coalesce(trim(indicators.deviation), '') not in ('', '无', '-', '—', '/') as is_explained
    from {{ ref('fct_performance_indicator') }} as indicators
    inner join projects
        on
            indicators.document_id = projects.document_id
            and indicators.project_name = projects.project_name
            and indicators.occurrence = projects.occurrence
),

of_indicators as (
    {%- for measure, amount, text in [
        ('weight', 'weight', 'weight_text'), ('score', 'score', 'score_text'),
        ('target', 'target_number', 'target'), ('actual', 'actual_number', 'actual'),
    ] %}
    select
        document_id, project_line, indicator_line as line_code, indicator_number,
        '{{ measure }}' as measure, cast({{ amount }} as decimal(28, 8)) as amount, {{ text }} as printed_text,
        'count' as unit, null::integer as unit_yuan, page_number, is_whole_department, comparison, is_explained
    from indicators
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

gathered as (
    select * from of_projects
    union all
    select * from of_indicators
),

-- A rate that is printed as a fraction of one (0.98) has a hundred times the half unit of its digits; whole weights,
-- scores and targets are counts and have none.
figures as (
    select
        *,
        cast(
            case
                when unit = 'yuan' then coalesce(unit_yuan, 1)
                when unit = 'percent' and amount > 2 and {{ matches('printed_text', "'^ *[01]?[.][0-9]+ *$'") }}
                    then 100
                when unit = 'percent' or {{ matches('printed_text', "'[.][0-9]'") }} then 1
                else 0
            end
            * 0.5 * power(0.1, {{ printed_decimals("replace(coalesce(printed_text, '0.00'), '%', '')") }})
            as decimal(28, 8)
        ) as half_unit
    from gathered
    where amount is not null
)

select * from figures
