-- Performance forms whose total score is not the sum of the scores that they print. A form that scores its execution rate
-- apart counts it in; one that leaves room for a score that it does not print is not judged.
with

indicators as (
    select
        document_id, project_name, occurrence,
        sum(score) as score, sum(weight) as weight, count(*) as indicator_count,
        count(score) as score_count, count(weight) as weight_count
    from {{ ref('fct_performance_indicator') }}
    group by document_id, project_name, occurrence
),

forms as (
    select
        projects.document_id, projects.project_name, projects.occurrence, projects.page_number,
        projects.score as printed,
        indicators.score + coalesce(projects.execution_score, 0) as implied,
        indicators.indicator_count + 2 as figure_count
    from {{ ref('fct_project_performance') }} as projects
    inner join indicators
        on
            projects.document_id = indicators.document_id
            and projects.project_name = indicators.project_name
            and projects.occurrence = indicators.occurrence
    where
        indicators.score_count = indicators.indicator_count
        and (
            projects.execution_score is not null
            or (indicators.weight_count = indicators.indicator_count and indicators.weight = 100)
        )
),

-- A total may be rounded to fewer decimals than its parts.
judged as (
    select
        *,
        case
            when printed = round(printed, 0) then 0.5
            when printed = round(printed, 1) then 0.05
            else 0.005
        end + 0.005 * figure_count as slack
    from forms
),

findings as (
    select
        document_id, 'performance' as finding_type, 'warning' as severity,
        'total ' || project_name || ' ' || occurrence as discriminator, page_number,
        rtrim(rtrim(cast(printed as varchar), '0'), '.') as printed_text,
        project_name || '：总分 ' || rtrim(rtrim(cast(printed as varchar), '0'), '.') || ' ≠ 各项得分之和 '
        || rtrim(rtrim(cast(implied as varchar), '0'), '.') as reason_zh,
        project_name || ': the total score ' || rtrim(rtrim(cast(printed as varchar), '0'), '.')
        || ' is not the sum of the scores, ' || rtrim(rtrim(cast(implied as varchar), '0'), '.') as reason_en
    from judged
    where abs(printed - implied) > slack
)

select * from findings
