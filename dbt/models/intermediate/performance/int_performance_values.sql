-- What a row of a form prints under each heading. A cell that covers several rows speaks for each of them; columns of a
-- continuation page are laid over those of the header by where they stand.
with

cells as (
    select
        cells.document_id, cells.table_number, cells.row_number, cells.column_number, cells.row_span,
        cells.column_span, cells.page_number, cells.text, cells.text_key, cells.x0, cells.top, cells.x1, cells.bottom,
        cells.method, cells.confidence,
        first_columns.x0 as left_edge,
        last_columns.x1 as right_edge
    from {{ ref('stg_cells') }} as cells
    inner join {{ ref('int_performance_tables') }} as tables
        on cells.document_id = tables.document_id and cells.table_number = tables.table_number
    inner join {{ ref('stg_columns') }} as first_columns
        on
            cells.document_id = first_columns.document_id
            and cells.table_number = first_columns.table_number
            and cells.column_number = first_columns.column_number
    inner join {{ ref('stg_columns') }} as last_columns
        on
            cells.document_id = last_columns.document_id
            and cells.table_number = last_columns.table_number
            and cells.column_number + cells.column_span - 1 = last_columns.column_number
),

edges as (
    select document_id, table_number, min(x0) as table_left, max(x1) as table_right
    from {{ ref('stg_columns') }}
    group by document_id, table_number
),

-- Tables of one width are laid over one another from their left edges; one that lacks an outer column stays where it is.
laid as (
    select
        body.document_id, body.form_number, body.block_number, body.block_kind, body.sequence_number,
        body.table_number, body.row_number, body.is_after_end, body.is_end, headers.field,
        {{ performance_edge('left_edge') }} as left_edge,
        {{ performance_edge('right_edge') }} as right_edge
    from {{ ref('int_performance_body_rows') }} as body
    inner join {{ ref('int_performance_headers') }} as headers
        on body.document_id = headers.document_id and body.block_number = headers.block_number
    inner join edges on body.document_id = edges.document_id and body.table_number = edges.table_number
),

covered as (
    select
        laid.document_id, laid.form_number, laid.block_number, laid.block_kind, laid.sequence_number,
        laid.is_after_end, laid.is_end, laid.field,
        cells.table_number, cells.row_number as cell_row, cells.column_number as cell_column, cells.row_span,
        cells.row_number = laid.row_number as begins_here,
        cells.page_number, cells.text, cells.text_key, cells.x0, cells.top, cells.x1, cells.bottom,
        cells.method, cells.confidence
    from laid
    inner join cells
        on
            laid.document_id = cells.document_id
            and laid.table_number = cells.table_number
            and laid.row_number between cells.row_number and cells.row_number + cells.row_span - 1
            and (
                (laid.left_edge + laid.right_edge) / 2 between cells.left_edge and cells.right_edge
                or (cells.left_edge + cells.right_edge) / 2 between laid.left_edge and laid.right_edge
            )
),

fields_counted as (
    select
        *,
        count(*) over (partition by document_id, sequence_number, cell_row, cell_column) as field_count
    from covered
)

select * from fields_counted
