with

current_parts as (
    select document_id, part_id
    from {{ ref('stg_current_parts') }}
),

printed as (
    select *
    from {{ source('raw', 'raw_lines') }}
),

current_rows as (
    select
        printed.document_id,
        printed.page_number,
        printed.line_number,
        printed.paragraph_number,
        printed.text,
        printed.text_key,
        printed.x0,
        printed.top,
        printed.x1,
        printed.bottom,
        printed.font_size
    from printed
    inner join current_parts
        on printed.document_id = current_parts.document_id and printed.part_id = current_parts.part_id
)

select * from current_rows
