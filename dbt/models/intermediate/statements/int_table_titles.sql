-- One title per table: the nearest above it, on one line if any is, else at the end of the page before.
with

lines_before as (
    select document_id, table_number, caption_position, page_number, line_number, text_key
    from {{ ref('stg_captions') }}
    where caption_position <> 'below'
),

runs as (
    select
        *,
        lead(text_key, 1) over next_lines as second_line,
        lead(text_key, 2) over next_lines as third_line
    from lines_before
    window next_lines as (
        partition by document_id, table_number, caption_position order by page_number, line_number
    )
),

spellings as (
    select *, 1 as line_count, text_key as spelling
    from runs
    union all
    select *, 2 as line_count, text_key || second_line as spelling
    from runs
    union all
    select *, 3 as line_count, text_key || second_line || third_line as spelling
    from runs
),

titled_lines as (
    select
        spellings.*,
        titles.statement
    from spellings
    inner join {{ ref('int_title_matches') }} as titles on spellings.spelling = titles.spelling
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
            order by caption_position, least(line_count, 2), page_number desc, line_number desc, line_count
        ) = 1
)

select * from nearest
