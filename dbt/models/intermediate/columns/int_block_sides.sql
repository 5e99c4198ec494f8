-- Which side (收入, 支出) a block of a two-sided statement is on: as its header says, else as its labels say.
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
    where statement in ('summary', 'fiscal_summary')
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
)

select * from sides
