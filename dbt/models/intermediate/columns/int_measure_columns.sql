-- Columns that may hold amounts, with what they measure. No measure: the header was not understood.
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
)

select * from matched
