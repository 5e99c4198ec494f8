-- Rows of forms in reading order: where a form begins, which rows are headers, and which end a block.
with

tables as (
    select * from {{ ref('int_performance_tables') }}
),

cell_counts as (
    select
        cells.document_id, cells.table_number, cells.row_number,
        count(*) as cell_count
    from {{ ref('stg_cells') }} as cells
    inner join tables on cells.document_id = tables.document_id and cells.table_number = tables.table_number
    group by cells.document_id, cells.table_number, cells.row_number
),

labels as (
    select
        document_id, table_number, row_number,
        count(distinct case when role = 'indicator_column' and field like 'level_' then field end) as level_count,
        bool_or(role = 'indicator_column' and field in ('target', 'actual')) as has_target,
        bool_or(role = 'head' and field = 'project_name' and not has_value_beside and right_column is not null)
            as heads_projects,
        bool_or(role = 'head' and field = 'project_name' and (has_value_beside or right_column is null))
            as names_project,
        bool_or(role = 'head' and field = 'overall_name') as names_department,
        count(distinct case when role = 'fund_column' and not has_value_beside then field end) as fund_column_count,
        bool_or(role = 'fund_column' and not has_value_beside and (field like '%budget' or field = 'executed'))
            as heads_amounts,
        bool_or(role in ('score_total', 'remark', 'goal') and column_number <= 2) as ends_block
    from {{ ref('int_performance_label_cells') }}
    group by document_id, table_number, row_number
),

described as (
    select
        rows.document_id, rows.table_number, rows.row_number, rows.page_number,
        tables.title_text, tables.title_kind, tables.is_chain_start,
        coalesce(cell_counts.cell_count, 0) as cell_count,
        coalesce(labels.names_project, false) as names_project,
        coalesce(labels.names_department, false) as names_department,
        coalesce(labels.ends_block, false) as ends_block,
        case
            when labels.level_count >= 2 or (labels.level_count = 1 and labels.has_target) then 'indicator'
            when labels.heads_projects and labels.heads_amounts then 'list'
            when labels.fund_column_count >= 2 and labels.heads_amounts then 'fund'
        end as header_kind
    from {{ ref('stg_rows') }} as rows
    inner join tables on rows.document_id = tables.document_id and rows.table_number = tables.table_number
    left join cell_counts
        on
            rows.document_id = cell_counts.document_id
            and rows.table_number = cell_counts.table_number
            and rows.row_number = cell_counts.row_number
    left join labels
        on
            rows.document_id = labels.document_id
            and rows.table_number = labels.table_number
            and rows.row_number = labels.row_number
),

first_rows as (
    select
        document_id, table_number,
        min(case when names_project then row_number end) as first_name_row,
        min(case when names_department then row_number end) as first_department_row,
        min(case when header_kind is not null then row_number end) as first_header_row
    from described
    group by document_id, table_number
),

-- Where a project is named, a form begins; where none is, the department as a whole is judged, or the title names it.
named as (
    select
        described.*,
        case
            when described.names_project then true
            when first_rows.first_name_row is null and described.row_number = first_rows.first_department_row then true
            else false
        end as is_named,
        coalesce(first_rows.first_name_row, first_rows.first_department_row) as table_name_row,
        first_rows.first_header_row
    from described
    inner join first_rows
        on described.document_id = first_rows.document_id and described.table_number = first_rows.table_number
),

started as (
    select
        *,
        case
            when
                row_number = 1 and (title_text is not null or is_chain_start)
                then true
            when not is_named then false
            -- The name stands under the title of its own table: the form began with the table's first row.
            when
                row_number = table_name_row
                and (title_text is not null or is_chain_start)
                and (first_header_row is null or first_header_row > row_number)
                then false
            else true
        end as is_start
    from named
),

numbered as (
    select
        document_id, table_number, row_number, page_number, title_text, title_kind, cell_count, header_kind,
        ends_block, is_named, is_start,
        sum(case when is_start then 1 else 0 end) over reading_order as form_number,
        row_number() over reading_order as sequence_number
    from started
    window reading_order as (
        partition by document_id order by table_number, row_number rows between unbounded preceding and current row
    )
)

select * from numbered
