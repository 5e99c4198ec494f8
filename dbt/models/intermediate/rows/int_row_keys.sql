-- A merged cell names every block that it spans: 公用经费合计 stands over one block and its amount in the next.
with

columns as (
    select * from {{ ref('int_columns') }}
),

body_rows as (
    select document_id, table_number, row_number, page_number
    from {{ ref('stg_rows') }}
    where kind = 'body'
),

key_cells as (
    select
        cells.document_id,
        cells.table_number,
        cells.row_number,
        columns.block_number,
        columns.statement,
        cells.column_number,
        min(cells.page_number) as page_number,
        min(cells.text) as text,
        min(cells.text_key) as text_key,
        min(cells.text_x0 - cells.x0) as indent,
        bool_or(columns.role = 'code') as is_under_code,
        bool_or(columns.role = 'label') as is_under_label
    from {{ ref('stg_cells') }} as cells
    inner join body_rows
        on
            cells.document_id = body_rows.document_id
            and cells.table_number = body_rows.table_number
            and cells.row_number = body_rows.row_number
    inner join columns
        on
            cells.document_id = columns.document_id
            and cells.table_number = columns.table_number
            and columns.column_number between cells.column_number and cells.column_number + cells.column_span - 1
    where columns.role in ('code', 'label')
    group by all
),

-- A label column of consecutive whole numbers beside another label column holds line numbers.
line_numbers as (
    select document_id, table_number, column_number
    from key_cells
    where is_under_label and not is_under_code
    group by document_id, table_number, column_number
    having
        count(*) >= 3
        and bool_and({{ matches_all('text_key', "'[0-9]{1,3}'") }})
        and count(distinct text_key) = count(*)
        and max(try_cast(text_key as integer)) - min(try_cast(text_key as integer)) + 1 = count(*)
),

-- 合计 and a name with its code in one cell stand under the code header too.
told_apart as (
    select
        key_cells.*,
        key_cells.is_under_code
        and {{ matches('key_cells.text_key', "'[0-9]'") }}
        and not {{ matches('key_cells.text_key', "'[一-龥]'") }} as is_code,
        {{ matches('key_cells.text_key', "'^[类款项]$'") }} as is_header_residue
    from key_cells
    left join line_numbers
        on
            key_cells.document_id = line_numbers.document_id
            and key_cells.table_number = line_numbers.table_number
            and key_cells.column_number = line_numbers.column_number
    where line_numbers.document_id is null
),

row_keys as (
    select
        document_id,
        table_number,
        statement,
        row_number,
        block_number,
        min(page_number) as page_number,
        {{ joined(
            'case when is_code then ' ~ one_line('text') ~ ' end', "' '", 'column_number'
        ) }} as printed_code,
        {{ joined("case when is_code then text_key end", "''", 'column_number') }} as code_key,
        {{ joined(
            'case when not is_code then ' ~ one_line('text') ~ ' end', "' '", 'column_number'
        ) }} as printed_name,
        {{ joined("case when not is_code then text_key end", "''", 'column_number') }} as name_key,
        count(case when is_code then 1 end) as code_cell_count,
        min(case when not is_code then indent end) as indent
    from told_apart
    where not is_header_residue
    group by document_id, table_number, statement, row_number, block_number
),

-- A row of column numbers that was taken for a body row is none.
without_column_numbers as (
    select *
    from row_keys
    where coalesce(name_key, '') <> '栏次'
)

select * from without_column_numbers
