-- A document may print last year's statements again, beside those of its own year: they are facts of no statement of
-- this document. Where a statement is printed under another year alone, the head is in doubt, not the statement.
with

heads as (
    select document_id, table_number, {{ arabic_year('title_text') }} as text_key, 1 as rank
    from {{ ref('int_table_statements') }}
    where found_by <> 'continuation' and statement is not null
    union all
    select document_id, table_number, {{ arabic_year('text_key') }} as text_key, 2 as rank
    from {{ ref('stg_captions') }}
    where caption_position = 'above'
),

years as (
    select
        document_id,
        table_number,
        {{ captured('text_key', "'(20[0-9]{2})年'") }}::integer as head_year,
        rank
    from heads
    where (rank = 1 and {{ matches('text_key', "'20[0-9]{2}年'") }}) or {{ matches_all('text_key', "'20[0-9]{2}年度?'") }}
),

printed_years as (
    select document_id, table_number, head_year
    from years
    qualify row_number() over (partition by document_id, table_number order by rank, head_year desc) = 1
),

tables as (
    select
        tables.document_id,
        tables.table_number,
        tables.statement,
        tables.title_text,
        tables.first_page,
        printed_years.head_year,
        coalesce(printed_years.head_year < documents.fiscal_year, false) as is_earlier
    from {{ ref('int_table_statements') }} as tables
    inner join {{ ref('int_documents') }} as documents on tables.document_id = documents.document_id
    left join printed_years
        on
            tables.document_id = printed_years.document_id
            and tables.header_table_number = printed_years.table_number
    where tables.statement is not null and documents.document_type = 'final_accounts'
),

prior_year_tables as (
    select document_id, table_number, statement, title_text, first_page, head_year
    from tables
    qualify is_earlier and bool_or(not is_earlier) over (partition by document_id, statement)
)

select * from prior_year_tables
