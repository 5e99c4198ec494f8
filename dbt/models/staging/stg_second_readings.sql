-- Parts are append-only: of several readings of a page the newest counts.
with

known_documents as (
    select document_id
    from {{ ref('stg_current_parts') }}
),

readings as (
    select *
    from {{ source('raw', 'raw_second_readings') }}
),

numbered as (
    select
        readings.*,
        row_number() over (
            partition by readings.document_id, readings.page_number order by readings.part_id desc
        ) as reading_number
    from readings
    inner join known_documents on readings.document_id = known_documents.document_id
),

latest as (
    select
        document_id,
        page_number,
        reader_version,
        status,
        message,
        word_count,
        table_count,
        part_id
    from numbered
    where reading_number = 1
)

select * from latest
