-- One row per table: its own title, or the statement that it carries on from the table before.
with

tables as (
    select
        tables.document_id,
        tables.table_number,
        tables.first_page,
        tables.last_page,
        case when narrative.table_number is null then titles.statement end as statement,
        titles.title_text,
        titles.found_by,
        titles.title_text is not null as is_titled
    from {{ ref('stg_tables') }} as tables
    left join {{ ref('int_table_titles') }} as titles
        on tables.document_id = titles.document_id and tables.table_number = titles.table_number
    left join {{ ref('int_narrative_tables') }} as narrative
        on tables.document_id = narrative.document_id and tables.table_number = narrative.table_number
),

headings_above as (
    select distinct document_id, table_number
    from {{ ref('stg_captions') }}
    where caption_position = 'above' and length(text_key) > 3 and not {{ matches('text_key', "'^(?:续表|单位)'") }}
),

headed as (
    select document_id, table_number, count(nullif(header_path, '')) as header_count
    from {{ ref('stg_columns') }}
    group by document_id, table_number
),

in_order as (
    select
        tables.*,
        headings_above.table_number is not null as has_heading,
        headed.header_count = 0 as is_headless,
        {{ last_known_before('tables.statement', 'tables.document_id', 'tables.table_number') }} as statement_before,
        tables.first_page - lag(tables.last_page) over document_order as pages_after_last,
        {{ last_known(
            'case when tables.statement is not null then tables.table_number end',
            'tables.document_id', 'tables.table_number'
        ) }} as titled_table
    from tables
    left join headings_above
        on tables.document_id = headings_above.document_id and tables.table_number = headings_above.table_number
    left join headed
        on tables.document_id = headed.document_id and tables.table_number = headed.table_number
    window document_order as (partition by tables.document_id order by tables.table_number)
),

-- A table without a title goes on with the statement before it if its columns are headed alike, or not at all; so does
-- one that repeats the title but not the header.
foreign_headers as (
    select
        columns.document_id,
        columns.table_number,
        count(*) as foreign_count
    from {{ ref('stg_columns') }} as columns
    inner join in_order
        on columns.document_id = in_order.document_id and columns.table_number = in_order.table_number
    left join {{ ref('stg_columns') }} as titled_columns
        on
            in_order.document_id = titled_columns.document_id
            and in_order.titled_table = titled_columns.table_number
            and columns.header_path = titled_columns.header_path
    where not in_order.is_titled and columns.header_path <> '' and titled_columns.document_id is null
    group by columns.document_id, columns.table_number
),

candidates as (
    select
        in_order.*,
        in_order.pages_after_last between 0 and 1
        and case
            when in_order.is_titled then in_order.is_headless and in_order.statement = in_order.statement_before
            else not in_order.has_heading and foreign_headers.foreign_count is null
        end as may_continue
    from in_order
    left join foreign_headers
        on in_order.document_id = foreign_headers.document_id and in_order.table_number = foreign_headers.table_number
),

chains as (
    select
        *,
        sum(case when coalesce(may_continue, false) then 0 else 1 end) over (
            partition by document_id order by table_number rows between unbounded preceding and current row
        ) as chain_number
    from candidates
),

resolved as (
    select
        document_id,
        table_number,
        first_page,
        last_page,
        coalesce(statement, first_value(statement) over chain) as statement,
        coalesce(title_text, first_value(title_text) over chain) as title_text,
        case
            when is_titled and not coalesce(may_continue, false) then found_by
            when first_value(statement) over chain is not null then 'continuation'
        end as found_by,
        first_value(table_number) over chain as header_table_number
    from chains
    window chain as (partition by document_id, chain_number order by table_number)
)

select * from resolved
