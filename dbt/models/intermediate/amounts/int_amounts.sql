-- Each amount with the line and measure that its row and column name; what is not understood keeps page, row and
-- column.
with

named as (
    select * from {{ ref('int_named_amounts') }}
),

-- Two columns of a block that say the same of one line: neither is taken.
doubled_in_rows as (
    select
        document_id, table_number, row_number, block_number, measure,
        coalesce(column_line_code, '') as column_line_code
    from named
    where measure is not null
    group by document_id, table_number, row_number, block_number, measure, column_line_code
    having count(distinct column_number) > 1
),

doubled as (
    select distinct document_id, table_number, block_number, measure, column_line_code
    from doubled_in_rows
),

amounts as (
    select
        named.document_id,
        named.table_number,
        named.statement,
        named.row_number,
        named.line_row_number,
        named.column_number,
        named.block_number,
        named.page_number,
        named.header_path,
        named.line_code,
        coalesce(
            case when doubled.document_id is null then named.measure end,
            'unmapped:' || named.page_number || ':' || named.column_number
        ) as measure,
        named.printed_amount,
        named.decimals,
        named.text,
        named.printed_code,
        named.printed_name,
        named.x0,
        named.top,
        named.x1,
        named.bottom,
        named.method,
        case
            when doubts.document_id is null then named.confidence
            else least(named.confidence, {{ var('doubted_confidence') }})
        end as confidence
    from named
    left join {{ ref('int_amount_doubts') }} as doubts
        on
            named.document_id = doubts.document_id
            and named.table_number = doubts.table_number
            and named.row_number = doubts.row_number
            and named.column_number = doubts.column_number
    left join doubled
        on
            named.document_id = doubled.document_id
            and named.table_number = doubled.table_number
            and named.block_number = doubled.block_number
            and named.measure = doubled.measure
            and coalesce(named.column_line_code, '') = doubled.column_line_code
)

select * from amounts
