with

current_parts as (
    select document_id, part_id
    from {{ ref('stg_current_parts') }}
),

printed as (
    select *
    from {{ source('raw', 'raw_documents') }}
),

current_rows as (
    select
        printed.document_id,
        printed.extractor_version,
        printed.byte_size,
        printed.page_count,
        printed.pdf_producer,
        printed.pdf_title,
        printed.bound_from_page
    from printed
    inner join current_parts
        on printed.document_id = current_parts.document_id and printed.part_id = current_parts.part_id
)

select * from current_rows
