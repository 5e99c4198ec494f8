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
        -- An extractor that did not count them is no proof that there were none; it is only older.
        coalesce(printed.unmapped_char_count, 0) as unmapped_char_count
    from printed
    inner join current_parts
        on printed.document_id = current_parts.document_id and printed.part_id = current_parts.part_id
)

select * from current_rows
