-- Each wording that may hold a title is looked up once. A title may be wrapped: a line is also read with the next
-- one or two.
with

caption_lines as (
    select document_id, table_number, caption_position, page_number, line_number, text_key
    from {{ ref('stg_captions') }}
    where caption_position <> 'below'
),

runs as (
    select
        text_key as one_line,
        text_key || lead(text_key, 1) over next_lines as two_lines,
        text_key || lead(text_key, 1) over next_lines || lead(text_key, 2) over next_lines as three_lines
    from caption_lines
    window next_lines as (
        partition by document_id, table_number, caption_position order by page_number, line_number
    )
),

spellings as (
    select one_line as spelling from runs
    union
    select two_lines as spelling from runs
    union
    select three_lines as spelling from runs
    union
    select text_key as spelling from {{ ref('stg_lines') }}
    union
    select {{ without_page_reference('text_key') }} as spelling from {{ ref('stg_lines') }}
),

-- 决算公开表 is the same as 决算表.
possible_spellings as (
    select spelling, replace(spelling, '公开表', '表') as title_text
    from spellings
    where spelling like '%表%' and length(spelling) <= 90
),

matches as (
    select
        possible_spellings.spelling,
        titles.title_key,
        nullif(titles.statement, '') as statement,
        nullif(titles.header_pattern, '') as header_pattern,
        split_part(possible_spellings.title_text, titles.title_key, 1) as text_before,
        substr(
            possible_spellings.title_text,
            1 + length(split_part(possible_spellings.title_text, titles.title_key, 1)) + length(titles.title_key)
        ) as text_after
    from possible_spellings
    inner join {{ ref('statement_titles') }} as titles on contains(possible_spellings.title_text, titles.title_key)
),

-- What stands before and after the title tells a heading from prose about the statement and from a list of contents.
headings as (
    select
        *,
        {{ matches_all('text_before', title_prefix()) }} and {{ matches_all('text_after', title_suffix()) }} as is_whole
    from matches
    where
        not {{ matches('text_before', "'注:|本表|此表|详见|反映|根据|参见|见$|[,。;]'") }}
        and not {{ matches('text_after', title_suffix_of_prose()) }}
),

-- A longer heading that only holds the title (收入支出决算总表三年对比) is that of another table.
longest_titles as (
    select
        spelling,
        title_key,
        length(text_before) as title_start,
        case when is_whole then statement end as statement,
        case when is_whole then header_pattern end as header_pattern
    from headings
    qualify row_number() over (partition by spelling order by length(title_key) desc, title_key) = 1
)

select * from longest_titles
