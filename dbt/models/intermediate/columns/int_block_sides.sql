-- Which side (收入, 支出) a block of a two-sided statement is on: as its header says, else as its labels say; and
-- whether its labels name classes or, as the header or most labels say, what expenditure is by nature (基本支出, 项目支出).
with

column_sides as (
    select
        columns.document_id,
        columns.table_number,
        columns.block_number,
        case when count(distinct nullif(paths.side, '')) = 1 then max(paths.side) end as side
    from {{ ref('int_columns') }} as columns
    inner join {{ ref('int_header_paths') }} as paths
        on columns.statement = paths.statement and columns.header_key = paths.header_key
    where columns.statement in ('summary', 'fiscal_summary')
    group by columns.document_id, columns.table_number, columns.block_number
),

one_sided_labels as (
    select statement, label_key, min(side) as side
    from {{ ref('int_line_labels') }}
    where statement in ('summary', 'fiscal_summary') and side in ('income', 'expenditure')
    group by statement, label_key
    having count(distinct side) = 1
),

label_votes as (
    select
        rows.document_id,
        rows.table_number,
        rows.block_number,
        labels.side,
        count(*) as vote_count
    from {{ ref('int_row_keys') }} as rows
    inner join one_sided_labels as labels
        on rows.statement = labels.statement and {{ label_key('rows.name_key') }} = labels.label_key
    group by rows.document_id, rows.table_number, rows.block_number, labels.side
),

label_sides as (
    select *
    from label_votes
    qualify
        row_number() over (
            partition by document_id, table_number, block_number order by vote_count desc, side
        ) = 1
),

sides as (
    select
        column_sides.document_id,
        column_sides.table_number,
        column_sides.block_number,
        coalesce(column_sides.side, label_sides.side) as side
    from column_sides
    left join label_sides
        on
            column_sides.document_id = label_sides.document_id
            and column_sides.table_number = label_sides.table_number
            and column_sides.block_number = label_sides.block_number
),

headed_by_nature as (
    select distinct document_id, table_number, block_number
    from {{ ref('int_columns') }}
    where
        statement = 'summary'
        and role = 'label'
        and {{ matches('header_key', "'按[^/]*(?:性质|经济)'") }}
),

-- 其他支出 is a class and a nature: it tells neither.
nature_votes as (
    select
        rows.document_id,
        rows.table_number,
        rows.block_number,
        count(case when labels.side = 'nature' then 1 end) as nature_count,
        count(case when labels.side = 'expenditure' then 1 end) as class_count
    from {{ ref('int_row_keys') }} as rows
    inner join (
        select statement, label_key, min(side) as side
        from {{ ref('int_line_labels') }}
        where side in ('nature', 'expenditure')
        group by statement, label_key
        having count(distinct side) = 1
    ) as labels
        on rows.statement = labels.statement and {{ label_key('rows.name_key') }} = labels.label_key
    group by rows.document_id, rows.table_number, rows.block_number
),

by_nature as (
    select document_id, table_number, block_number
    from headed_by_nature
    union
    select document_id, table_number, block_number
    from nature_votes
    where nature_count >= 2 and nature_count > class_count
),

with_label_sides as (
    select
        sides.*,
        case
            when by_nature.document_id is null or coalesce(sides.side, '') <> 'expenditure' then sides.side
            when bool_or(by_nature.document_id is null and sides.side = 'expenditure')
                    over (partition by sides.document_id, sides.table_number)
                then 'nature'
            else 'expenditure_by_nature'
        end as label_side
    from sides
    left join by_nature
        on
            sides.document_id = by_nature.document_id
            and sides.table_number = by_nature.table_number
            and sides.block_number = by_nature.block_number
)

select * from with_label_sides
