-- The unit printed with a table. Lines before the table's own title belong to the table above; a line below counts only
-- where nothing above names a unit, and only up to the next title.
with

tables as (
    select
        tables.document_id,
        tables.table_number,
        titles.title_position,
        titles.title_line
    from {{ ref('int_statement_tables') }} as tables
    left join {{ ref('int_table_titles') }} as titles
        on tables.document_id = titles.document_id and tables.table_number = titles.table_number
),

captions as (
    select
        captions.document_id,
        captions.table_number,
        captions.caption_position,
        captions.line_number,
        captions.text_key,
        tables.title_position,
        tables.title_line,
        min(case when titles.spelling is not null then captions.line_number end) over (
            partition by captions.document_id, captions.table_number, captions.caption_position
        ) as first_title_line
    from {{ ref('stg_captions') }} as captions
    inner join tables on captions.document_id = tables.document_id and captions.table_number = tables.table_number
    left join {{ ref('int_title_matches') }} as titles on captions.text_key = titles.spelling
),

-- Rank 1 is the table's own; a line before the title speaks for it only where nothing else does.
texts as (
    select
        document_id,
        table_number,
        text_key,
        case
            when caption_position = 'below' then 2
            when title_position is null then case when caption_position = 'above' then 1 else 3 end
            when caption_position = title_position then case when line_number >= title_line then 1 else 3 end
            when caption_position = 'above' then 1
            else 4
        end as source_rank
    from captions
    where caption_position <> 'below' or first_title_line is null or line_number < first_title_line
    union all
    select cells.document_id, cells.table_number, cells.text_key, 1 as source_rank
    from {{ ref('stg_cells') }} as cells
    inner join {{ ref('stg_rows') }} as rows
        on
            cells.document_id = rows.document_id
            and cells.table_number = rows.table_number
            and cells.row_number = rows.row_number
    where rows.kind = 'header'
),

money_texts as (
    select distinct text_key
    from texts
    where text_key like '%元%' and length(text_key) <= 80
),

phrases as (
    select distinct money_texts.text_key, units.unit_zh, units.unit_yuan
    from money_texts
    inner join {{ ref('unit_phrases') }} as units on {{ matches('money_texts.text_key', 'units.pattern') }}
),

mentions as (
    select distinct texts.document_id, texts.table_number, texts.source_rank, phrases.unit_zh, phrases.unit_yuan
    from texts
    inner join phrases on texts.text_key = phrases.text_key
    inner join tables on texts.document_id = tables.document_id and texts.table_number = tables.table_number
    qualify
        rank() over (partition by texts.document_id, texts.table_number order by texts.source_rank) = 1
),

printed_units as (
    select
        document_id,
        table_number,
        min(unit_yuan) as unit_yuan,
        count(distinct unit_yuan) as unit_count,
        {{ joined('unit_zh', "'、'", 'unit_yuan') }} as units_text
    from mentions
    group by document_id, table_number
)

select * from printed_units
