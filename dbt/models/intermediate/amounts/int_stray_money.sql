-- Money with decimals where a statement has no amounts: under a label or code column, or in a header row.
with

columns as (
    select document_id, table_number, statement, column_number, role
    from {{ ref('int_columns') }}
),

cells as (
    select
        cells.document_id,
        cells.table_number,
        cells.page_number,
        cells.row_number,
        cells.column_number,
        cells.text,
        cells.x0,
        cells.top,
        cells.x1,
        cells.bottom,
        columns.statement,
        columns.role,
        rows.kind
    from {{ ref('stg_cells') }} as cells
    inner join columns
        on
            cells.document_id = columns.document_id
            and cells.table_number = columns.table_number
            and cells.column_number = columns.column_number
    inner join {{ ref('stg_rows') }} as rows
        on
            cells.document_id = rows.document_id
            and cells.table_number = rows.table_number
            and cells.row_number = rows.row_number
    where {{ matches_all('cells.text_key', "'[-△(]?[0-9][0-9,]*[.][0-9]{1,4}[)]?'") }}
),

stray as (
    select *
    from cells
    where kind <> 'body' or role in ('code', 'label', 'line_number')
)

select * from stray
