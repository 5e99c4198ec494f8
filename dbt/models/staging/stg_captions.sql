with

current_parts as (
    select document_id, part_id
    from {{ ref('stg_current_parts') }}
),

printed as (
    select *
    from {{ source('raw', 'raw_captions') }}
),

current_rows as (
    select
        printed.document_id,
        printed.table_number,
        printed.position as caption_position,
        printed.page_number,
        printed.line_number,
        printed.text,
        printed.text_key
    from printed
    inner join current_parts
        on printed.document_id = current_parts.document_id and printed.part_id = current_parts.part_id
)

select * from current_rows
