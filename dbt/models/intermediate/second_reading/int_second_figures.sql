-- Where the second reader sees each amount: the middle of its figure, and the table that it stands in.
with

figures as (
    select
        cells.document_id, cells.statement, cells.line_code, cells.measure, cells.occurrence, cells.page_number,
        words.table_number, words.word_number,
        (words.x0 + words.x1) * 0.5 as x,
        (words.top + words.bottom) * 0.5 as y,
        row_number() over (
            partition by cells.document_id, cells.statement, cells.line_code, cells.measure, cells.occurrence
            order by words.word_number
        ) as place
    from {{ ref('int_second_cells') }} as cells
    inner join {{ ref('stg_second_words') }} as words
        on
            cells.document_id = words.document_id
            and cells.page_number = words.page_number
            and (words.x0 + words.x1) * 0.5 between cells.x0 and cells.x1
            and (words.top + words.bottom) * 0.5 between cells.top and cells.bottom
    where cells.second_amount = cells.first_amount and not words.is_faint and words.table_number is not null
),

first_figures as (
    select document_id, statement, line_code, measure, occurrence, page_number, table_number, x, y
    from figures
    where place = 1
)

select * from first_figures
