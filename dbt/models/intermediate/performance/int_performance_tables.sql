-- Tables that are part of a form or list of performance: by what they print themselves, or as the continuation of the
-- one before, which no heading parts from them. Tables of statements never are.
with

labels as (
    select
        document_id, table_number,
        count(distinct case when role = 'indicator_column' and field like 'level_' then field end) as level_count,
        bool_or(role = 'head' and field = 'project_name') as names_project,
        bool_or(role = 'head' and field = 'overall_name') as names_department,
        bool_or(role = 'fund_column' and field like '%budget') as names_budget,
        bool_or(role = 'fund_column' and field in ('executed', 'rate')) as names_execution,
        bool_or(role = 'goal' or field = 'indicators') as names_block
    from {{ ref('int_performance_label_cells') }}
    group by document_id, table_number
),

-- A line that stands over tables on many pages is a running head.
running_heads as (
    select document_id, text_key
    from {{ ref('stg_captions') }}
    where caption_position = 'above' and text_key not like '%表%'
    group by document_id, text_key
    having count(distinct page_number) >= 3
),

headings as (
    select distinct captions.document_id, captions.table_number
    from {{ ref('stg_captions') }} as captions
    left join running_heads
        on captions.document_id = running_heads.document_id and captions.text_key = running_heads.text_key
    where
        captions.caption_position = 'above'
        and length(captions.text_key) > 3
        and running_heads.document_id is null
        and not {{ matches('captions.text_key', "'^[(]?(?:续表|金额单位|单位|[-—第]?[0-9]+[-—页]?$)'") }}
),

in_order as (
    select
        tables.document_id, tables.table_number, tables.first_page, tables.last_page, tables.statement,
        titles.title_text, titles.form_kind as title_kind, titles.caption_position as title_position,
        headings.table_number is not null as has_heading,
        coalesce(labels.level_count, 0) >= 2
        or coalesce(labels.names_project and labels.names_budget and labels.names_execution, false)
        or coalesce(
            (labels.names_project or labels.names_department or labels.names_block) and titles.table_number is not null,
            false
        )
        or coalesce(labels.names_project and labels.names_block, false) as is_form,
        tables.first_page - lag(tables.last_page) over document_order as pages_after_last,
        lag(tables.statement) over document_order is null as follows_free_table
    from {{ ref('int_table_statements') }} as tables
    left join labels on tables.document_id = labels.document_id and tables.table_number = labels.table_number
    left join headings on tables.document_id = headings.document_id and tables.table_number = headings.table_number
    left join {{ ref('int_performance_titles') }} as titles
        on tables.document_id = titles.document_id and tables.table_number = titles.table_number
    window document_order as (partition by tables.document_id order by tables.table_number)
),

chains as (
    select
        *,
        sum(
            case
                when
                    statement is null and follows_free_table and not has_heading
                    and coalesce(title_position, '') <> 'previous_page' and pages_after_last between 0 and 1
                    then 0
                else 1
            end
        ) over (
            partition by document_id order by table_number rows between unbounded preceding and current row
        ) as chain_number
    from in_order
    where true
),

formed as (
    select
        *,
        max(case when is_form then 1 else 0 end) over (
            partition by document_id, chain_number order by table_number
            rows between unbounded preceding and current row
        ) = 1 as is_in_form,
        min(case when is_form then table_number end) over (partition by document_id, chain_number) as first_form_table
    from chains
),

performance_tables as (
    select
        document_id, table_number, first_page, last_page, title_text, title_kind, is_form,
        table_number = first_form_table as is_chain_start
    from formed
    where is_in_form and statement is null
)

select * from performance_tables
