with

readings as (
    select document_id, page_number, part_id
    from {{ ref('stg_second_readings') }}
),

words as (
    select *
    from {{ source('raw', 'raw_second_words') }}
),

current_words as (
    select
        words.document_id,
        words.page_number,
        words.word_number,
        words.text,
        words.text_key,
        words.x0,
        words.top,
        words.x1,
        words.bottom,
        words.is_faint,
        words.table_number,
        words.cell_x0,
        words.cell_top,
        words.cell_x1,
        words.cell_bottom
    from words
    inner join readings
        on
            words.document_id = readings.document_id
            and words.page_number = readings.page_number
            and words.part_id = readings.part_id
)

select * from current_words
