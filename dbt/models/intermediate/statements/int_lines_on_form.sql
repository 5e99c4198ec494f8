-- The lines that a statement prints, blank ones included, with unmapped rows where they hold an amount.
with

amounts as (
    select
        document_id,
        table_number,
        line_row_number as row_number,
        block_number,
        line_code,
        statement,
        min(page_number) as page_number,
        min(printed_code) as printed_code,
        min(printed_name) as printed_name
    from {{ ref('int_amounts') }}
    group by document_id, table_number, line_row_number, block_number, line_code, statement
),

printed_rows as (
    select
        document_id, statement, table_number, row_number, block_number, page_number,
        line_code, printed_code, printed_name, code_status
    from {{ ref('int_row_lines') }}
    where line_code is not null
),

-- Where columns name the lines (三公), every row of the table prints them all; an empty form prints them once.
column_lines as (
    select distinct document_id, table_number, statement, block_number, line_code
    from {{ ref('int_measure_columns') }}
    where line_code is not null
),

column_rows as (
    select
        columns.document_id,
        columns.statement,
        columns.table_number,
        coalesce(rows.row_number, 0) as row_number,
        columns.block_number,
        coalesce(rows.page_number, tables.first_page) as page_number,
        columns.line_code,
        null as printed_code,
        null as printed_name,
        'by_column' as code_status
    from column_lines as columns
    inner join {{ ref('int_statement_tables') }} as tables
        on columns.document_id = tables.document_id and columns.table_number = tables.table_number
    left join {{ ref('stg_rows') }} as rows
        on columns.document_id = rows.document_id and columns.table_number = rows.table_number and rows.kind = 'body'
),

-- The other way round, the row of the first measure stands for all.
turned_rows as (
    select distinct
        turned.document_id,
        'three_public' as statement,
        turned.table_number,
        turned.line_row_number as row_number,
        columns.block_number,
        rows.page_number,
        turned.line_code
    from {{ ref('int_turned_cells') }} as turned
    inner join {{ ref('int_columns') }} as columns
        on
            turned.document_id = columns.document_id
            and turned.table_number = columns.table_number
            and turned.column_number = columns.column_number
    inner join {{ ref('stg_rows') }} as rows
        on
            turned.document_id = rows.document_id
            and turned.table_number = rows.table_number
            and turned.line_row_number = rows.row_number
),

-- Rows of no known line, and lines that the row of the total prints in a column.
rows_of_amounts as (
    select
        amounts.document_id, amounts.statement, amounts.table_number, amounts.row_number, amounts.block_number,
        amounts.page_number, amounts.line_code, amounts.printed_code, amounts.printed_name,
        case when totals.line_code is null then 'unmapped' else 'by_column' end as code_status
    from amounts
    left join {{ ref('total_cells') }} as totals
        on amounts.statement = totals.statement and amounts.line_code = totals.line_code
    where amounts.line_code like 'unmapped:%' or totals.line_code is not null
),

lines as (
    select * from printed_rows
    union all
    select * from column_rows
    union all
    select *, null as printed_code, null as printed_name, 'by_column' as code_status from turned_rows
    union all
    select * from rows_of_amounts
),

with_amounts as (
    select
        lines.*,
        amounts.document_id is not null as has_amounts,
        coalesce(amounts.block_number = lines.block_number, false) as has_own_amounts
    from lines
    left join amounts
        on
            lines.document_id = amounts.document_id
            and lines.table_number = amounts.table_number
            and lines.row_number = amounts.row_number
            and lines.line_code = amounts.line_code
    qualify
        row_number() over (
            partition by lines.document_id, lines.table_number, lines.row_number, lines.block_number, lines.line_code
            order by amounts.block_number = lines.block_number desc nulls last
        ) = 1
)

select * from with_amounts
