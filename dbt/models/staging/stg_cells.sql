with

current_parts as (
    select document_id, part_id
    from {{ ref('stg_current_parts') }}
),

printed as (
    select *
    from {{ source('raw', 'raw_cells') }}
),

current_rows as (
    select
        printed.document_id,
        printed.table_number,
        printed.row_number,
        printed.column_number,
        printed.row_span,
        printed.column_span,
        printed.page_number,
        printed.text,
        printed.text_key,
        printed.x0,
        printed.top,
        printed.x1,
        printed.bottom,
        printed.text_x0,
        printed.method,
        printed.confidence
    from printed
    inner join current_parts
        on printed.document_id = current_parts.document_id and printed.part_id = current_parts.part_id
)

select * from current_rows
