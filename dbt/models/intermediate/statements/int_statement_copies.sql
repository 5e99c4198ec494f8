-- A document may print a statement twice (the department and its own office, two departments merged): a table under a
-- title of its own that prints again most of the lines of an earlier one begins another copy. Pages that repeat the
-- title share little but their 合计 with the page before.
with

tables as (
    select document_id, statement, table_number, header_table_number, first_page
    from {{ ref('int_statement_tables') }}
),

printed_lines as (
    select distinct tables.document_id, tables.statement, tables.header_table_number, lines.line_code
    from tables
    inner join {{ ref('int_lines_on_form') }} as lines
        on tables.document_id = lines.document_id and tables.table_number = lines.table_number
    where lines.line_code not like 'unmapped:%' and lines.line_code not like '%.of^_which.%' escape '^'
),

printings as (
    select document_id, statement, header_table_number, count(*) as line_count
    from printed_lines
    group by document_id, statement, header_table_number
),

shared_lines as (
    select
        later.document_id,
        later.statement,
        later.header_table_number,
        earlier.header_table_number as earlier_table_number,
        count(*) as shared_count
    from printed_lines as later
    inner join printed_lines as earlier
        on
            later.document_id = earlier.document_id
            and later.statement = earlier.statement
            and later.line_code = earlier.line_code
            and later.header_table_number > earlier.header_table_number
    group by later.document_id, later.statement, later.header_table_number, earlier.header_table_number
),

repetitions as (
    select
        shared_lines.document_id,
        shared_lines.statement,
        shared_lines.header_table_number,
        count(*) as repeated_count
    from shared_lines
    inner join printings as later
        on
            shared_lines.document_id = later.document_id
            and shared_lines.statement = later.statement
            and shared_lines.header_table_number = later.header_table_number
    inner join printings as earlier
        on
            shared_lines.document_id = earlier.document_id
            and shared_lines.statement = earlier.statement
            and shared_lines.earlier_table_number = earlier.header_table_number
    where shared_lines.shared_count * 2 > least(later.line_count, earlier.line_count)
    group by shared_lines.document_id, shared_lines.statement, shared_lines.header_table_number
),

copies as (
    select
        tables.document_id,
        tables.table_number,
        tables.statement,
        tables.first_page,
        (dense_rank() over (
            partition by tables.document_id, tables.statement order by coalesce(repetitions.repeated_count, 0)
        ))::integer as copy_number
    from tables
    left join repetitions
        on
            tables.document_id = repetitions.document_id
            and tables.statement = repetitions.statement
            and tables.header_table_number = repetitions.header_table_number
)

select * from copies
