-- Columns that may hold amounts, with what they measure. No measure: the header was not understood. Columns of another
-- year or of a budget beside the column of this year's accounts are left out: they are no statement of this year.
with

columns as (
    select
        columns.*,
        coalesce(sides.side, '') as side
    from {{ ref('int_columns') }} as columns
    left join {{ ref('int_block_sides') }} as sides
        on
            columns.document_id = sides.document_id
            and columns.table_number = sides.table_number
            and columns.block_number = sides.block_number
    where columns.role in ('measure', 'unmapped')
),

matched as (
    select
        columns.document_id,
        columns.table_number,
        columns.statement,
        columns.column_number,
        columns.block_number,
        columns.header_path,
        columns.header_key,
        columns.side,
        paths.measure,
        paths.line_code
    from columns
    left join {{ ref('int_header_paths') }} as paths
        on
            columns.statement = paths.statement
            and columns.header_key = paths.header_key
            and (columns.side = paths.side or paths.side = '')
    qualify
        row_number() over (
            partition by columns.document_id, columns.table_number, columns.column_number
            order by paths.side desc nulls last
        ) = 1
),

years as (
    select distinct header_key, {{ captured('header_key', "'(20[0-9]{2})年'") }}::integer as header_year
    from matched
),

judged as (
    select
        matched.*,
        case
            when {{ matches('matched.header_key', "'上年(?:度)?(?:决算|执行|实际|发生|金额|数|支出|收入|$|/)'") }} then 'other'
            when
                matched.statement = 'basic_expenditure'
                and {{ matches('matched.header_key', "'(?:^|/)(?:20[0-9]{2}年)?(?:年初|全年|调整|本年)?预算(?:数|$|/)'") }}
                then 'other'
            when documents.fiscal_year is null or years.header_year is null then 'unsaid'
            when years.header_year = documents.fiscal_year then 'this'
            else 'other'
        end as year_meant
    from matched
    inner join {{ ref('int_documents') }} as documents on matched.document_id = documents.document_id
    left join years on matched.header_key = years.header_key
),

with_current as (
    select
        *,
        bool_or(year_meant <> 'other' and measure is not null) over (partition by document_id, table_number)
            as has_current
    from judged
),

-- Where every column is of another year, nothing is taken for this year's.
measure_columns as (
    select
        document_id,
        table_number,
        statement,
        column_number,
        block_number,
        header_path,
        side,
        case when year_meant <> 'other' then measure end as measure,
        case when year_meant <> 'other' then line_code end as line_code
    from with_current
    where year_meant <> 'other' or not has_current
)

select * from measure_columns
