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

-- A cell merged over columns of different meaning has none of them.
merged_cells as (
    select cells.document_id, cells.table_number, cells.row_number, cells.column_number
    from {{ ref('stg_cells') }} as cells
    inner join columns
        on
            cells.document_id = columns.document_id
            and cells.table_number = columns.table_number
            and columns.column_number between cells.column_number and cells.column_number + cells.column_span - 1
    where cells.column_span > 1
    group by cells.document_id, cells.table_number, cells.row_number, cells.column_number
    having count(distinct coalesce(columns.measure, '') || '|' || coalesce(columns.line_code, '')) > 1
),

cells as (
    select
        cells.*,
        columns.statement,
        columns.block_number,
        coalesce(turned.line_row_number, cells.row_number) as line_row_number,
        case
            when merged_cells.document_id is null then coalesce(columns.measure, turned.measure)
        end as measure,
        case
            when merged_cells.document_id is null then coalesce(columns.line_code, turned.line_code)
        end as column_line_code,
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
    left join {{ ref('int_turned_cells') }} as turned
        on
            cells.document_id = turned.document_id
            and cells.table_number = turned.table_number
            and cells.row_number = turned.row_number
            and cells.column_number = turned.column_number
    left join merged_cells
        on
            cells.document_id = merged_cells.document_id
            and cells.table_number = merged_cells.table_number
            and cells.row_number = merged_cells.row_number
            and cells.column_number = merged_cells.column_number
),

parsed as (
    select
        *,
        {{ parse_amount('text') }} as printed_amount,
        {{ printed_decimals('text') }} as decimals,
        {{ looks_like_money('text') }} as is_money_like,
        -- … or a header that a page repeats among the body rows, or a note in a row of its own.
        {{ is_no_amount('text') }}
        or coalesce({{ matches('text_key', "'^(?:备?注|附注|说明)[:：]'") }}, false)
        or coalesce(not {{ matches('text_key', "'[0-9#]'") }} and contains(header_path, text_key), false)
            as is_declared_blank
    from cells
)

select * from parsed
