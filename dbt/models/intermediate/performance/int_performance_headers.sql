-- Each header of a form with the cells that head its columns, and the rows below that it speaks for.
with

rows as (
    select * from {{ ref('int_performance_rows') }}
),

header_rows as (
    select *
    from rows
    where header_kind is not null
),

-- A heading may stand higher than its neighbours and reach down to them.
heading_cells as (
    select
        header_rows.document_id, header_rows.form_number, header_rows.sequence_number as block_number,
        header_rows.header_kind, header_rows.table_number, header_rows.row_number,
        labels.column_number, labels.column_span,
        labels.row_number + labels.row_span - 1 as last_row,
        case when labels.role = 'head' then 'project_name' else labels.field end as field
    from header_rows
    inner join {{ ref('int_performance_label_cells') }} as labels
        on
            header_rows.document_id = labels.document_id
            and header_rows.table_number = labels.table_number
            and header_rows.row_number between labels.row_number and labels.row_number + labels.row_span - 1
    where
        case header_rows.header_kind
            when 'indicator'
                then labels.role = 'indicator_column' or (labels.role = 'head' and labels.field = 'project_name')
            when 'list' then labels.role = 'fund_column' or (labels.role = 'head' and labels.field = 'project_name')
            else labels.role = 'fund_column'
        end
),

-- 绩效指标 heads the third level only where no 三级指标 does; else it stands beside the block.
told_apart as (
    select
        *,
        bool_or(field = 'level3') over (partition by document_id, block_number) as has_level3
    from heading_cells
),

columns as (
    select
        told_apart.document_id, told_apart.form_number, told_apart.block_number, told_apart.header_kind,
        told_apart.table_number,
        max(told_apart.last_row) over (partition by told_apart.document_id, told_apart.block_number) as last_header_row,
        case when told_apart.field = 'indicator' then 'level3' else told_apart.field end as field,
        told_apart.column_number,
        first_columns.x0 as left_edge,
        last_columns.x1 as right_edge
    from told_apart
    inner join {{ ref('stg_columns') }} as first_columns
        on
            told_apart.document_id = first_columns.document_id
            and told_apart.table_number = first_columns.table_number
            and told_apart.column_number = first_columns.column_number
    inner join {{ ref('stg_columns') }} as last_columns
        on
            told_apart.document_id = last_columns.document_id
            and told_apart.table_number = last_columns.table_number
            and told_apart.column_number + told_apart.column_span - 1 = last_columns.column_number
    where told_apart.field <> 'indicator' or not told_apart.has_level3
),

edges as (
    select document_id, table_number, min(x0) as table_left, max(x1) as table_right
    from {{ ref('stg_columns') }}
    group by document_id, table_number
),

headers as (
    select columns.*, edges.table_left, edges.table_right
    from columns
    inner join edges on columns.document_id = edges.document_id and columns.table_number = edges.table_number
)

select * from headers
