-- One row per cell of a body row under a column that may hold amounts, parsed; text that is no number has no amount.
with

columns as (
    select * from {{ ref('int_measure_columns') }}
),

body_rows as (
    select document_id, table_number, row_number
    from {{ ref('stg_rows') }}
    where kind = 'body'
),

cells as (
    select
        cells.*,
        columns.statement,
        columns.block_number,
        columns.measure,
        columns.line_code as column_line_code,
        columns.header_path
    from {{ ref('stg_cells') }} as cells
    inner join columns
        on
            cells.document_id = columns.document_id
            and cells.table_number = columns.table_number
            and cells.column_number = columns.column_number
    inner join body_rows
        on
            cells.document_id = body_rows.document_id
            and cells.table_number = body_rows.table_number
            and cells.row_number = body_rows.row_number
),

parsed as (
    select
        *,
        {{ parse_amount('text') }} as printed_amount,
        {{ printed_decimals('text') }} as decimals,
        {{ looks_like_money('text') }} as is_money_like
    from cells
)

select * from parsed
