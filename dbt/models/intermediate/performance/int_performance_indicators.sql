-- The indicators of each form in reading order. A row that a page break cut in two is one indicator: the part that lacks
-- what every other row of the form prints belongs to its neighbour beyond the break.
with

rows as (
    select
        printed.*,
        levels.level1 as level1_name, levels.level2 as level2_name,
        {{ last_known('printed.project_name', 'printed.document_id, printed.form_number', 'printed.sequence_number') }}
            as row_project_name,
        printed.level3 is not null
        and coalesce(printed.target, printed.actual, printed.weight, printed.score) is not null as is_complete
    from {{ ref('int_performance_row_values') }} as printed
    inner join {{ ref('int_performance_levels') }} as levels
        on printed.document_id = levels.document_id and printed.sequence_number = levels.sequence_number
),

at_breaks as (
    select
        *,
        coalesce(lag(page_number) over form_order <> page_number, false) as opens_page,
        coalesce(lead(page_number) over form_order <> page_number, false) as closes_page,
        lag(is_complete) over form_order as last_is_complete,
        lag(weight) over form_order as last_weight,
        lag(score) over form_order as last_score,
        lag(actual) over form_order as last_actual
    from rows
    window form_order as (partition by document_id, form_number order by sequence_number)
),

with_regularity as (
    select
        *,
        count(case when not is_complete and not opens_page and not closes_page then 1 end) over form_rows = 0
        and count(case when is_complete then 1 end) over form_rows > 0 as is_regular
    from at_breaks
    window form_rows as (partition by document_id, form_number)
),

joined_rows as (
    select
        *,
        case
            when
                opens_page and is_regular and not (is_complete and last_is_complete)
                and (weight is null or last_weight is null)
                and (score is null or last_score is null)
                then 0
            else 1
        end as is_first_part
    from with_regularity
),

counted as (
    select
        *,
        sum(is_first_part) over (
            partition by document_id, form_number order by sequence_number
            rows between unbounded preceding and current row
        ) as indicator_number
    from joined_rows
),

whole as (
    select
        document_id, form_number, indicator_number,
        min(sequence_number) as sequence_number,
        {%- for field in ['level1_name', 'level2_name', 'row_project_name', 'table_number', 'page_number', 'x0', 'top',
            'x1', 'bottom', 'method'] %}
        {{ first_by(field, 'sequence_number') }} as {{ field }},
        {%- endfor %}
        {%- for field in ['level3', 'target', 'actual', 'weight', 'score', 'deviation', 'operator', 'measure_unit'] %}
        {{ joined(one_line(field), "''", 'sequence_number') }} as {{ field }},
        {%- endfor %}
        min(confidence) as confidence,
        count(*) as part_count
    from counted
    group by document_id, form_number, indicator_number
),

indicators as (
    select
        whole.document_id, whole.form_number, whole.indicator_number, whole.page_number, rows.row_number,
        coalesce({{ one_line('whole.row_project_name') }}, forms.project_name) as project_name,
        {{ replaced('whole.level1_name', "'\\s'") }} as level1,
        {{ replaced('whole.level2_name', "'\\s'") }} as level2,
        whole.level3, whole.target, whole.actual, whole.weight, whole.score, whole.deviation,
        whole.operator, whole.measure_unit, whole.part_count,
        whole.x0, whole.top, whole.x1, whole.bottom, whole.method, whole.confidence
    from whole
    inner join {{ ref('int_performance_forms') }} as forms
        on whole.document_id = forms.document_id and whole.form_number = forms.form_number
    inner join {{ ref('int_performance_rows') }} as rows
        on whole.document_id = rows.document_id and whole.sequence_number = rows.sequence_number
)

select * from indicators
