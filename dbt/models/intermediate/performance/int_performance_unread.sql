-- What stands in or beside forms and was not read into the marts: headings that the lexicon does not name, amounts in
-- rows it does not name, notes in the place of indicators, and tables that speak of performance and are no form.
with

header_cells as (
    select
        rows.document_id, rows.page_number, 'heading' as reason, cells.text
    from {{ ref('int_performance_rows') }} as rows
    inner join {{ ref('stg_cells') }} as cells
        on
            rows.document_id = cells.document_id
            and rows.table_number = cells.table_number
            and rows.row_number = cells.row_number
    left join {{ ref('int_performance_wordings') }} as wordings on cells.text_key = wordings.text_key
    where rows.header_kind is not null and wordings.text_key is null
),

unnamed_funds as (
    select document_id, page_number, 'fund' as reason, printed_text as text
    from {{ ref('int_performance_amounts') }}
    where fund is null and printed_number is not null
),

notes as (
    select document_id, page_number, 'note' as reason, text
    from {{ ref('int_performance_values') }}
    where block_kind = 'indicator' and not is_after_end and field = 'level3' and field_count >= 3
),

other_tables as (
    select
        tables.document_id, tables.first_page as page_number, 'table' as reason,
        {{ first_by('cells.text', 'cells.row_number, cells.column_number') }} as text
    from {{ ref('int_table_statements') }} as tables
    inner join {{ ref('stg_cells') }} as cells
        on tables.document_id = cells.document_id and tables.table_number = cells.table_number
    left join {{ ref('int_performance_tables') }} as forms
        on tables.document_id = forms.document_id and tables.table_number = forms.table_number
    left join {{ ref('int_performance_titles') }} as titles
        on tables.document_id = titles.document_id and tables.table_number = titles.table_number
    left join {{ ref('int_unknown_money_tables') }} as unknown
        on tables.document_id = unknown.document_id and tables.table_number = unknown.table_number
    where tables.statement is null and forms.document_id is null and unknown.document_id is null
    group by tables.document_id, tables.table_number, tables.first_page
    having
        bool_or({{ matches('cells.text_key', "'绩效(?:目标|指标|评价|自评)|指标值|[一二三]级指标'") }})
        or bool_or(titles.caption_position = 'above')
),

empty_forms as (
    select
        forms.document_id, forms.first_page as page_number, 'form' as reason,
        coalesce(forms.title_text, forms.project_name) as text
    from {{ ref('int_performance_forms') }} as forms
    left join {{ ref('int_performance_indicators') }} as indicators
        on forms.document_id = indicators.document_id and forms.form_number = indicators.form_number
    left join {{ ref('int_performance_amounts') }} as amounts
        on forms.document_id = amounts.document_id and forms.form_number = amounts.form_number
    where indicators.document_id is null and amounts.document_id is null and not forms.is_list
),

nameless_forms as (
    select document_id, first_page as page_number, 'name' as reason, coalesce(title_text, project_name) as text
    from {{ ref('int_performance_forms') }}
    where not is_named and (not is_list or has_indicators)
),

unread as (
    select * from header_cells
    union all
    select * from unnamed_funds
    union all
    select * from notes
    union all
    select * from other_tables
    union all
    select * from empty_forms
    union all
    select * from nameless_forms
),

distinct_unread as (
    select document_id, reason, page_number, left({{ one_line('text') }}, 80) as text, count(*) as place_count
    from unread
    group by document_id, reason, page_number, left({{ one_line('text') }}, 80)
)

select * from distinct_unread
