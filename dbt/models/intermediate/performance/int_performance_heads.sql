-- What the head of a form states about it, each the first time it is printed: whose form it is, and its goals.
with

labels as (
    select
        rows.document_id, rows.form_number, rows.sequence_number, rows.page_number, rows.table_number,
        labels.row_number, labels.row_span, labels.column_number, labels.column_span, labels.role, labels.field,
        labels.has_value_beside, labels.right_text, labels.text_key
    from {{ ref('int_performance_label_cells') }} as labels
    inner join {{ ref('int_performance_rows') }} as rows
        on
            labels.document_id = rows.document_id
            and labels.table_number = rows.table_number
            and labels.row_number = rows.row_number
    where labels.role in ('head', 'goal')
),

-- A goal stands beside its label, or below it.
goals_below as (
    select
        labels.document_id, labels.form_number, labels.sequence_number, labels.field, cells.text
    from labels
    inner join {{ ref('stg_cells') }} as cells
        on
            labels.document_id = cells.document_id
            and labels.table_number = cells.table_number
            and labels.row_number + labels.row_span = cells.row_number
            and labels.column_number = cells.column_number
    left join {{ ref('int_performance_wordings') }} as wordings
        on cells.text_key = wordings.text_key
    where labels.role = 'goal' and not labels.has_value_beside and wordings.text_key is null
),

stated as (
    select document_id, form_number, sequence_number, field, right_text as text
    from labels
    where has_value_beside
    union all
    select document_id, form_number, sequence_number, field, text
    from goals_below
    union all
    select document_id, form_number, sequence_number, field, {{ captured('text_key', "'([0-9.]+)\\)$'") }} as text
    from labels
    where field = 'rate_weight'
),

heads as (
    select
        document_id, form_number,
        {%- for field in ['project_name', 'overall_name', 'department_name', 'unit_name', 'rate_weight'] %}
        {{ first_by("case when field = '" ~ field ~ "' then " ~ one_line('text') ~ " end",
            "case when field = '" ~ field ~ "' then 0 else 1 end, sequence_number") }} as {{ field }},
        {%- endfor %}
        coalesce(
            {{ joined("case when field = 'goal' then " ~ one_line('text') ~ " end", "' '", 'sequence_number') }},
            {{ joined("case when field = 'project_goal' then " ~ one_line('text') ~ " end", "' '", 'sequence_number') }}
        ) as goal,
        {{ joined("case when field = 'goal_result' then " ~ one_line('text') ~ " end", "' '", 'sequence_number') }}
            as goal_result
    from stated
    group by document_id, form_number
)

select * from heads
