-- What a performance form contradicts, one finding per project and identity, worded, at the page of the figures.
with

failing as (
    select equations.*, identities.title_zh, identities.title_en
    from {{ ref('int_performance_equations') }} as equations
    inner join {{ ref('identities') }} as identities on equations.identity_id = identities.identity_id
    where equations.status = 'fail'
),

pages as (
    select
        document_id, line_code, measure,
        min(page_number) as page_number,
        min(printed_text) as printed_text
    from {{ ref('int_performance_figures') }}
    group by document_id, line_code, measure
),

-- The percentage is printed beside the amounts that it is made of; a sum has no cell of its own.
worded as (
    select
        failing.*,
        {{ captured('failing.line_code', "'^(.*)#[0-9]+'") }} as project_name,
        coalesce(pages.page_number, projects.page_number) as page_number,
        pages.printed_text,
        rates.printed_text as rate_text,
        case
            when failing.identity_id in ('P3', 'P5')
                then rtrim(rtrim(cast(failing.actual_yuan as varchar), '0'), '.')
            else {{ identity_amount_text('failing.actual_yuan', '1', '0.01') }} || ' 元'
        end as actual_text,
        case
            when failing.identity_id in ('P3', 'P5')
                then rtrim(rtrim(cast(failing.expected_yuan as varchar), '0'), '.')
            else {{ identity_amount_text('failing.expected_yuan', '1', '0.01') }} || ' 元'
        end as expected_text,
        case failing.operator when '=' then ' ≠ ' else ' > ' end as sign
    from failing
    left join pages
        on
            failing.document_id = pages.document_id
            and failing.line_code = pages.line_code
            and failing.measure = pages.measure
    left join pages as rates
        on
            failing.document_id = rates.document_id
            and failing.line_code = rates.line_code
            and rates.measure = 'rate'
            and failing.identity_id = 'P1'
    left join pages as projects
        on
            failing.document_id = projects.document_id
            and failing.line_code = projects.line_code
            and projects.measure = 'budget'
),

findings as (
    select
        document_id, 'performance' as finding_type, severity,
        identity_id || ' ' || line_code || ' ' || measure as discriminator,
        cast(page_number as integer) as page_number,
        coalesce(rate_text, printed_text, actual_text) as printed_text,
        identity_id as identity_ids,
        coalesce(project_name || '：', '') || identity_id || ' ' || title_zh || '：' || actual_text || sign
        || coalesce(rate_text || ' × 预算，即 ', '') || expected_text as reason_zh,
        coalesce(project_name || ': ', '') || identity_id || ' ' || title_en || ': '
        || replace(actual_text, ' 元', ' yuan') || sign || coalesce(rate_text || ' of the budget, ', '')
        || replace(expected_text, ' 元', ' yuan') as reason_en
    from worded
)

select * from findings
