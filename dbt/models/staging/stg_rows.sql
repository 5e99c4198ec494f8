with

current_parts as (
    select document_id, part_id
    from {{ ref('stg_current_parts') }}
),

printed as (
    select *
    from {{ source('raw', 'raw_rows') }}
),

current_rows as (
    select
        printed.document_id,
        printed.table_number,
        printed.row_number,
        printed.page_number,
        printed.kind,
        printed.top,
        printed.bottom
    from printed
    inner join current_parts
        on printed.document_id = current_parts.document_id and printed.part_id = current_parts.part_id
)

select * from current_rows
