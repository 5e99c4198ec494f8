-- Tables of a final-accounts document that stand under no statement and hold money, or carry on a statement by their
-- columns: never dropped in silence. Forms of performance hold amounts too, and are read elsewhere.
with

in_order as (
    select
        statements.document_id,
        statements.table_number,
        statements.first_page,
        statements.statement,
        statements.title_text,
        tables.column_count,
        {{ last_known_before(
            'case when statements.statement is not null then tables.column_count end',
            'statements.document_id', 'statements.table_number'
        ) }} as statement_columns,
        {{ last_known_before(
            'case when statements.statement is not null then statements.last_page end',
            'statements.document_id', 'statements.table_number'
        ) }} as statement_page
    from {{ ref('int_table_statements') }} as statements
    inner join {{ ref('stg_tables') }} as tables
        on statements.document_id = tables.document_id and statements.table_number = tables.table_number
),

tables as (
    select
        in_order.*,
        coalesce(
            in_order.column_count = in_order.statement_columns
            and in_order.first_page - in_order.statement_page between 0 and 1, false
        ) as is_like_statement
    from in_order
    inner join {{ ref('int_documents') }} as documents on in_order.document_id = documents.document_id
    left join {{ ref('int_performance_tables') }} as forms
        on in_order.document_id = forms.document_id and in_order.table_number = forms.table_number
    where
        in_order.statement is null and documents.document_type = 'final_accounts' and forms.document_id is null
),

headers as (
    select
        columns.document_id,
        columns.table_number,
        {{ joined("nullif(columns.header_path, '')", "' | '", 'columns.column_number') }} as header_text,
        count(
            case
                when {{ matches('columns.header_path', "'决算数?|金额|合计|小计|(?:基本|项目|本年)支出|拨款|收入$|经费'") }} then 1
            end
        ) as money_column_count,
        bool_or({{ matches('columns.header_path', performance_words()) }}) as is_performance
    from {{ ref('stg_columns') }} as columns
    inner join tables on columns.document_id = tables.document_id and columns.table_number = tables.table_number
    group by columns.document_id, columns.table_number
),

cells as (
    select
        cells.document_id,
        cells.table_number,
        count(
            case when {{ matches_all('cells.text_key', "'[-△(]?[0-9][0-9,]*\\.[0-9]{1,4}\\)?'") }} then 1 end
        ) as money_count,
        count(case when {{ matches('cells.text_key', "'[0-9]'") }} then 1 end) as number_count,
        bool_or({{ matches('cells.text_key', performance_words()) }}) as is_performance,
        {{ joined(
            'case when cells.row_number <= 2 then cells.text_key end', "' '", 'cells.row_number, cells.column_number'
        ) }} as sample_text
    from {{ ref('stg_cells') }} as cells
    inner join tables on cells.document_id = tables.document_id and cells.table_number = tables.table_number
    group by cells.document_id, cells.table_number
),

described as (
    select
        tables.document_id,
        tables.table_number,
        tables.first_page,
        tables.title_text,
        tables.is_like_statement,
        coalesce(headers.header_text, left(cells.sample_text, 100)) as header_text,
        cells.money_count,
        cells.number_count,
        headers.money_column_count,
        headers.is_performance
        or cells.is_performance
        or coalesce({{ matches('tables.title_text', performance_words()) }}, false) as is_performance
    from tables
    inner join headers on tables.document_id = headers.document_id and tables.table_number = headers.table_number
    inner join cells on tables.document_id = cells.document_id and tables.table_number = cells.table_number
),

unknown as (
    select document_id, table_number, first_page, title_text, header_text, money_count, is_performance
    from described
    where
        (not is_performance and (money_count >= 1 or (is_like_statement and number_count >= 1)))
        or (is_performance and money_column_count >= 2 and money_count >= 4)
)

select * from unknown
