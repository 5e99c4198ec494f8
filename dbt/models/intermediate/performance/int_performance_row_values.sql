-- The values of each indicator row in columns of their own. A row counts where an indicator, its target or its result
-- begins; a cell over both the indicator and its target is a note, not an indicator.
with

printed as (
    select *
    from {{ ref('int_performance_values') }}
    where block_kind = 'indicator' and not is_after_end
),

noted as (
    select distinct document_id, sequence_number
    from printed
    where field = 'level3' and field_count >= 3
),

row_values as (
    select
        printed.document_id, printed.form_number, printed.block_number, printed.sequence_number, printed.table_number,
        max(printed.page_number) as page_number,
        {%- for field in ['level1', 'level2', 'project_name'] %}
        min(case when printed.field = '{{ field }}' then printed.cell_row end) as {{ field }}_row,
        max(case when printed.field = '{{ field }}' then printed.row_span end) as {{ field }}_span,
        {%- endfor %}
        {%- for field in [
            'level1', 'level2', 'project_name', 'level3', 'target', 'actual', 'weight', 'score', 'deviation',
            'operator', 'measure_unit'
        ] %}
        nullif({{ joined(
            "case when printed.field = '" ~ field ~ "' then printed.text end", "' '", 'printed.cell_row, printed.cell_column'
        ) }}, '') as {{ field }},
        {%- endfor %}
        bool_or(printed.begins_here and printed.field in ('level3', 'target', 'actual')) as is_anchor,
        min(case when printed.field in ('level3', 'target', 'actual') then printed.x0 end) as x0,
        min(case when printed.field in ('level3', 'target', 'actual') then printed.top end) as top,
        max(case when printed.field in ('level3', 'target', 'actual') then printed.x1 end) as x1,
        max(case when printed.field in ('level3', 'target', 'actual') then printed.bottom end) as bottom,
        max(printed.method) as method,
        min(printed.confidence) as confidence
    from printed
    left join noted
        on printed.document_id = noted.document_id and printed.sequence_number = noted.sequence_number
    where noted.document_id is null
    group by
        printed.document_id, printed.form_number, printed.block_number, printed.sequence_number, printed.table_number
)

select * from row_values
where is_anchor
