-- A label whose right neighbour is no label has its value there; else it heads a column. A blank value leaves a gap.
with

cells as (
    select cells.*
    from {{ ref('stg_cells') }} as cells
    inner join {{ ref('int_table_statements') }} as tables
        on cells.document_id = tables.document_id and cells.table_number = tables.table_number
    where tables.statement is null
),

label_keys as (
    select distinct text_key
    from {{ ref('int_performance_wordings') }}
),

beside as (
    select
        cells.document_id, cells.table_number, cells.row_number, cells.column_number, cells.row_span,
        cells.column_span, cells.text_key, neighbours.text as right_text, neighbours.column_number as right_column,
        coalesce(neighbours.text_key is not null and label_keys.text_key is null, false) as has_value_beside
    from cells
    inner join label_keys as own_keys on cells.text_key = own_keys.text_key
    left join cells as neighbours
        on
            cells.document_id = neighbours.document_id
            and cells.table_number = neighbours.table_number
            and cells.row_number = neighbours.row_number
            and cells.column_number + cells.column_span = neighbours.column_number
    left join label_keys on neighbours.text_key = label_keys.text_key
),

label_cells as (
    select beside.*, wordings.role, wordings.field
    from beside
    inner join {{ ref('int_performance_wordings') }} as wordings on beside.text_key = wordings.text_key
)

select * from label_cells
