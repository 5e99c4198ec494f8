-- Tables of a final-accounts document that look like statements (money in columns headed like a statement's) but
-- are none known.
with

tables as (
    select
        tables.document_id,
        tables.table_number,
        tables.first_page,
        tables.title_text
    from {{ ref('int_table_statements') }} as tables
    inner join {{ ref('int_documents') }} as documents on tables.document_id = documents.document_id
    where tables.statement is null and documents.document_type = 'final_accounts'
),

headers as (
    select
        columns.document_id,
        columns.table_number,
        {{ joined('columns.header_path', "' | '", 'columns.column_number') }} as header_text,
        count(
            case
                when {{ matches('columns.header_path', "'决算数?|金额|合计|小计|(?:基本|项目|本年)支出|拨款|收入$|经费'") }} then 1
            end
        ) as money_column_count
    from {{ ref('stg_columns') }} as columns
    inner join tables on columns.document_id = tables.document_id and columns.table_number = tables.table_number
    group by columns.document_id, columns.table_number
),

money_cells as (
    select
        cells.document_id,
        cells.table_number,
        count(*) as money_count
    from {{ ref('stg_cells') }} as cells
    inner join tables on cells.document_id = tables.document_id and cells.table_number = tables.table_number
    where {{ matches_all('cells.text_key', "'[-△(]?[0-9][0-9,]*\\.[0-9]{1,4}\\)?'") }}
    group by cells.document_id, cells.table_number
),

unknown as (
    select
        tables.document_id,
        tables.table_number,
        tables.first_page,
        tables.title_text,
        headers.header_text,
        money_cells.money_count
    from tables
    inner join headers on tables.document_id = headers.document_id and tables.table_number = headers.table_number
    inner join money_cells
        on tables.document_id = money_cells.document_id and tables.table_number = money_cells.table_number
    where headers.money_column_count >= 2 and money_cells.money_count >= 4
)

select * from unknown
