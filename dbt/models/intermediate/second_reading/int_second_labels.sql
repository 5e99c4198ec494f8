-- Cells with words in the tables of the second reader, and which of them stand above the first figure of the table.
with

table_words as (
    select
        *,
        min(case when {{ matches_all('text_key', "'[-△(]?[0-9][0-9,]*[.][0-9]{1,4}[)]?'") }} then cell_top end)
            over (partition by document_id, page_number, table_number) as body_top
    from {{ ref('stg_second_words') }}
    where table_number is not null and not is_faint
),

cells as (
    select
        document_id, page_number, table_number, cell_x0, cell_top, cell_x1, cell_bottom,
        coalesce(bool_and(cell_bottom <= body_top + 0.5), false) as is_header,
        {{ joined('text_key', "''", 'top, x0') }} as label_key
    from table_words
    group by document_id, page_number, table_number, cell_x0, cell_top, cell_x1, cell_bottom
),

labels as (
    select *
    from cells
    where {{ matches('label_key', "'[^-0-9.,()（）—△#]'") }}
)

select * from labels
