-- Each amount with the line that its row names and the measure that its column names.
with

cells as (
    select cells.*
    from {{ ref('int_amount_cells') }} as cells
    left join {{ ref('int_index_cells') }} as index_cells
        on
            cells.document_id = index_cells.document_id
            and cells.table_number = index_cells.table_number
            and cells.row_number = index_cells.row_number
            and cells.column_number = index_cells.column_number
    where cells.printed_amount is not null and index_cells.document_id is null
),

lines as (
    select * from {{ ref('int_row_lines') }}
),

-- A total whose cell is not merged up to its amount (公用经费合计 ‖ … ‖ 20.36): the label to the left, if nothing is between.
labels_to_the_left as (
    select
        cells.document_id,
        cells.table_number,
        cells.row_number,
        cells.column_number,
        max(lines.block_number) as block_number
    from cells
    inner join lines
        on
            cells.document_id = lines.document_id
            and cells.table_number = lines.table_number
            and cells.row_number = lines.row_number
            and cells.block_number > lines.block_number
    where cells.statement = 'basic_expenditure'
    group by cells.document_id, cells.table_number, cells.row_number, cells.column_number
),

own_lines as (
    select
        cells.*,
        coalesce(lines.block_number, labels_to_the_left.block_number) as label_block_number
    from cells
    left join lines
        on
            cells.document_id = lines.document_id
            and cells.table_number = lines.table_number
            and cells.row_number = lines.row_number
            and cells.block_number = lines.block_number
    left join labels_to_the_left
        on
            cells.document_id = labels_to_the_left.document_id
            and cells.table_number = labels_to_the_left.table_number
            and cells.row_number = labels_to_the_left.row_number
            and cells.column_number = labels_to_the_left.column_number
),

-- One label names the amounts of one block only: the nearest.
contested as (
    select
        *,
        min(block_number) over (partition by document_id, table_number, row_number, label_block_number)
            as nearest_block_number
    from own_lines
),

named as (
    select
        contested.document_id,
        contested.table_number,
        contested.statement,
        contested.row_number,
        contested.line_row_number,
        contested.column_number,
        contested.block_number,
        contested.page_number,
        contested.header_path,
        coalesce(
            contested.column_line_code,
            totals.line_code,
            lines.line_code,
            'unmapped:' || contested.page_number || ':' || contested.row_number
        ) as line_code,
        coalesce(contested.column_line_code, totals.line_code) as column_line_code,
        coalesce(totals.line_measure, contested.measure) as measure,
        contested.printed_amount,
        contested.decimals,
        contested.text,
        lines.printed_code,
        lines.printed_name,
        contested.x0,
        contested.top,
        contested.x1,
        contested.bottom,
        contested.method,
        contested.confidence
    from contested
    left join lines
        on
            contested.document_id = lines.document_id
            and contested.table_number = lines.table_number
            and contested.row_number = lines.row_number
            and contested.label_block_number = lines.block_number
            and contested.block_number = contested.nearest_block_number
    left join {{ ref('total_cells') }} as totals
        on (contested.statement, contested.measure, lines.line_code) = (totals.statement, totals.measure, 'total')
    -- Below the three public expenses some forms count delegations, vehicles and guests, under headings with dashes: no
    -- money.
    where
        contested.statement <> 'three_public'
        or contested.column_line_code is not null
        or lines.line_code is not null
        or not (
            coalesce({{ counts_things(name_key('lines.printed_name')) }}, false)
            or {{ matches_all('contested.text', "'[^0-9]*'") }}
        )
)

select * from named
