-- Rows of summary lists (项目名称 | 预算数 | 执行数 | 执行率 | 评价等级): one project each, totals left out.
{%- set amounts = ['initial_budget', 'full_year_budget', 'budget', 'executed'] %}
with

listed as (
    select
        document_id, form_number, sequence_number,
        min(page_number) as page_number,
        {%- for field in amounts + ['project_name', 'rate', 'score', 'grade'] %}
        {{ joined(
            "case when field = '" ~ field ~ "' then " ~ one_line('text') ~ " end", "' '", 'cell_row, cell_column'
        ) }} as {{ field }}_text,
        {%- endfor %}
        min(x0) as x0, min(top) as top, max(x1) as x1, max(bottom) as bottom,
        max(method) as method, min(confidence) as confidence
    from {{ ref('int_performance_values') }}
    where block_kind = 'list' and not is_after_end
    group by document_id, form_number, sequence_number
),

parsed as (
    select
        listed.*,
        units.unit_yuan,
        {%- for field in amounts %}
        {{ parse_amount('listed.' ~ field ~ '_text') }} as {{ field }}_number,
        {%- endfor %}
        {{ parse_amount(replaced('listed.rate_text', "'[%％]$'")) }} as rate,
        {{ parse_amount(replaced('listed.score_text', "'分$'")) }} as score
    from listed
    left join {{ ref('int_performance_units') }} as units
        on listed.document_id = units.document_id and listed.form_number = units.form_number
),

projects as (
    select
        {%- for field in amounts %}
        ({{ field }}_number::decimal(24, 8) * unit_yuan::decimal(10, 0))::decimal(20, 2) as {{ field }}_yuan,
        {%- endfor %}
        *
    from parsed
    where project_name_text is not null and not {{ matches_all('project_name_text', "'[合总小] ?计'") }}
)

select * from projects
