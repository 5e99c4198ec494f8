with

tables as (
    select
        tables.document_id,
        tables.table_number,
        tables.statement,
        tables.first_page,
        tables.last_page,
        tables.title_text,
        units.unit_yuan,
        units.is_printed
    from {{ ref('int_statement_tables') }} as tables
    left join {{ ref('int_table_units') }} as units
        on tables.document_id = units.document_id and tables.table_number = units.table_number
),

statements as (
    select
        document_id,
        statement,
        {{ first_by('title_text', 'table_number') }} as title_text,
        {{ first_by('unit_yuan', 'table_number') }} as unit_yuan,
        bool_or(is_printed) as unit_printed,
        min(first_page) as first_page,
        max(last_page) as last_page,
        count(*) as table_count
    from tables
    group by document_id, statement
),

amounts as (
    select
        document_id,
        statement,
        count(*) as amount_count,
        max(decimals) as decimals
    from {{ ref('int_amounts') }}
    group by document_id, statement
),

lines as (
    select document_id, statement, count(distinct table_number || ':' || row_number) as row_count
    from {{ ref('int_statement_lines') }}
    group by document_id, statement
),

described as (
    select
        statements.document_id,
        statements.statement,
        statements.title_text,
        statements.unit_yuan,
        statements.unit_printed,
        (statements.unit_yuan * {{ decimal_step('amounts.decimals') }})::decimal(20, 8) as precision_yuan,
        statements.first_page,
        statements.last_page,
        statements.table_count,
        coalesce(lines.row_count, 0) as row_count,
        coalesce(amounts.amount_count, 0) as amount_count,
        amounts.amount_count is null as is_blank,
        sentences.empty_sentence
    from statements
    left join amounts
        on statements.document_id = amounts.document_id and statements.statement = amounts.statement
    left join lines on statements.document_id = lines.document_id and statements.statement = lines.statement
    left join {{ ref('int_empty_sentences') }} as sentences
        on statements.document_id = sentences.document_id and statements.statement = sentences.statement
)

select * from described
