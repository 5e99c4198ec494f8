with

current_parts as (
    select document_id, part_id
    from {{ ref('stg_current_parts') }}
),

printed as (
    select *
    from {{ source('raw', 'raw_pages') }}
),

current_rows as (
    select
        printed.document_id,
        printed.page_number,
        printed.width,
        printed.height,
        printed.rotation,
        printed.method,
        printed.char_count,
        printed.path_count,
        printed.image_count,
        printed.table_count,
        printed.dropped_char_count,
        printed.unmapped_char_count
    from printed
    inner join current_parts
        on printed.document_id = current_parts.document_id and printed.part_id = current_parts.part_id
)

select * from current_rows
