-- Tables below the heading 第三部分 …情况说明 under the title of a statement that stands before it: they speak of the
-- statement and are none. One that is headed as a form is (公开01表, 编制单位) is no part of the prose.
with

headings as (
    select document_id, page_number, top
    from {{ ref('stg_lines') }}
    where {{ matches('text_key', "'^第[三3四4]部分.*(?:说明|情况)(?:说明)?$'") }}
    qualify row_number() over (partition by document_id order by page_number desc, top desc) = 1
),

first_rows as (
    select rows.document_id, rows.table_number, tables.first_page, min(rows.top) as top
    from {{ ref('stg_rows') }} as rows
    inner join {{ ref('stg_tables') }} as tables
        on
            rows.document_id = tables.document_id
            and rows.table_number = tables.table_number
            and rows.page_number = tables.first_page
    group by rows.document_id, rows.table_number, tables.first_page
),

forms as (
    select distinct document_id, table_number
    from {{ ref('stg_captions') }}
    where
        caption_position = 'above'
        and {{ matches('text_key', "'公开[0-9]+表|(?:编制|编报|填报|公开)(?:单位|部门)|部门(?:名称)?:'") }}
),

placed as (
    select
        first_rows.document_id,
        first_rows.table_number,
        titles.statement,
        forms.table_number is null
        and (
            first_rows.first_page > headings.page_number
            or (first_rows.first_page = headings.page_number and first_rows.top > headings.top)
        ) as is_in_prose
    from first_rows
    inner join headings on first_rows.document_id = headings.document_id
    inner join {{ ref('int_table_titles') }} as titles
        on first_rows.document_id = titles.document_id and first_rows.table_number = titles.table_number
    left join forms
        on first_rows.document_id = forms.document_id and first_rows.table_number = forms.table_number
    where titles.statement is not null
),

narrative_tables as (
    select distinct placed.document_id, placed.table_number
    from placed
    inner join placed as before_prose
        on placed.document_id = before_prose.document_id and placed.statement = before_prose.statement
    where placed.is_in_prose and not before_prose.is_in_prose
)

select * from narrative_tables
