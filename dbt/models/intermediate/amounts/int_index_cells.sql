-- Column numbers (1 2 3 …), line numbers, 栏次 rows and rows of years that were taken for body cells: never amounts,
-- whatever they balance.
with

cells as (
    select
        cells.document_id,
        cells.table_number,
        cells.row_number,
        cells.column_number,
        cells.measure,
        cells.printed_amount as printed_number,
        cells.text,
        tables.classification_year,
        lines.line_code
    from {{ ref('int_amount_cells') }} as cells
    inner join {{ ref('int_statement_tables') }} as tables
        on cells.document_id = tables.document_id and cells.table_number = tables.table_number
    left join {{ ref('int_row_lines') }} as lines
        on
            cells.document_id = lines.document_id
            and cells.table_number = lines.table_number
            and cells.row_number = lines.row_number
            and cells.block_number = lines.block_number
    where cells.printed_amount is not null and cells.decimals = 0
),

labelled_rows as (
    select distinct document_id, table_number, row_number
    from {{ ref('stg_cells') }}
    where text_key = '栏次'
),

counted_rows as (
    select document_id, table_number, row_number
    from cells
    group by document_id, table_number, row_number
    having
        count(line_code) = 0
        and count(*) >= 2
        and min(printed_number) = 1
        and max(printed_number) = count(distinct printed_number)
        and count(distinct printed_number) = count(*)
),

-- The year of the accounts and those beside it, where the row has no name.
year_rows as (
    select document_id, table_number, row_number
    from cells
    group by document_id, table_number, row_number
    having
        count(line_code) = 0
        and count(*) >= 2
        and bool_and({{ matches_all('text', "'20[0-9]{2}'") }})
        and bool_and(abs(printed_number - classification_year) <= 1)
),

index_rows as (
    select * from labelled_rows
    union
    select * from counted_rows
    union
    select * from year_rows
),

counted_columns as (
    select document_id, table_number, column_number
    from cells
    where measure is null
    group by document_id, table_number, column_number
    having
        count(*) >= 3
        and max(printed_number) - min(printed_number) + 1 = count(distinct printed_number)
        and count(distinct printed_number) = count(*)
),

index_cells as (
    select cells.document_id, cells.table_number, cells.row_number, cells.column_number
    from cells
    inner join index_rows
        on
            cells.document_id = index_rows.document_id
            and cells.table_number = index_rows.table_number
            and cells.row_number = index_rows.row_number
    union
    select cells.document_id, cells.table_number, cells.row_number, cells.column_number
    from cells
    inner join counted_columns
        on
            cells.document_id = counted_columns.document_id
            and cells.table_number = counted_columns.table_number
            and cells.column_number = counted_columns.column_number
)

select * from index_cells
