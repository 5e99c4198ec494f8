-- Not additive: totals, sums and their parts stand side by side. Add leaves only (see the wide marts).
with

amounts as (
    select * from {{ ref('int_amounts') }}
),

units as (
    select document_id, table_number, unit_yuan
    from {{ ref('int_table_units') }}
    where unit_yuan is not null
),

lines as (
    select document_id, statement, line_code, table_number, row_number, min(occurrence) as occurrence
    from {{ ref('int_statement_lines') }}
    group by document_id, statement, line_code, table_number, row_number
),

cells as (
    select
        amounts.*,
        units.unit_yuan,
        lines.occurrence as line_occurrence,
        row_number() over (
            partition by
                amounts.document_id, amounts.statement, amounts.line_code, amounts.measure, lines.occurrence
            order by amounts.table_number, amounts.row_number, amounts.column_number
        ) as cell_in_line,
        max(lines.occurrence) over (
            partition by amounts.document_id, amounts.statement, amounts.line_code
        ) as last_occurrence
    from amounts
    inner join units on amounts.document_id = units.document_id and amounts.table_number = units.table_number
    inner join lines
        on
            amounts.document_id = lines.document_id
            and amounts.statement = lines.statement
            and amounts.line_code = lines.line_code
            and amounts.table_number = lines.table_number
            and amounts.line_row_number = lines.row_number
),

-- A line printed twice counts on by line; two columns of one meaning in one line count on after the last of these.
statement_lines as (
    select
        cells.document_id,
        documents.fiscal_year,
        documents.department_id,
        cells.statement,
        cells.line_code,
        cells.measure,
        (cells.line_occurrence + cells.last_occurrence * (cells.cell_in_line - 1))::integer as occurrence,
        (cells.printed_amount::decimal(24, 8) * cells.unit_yuan::decimal(10, 0))::decimal(20, 2) as amount_yuan,
        cells.unit_yuan::integer as unit_yuan,
        statements.precision_yuan,
        cells.line_code like '%.of^_which.%' escape '^'
        or cells.measure like '%.of^_which.%' escape '^' as is_of_which,
        cells.text as printed_text,
        cells.printed_code,
        cells.printed_name,
        cells.page_number::integer as page_number,
        cells.x0,
        cells.top,
        cells.x1,
        cells.bottom,
        cells.method as extraction_method,
        cells.confidence
    from cells
    inner join {{ ref('int_statements') }} as statements
        on cells.document_id = statements.document_id and cells.statement = statements.statement
    inner join {{ ref('int_documents') }} as documents on cells.document_id = documents.document_id
)

select * from statement_lines
