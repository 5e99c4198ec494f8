-- One title per table: the one that ends nearest above it, else at the end of the page before. Of titles that end on one
-- line the longest counts: 政府性基金预算财政拨款 ⏎ 收入支出决算表 is no 收入支出决算表.
with

lines_before as (
    select document_id, table_number, caption_position, page_number, line_number, text_key
    from {{ ref('stg_captions') }}
    where caption_position <> 'below'
),

runs as (
    select
        *,
        lag(text_key, 1) over lines_above as line_above,
        lag(text_key, 2) over lines_above as line_above_that
    from lines_before
    window lines_above as (
        partition by document_id, table_number, caption_position order by page_number, line_number
    )
),

-- first_length and others_length: what stands before the last line, so that a title can be seen to reach from the
-- first to it.
spellings as (
    select *, 1 as line_count, text_key as spelling, length(text_key) as first_length, 0 as others_length
    from runs
    union all
    select
        *,
        2 as line_count,
        line_above || text_key as spelling,
        length(line_above) as first_length,
        length(line_above) as others_length
    from runs
    union all
    select
        *,
        3 as line_count,
        line_above_that || line_above || text_key as spelling,
        length(line_above_that) as first_length,
        length(line_above_that) + length(line_above) as others_length
    from runs
),

-- Some titles name a statement only over columns of its layout (政府性基金…总表 by function).
fitting as (
    select distinct columns.document_id, columns.table_number, patterns.header_pattern
    from {{ ref('stg_columns') }} as columns
    inner join {{ ref('statement_titles') }} as patterns
        on patterns.header_pattern <> '' and {{ matches('columns.header_path', 'patterns.header_pattern') }}
),

-- The repaired title is the longer one, and so goes before a shorter title that its line holds.
title_readings as (
    select spelling, title_key, title_start, statement, header_pattern, null as method
    from {{ ref('int_title_matches') }}
    union all
    select spelling, title_key, title_start, statement, header_pattern, 'ocr' as method
    from {{ ref('int_title_repairs') }}
),

titled_lines as (
    select
        spellings.*,
        case when titles.header_pattern is null or fitting.table_number is not null then titles.statement end
            as statement,
        length(titles.title_key) as title_length
    from spellings
    inner join {{ ref('stg_pages') }} as pages
        on spellings.document_id = pages.document_id and spellings.page_number = pages.page_number
    inner join title_readings as titles
        on
            spellings.spelling = titles.spelling
            and (titles.method is null or pages.method = titles.method)
            and spellings.first_length > titles.title_start
            and spellings.others_length < titles.title_start + length(titles.title_key)
    left join fitting
        on
            spellings.document_id = fitting.document_id
            and spellings.table_number = fitting.table_number
            and titles.header_pattern = fitting.header_pattern
),

-- A page that closes with several titles is a list of contents, not the head of the table on the next page.
counted as (
    select
        *,
        count(distinct statement) over (partition by document_id, table_number, caption_position) as statement_count
    from titled_lines
),

nearest as (
    select
        document_id,
        table_number,
        statement,
        spelling as title_text,
        caption_position as title_position,
        line_number - line_count + 1 as title_line,
        case
            when caption_position = 'previous_page' then 'previous_page'
            when line_count > 1 then 'wrapped_caption'
            else 'caption'
        end as found_by
    from counted
    where caption_position = 'above' or statement_count = 1
    qualify
        row_number() over (
            partition by document_id, table_number
            order by caption_position, page_number desc, line_number desc, title_length desc, line_count
        ) = 1
)

select * from nearest
