-- Money that the second reader sees in a cell of a statement's table where the first has no cell with text.
with

read_pages as (
    select document_id, page_number
    from {{ ref('stg_second_readings') }}
    where status = 'read'
),

-- How far the statements reach on the page, by the first reader.
areas as (
    select
        cells.document_id, cells.page_number, tables.statement,
        min(cells.x0) as x0, min(cells.top) as top, max(cells.x1) as x1, max(cells.bottom) as bottom
    from {{ ref('stg_cells') }} as cells
    inner join {{ ref('int_statement_tables') }} as tables
        on cells.document_id = tables.document_id and cells.table_number = tables.table_number
    inner join read_pages on cells.document_id = read_pages.document_id and cells.page_number = read_pages.page_number
    where cells.method = 'text'
    group by cells.document_id, cells.page_number, tables.statement
),

second_tables as (
    select
        document_id, page_number, table_number,
        min(cell_x0) as x0, min(cell_top) as top, max(cell_x1) as x1, max(cell_bottom) as bottom
    from {{ ref('stg_second_words') }}
    where table_number is not null
    group by document_id, page_number, table_number
),

-- A table of the second reader is the statement that it lies over.
matched_tables as (
    select
        second_tables.document_id, second_tables.page_number, second_tables.table_number,
        {{ first_by('areas.statement', 'least(areas.bottom, second_tables.bottom)'
            ' - greatest(areas.top, second_tables.top) desc, areas.statement') }} as statement
    from second_tables
    inner join areas
        on
            second_tables.document_id = areas.document_id
            and second_tables.page_number = areas.page_number
            and second_tables.x0 < areas.x1 and second_tables.x1 > areas.x0
            and second_tables.top < areas.bottom and second_tables.bottom > areas.top
    group by second_tables.document_id, second_tables.page_number, second_tables.table_number
),

figures as (
    select
        words.document_id, words.page_number, words.word_number, matched_tables.statement, words.text,
        (words.x0 + words.x1) * 0.5 as x,
        (words.top + words.bottom) * 0.5 as y
    from {{ ref('stg_second_words') }} as words
    inner join matched_tables
        on
            words.document_id = matched_tables.document_id
            and words.page_number = matched_tables.page_number
            and words.table_number = matched_tables.table_number
    where
        not words.is_faint
        and {{ matches_all('words.text_key', "'[-△(]?[0-9][0-9,]*[.][0-9]{1,4}[)]?'") }}
),

missed as (
    select figures.*
    from figures
    left join {{ ref('stg_cells') }} as cells
        on
            figures.document_id = cells.document_id
            and figures.page_number = cells.page_number
            and figures.x between cells.x0 and cells.x1
            and figures.y between cells.top and cells.bottom
    where cells.document_id is null
)

select * from missed
