-- Titles recognised in a picture with one character misread: taken for the only title of the lexicon that is one character
-- away. A title of a text layer is never repaired.
with

caption_lines as (
    select
        captions.document_id, captions.table_number, captions.caption_position, captions.page_number,
        captions.line_number, captions.text_key
    from {{ ref('stg_captions') }} as captions
    inner join {{ ref('stg_pages') }} as pages
        on captions.document_id = pages.document_id and captions.page_number = pages.page_number
    where captions.caption_position <> 'below' and pages.method = 'ocr'
),

runs as (
    select
        text_key as one_line,
        text_key || lead(text_key) over (
            partition by document_id, table_number, caption_position order by page_number, line_number
        ) as two_lines
    from caption_lines
),

spellings as (
    select one_line as spelling from runs
    union
    select two_lines as spelling from runs
    union
    select lines.text_key as spelling
    from {{ ref('stg_lines') }} as lines
    inner join {{ ref('stg_pages') }} as pages
        on lines.document_id = pages.document_id and lines.page_number = pages.page_number
    where pages.method = 'ocr'
),

titles as (
    select title_key, nullif(statement, '') as statement, nullif(header_pattern, '') as header_pattern
    from {{ ref('statement_titles') }}
),

-- A line that names a statement as it should needs no other.
unknown as (
    select spellings.spelling
    from spellings
    left join {{ ref('int_title_matches') }} as matches
        on spellings.spelling = matches.spelling and matches.statement is not null
    where matches.spelling is null and length(spellings.spelling) between 5 and 60
),

-- A title closes its line; what stands before it must be what stands before titles.
candidates as (
    select
        unknown.spelling,
        titles.title_key,
        titles.statement,
        titles.header_pattern,
        length(unknown.spelling) - length(titles.title_key) as title_start,
        {{ contrasts_of('right(unknown.spelling, length(titles.title_key))') }}
        = {{ contrasts_of('titles.title_key') }} as has_its_contrasts
    from unknown
    inner join titles
        on
            length(titles.title_key) between 5 and length(unknown.spelling)
            and {{ name_distance('right(unknown.spelling, length(titles.title_key))', 'titles.title_key') }} = 1
    where
        {{ matches_all(
            'left(unknown.spelling, length(unknown.spelling) - length(titles.title_key))', title_prefix()
        ) }}
),

-- A character that turns a title into its counterpart (收支 and 收入) is never taken for a misread one.
repairs as (
    select
        spelling,
        {{ first_by('title_key', 'length(title_key) desc, title_key') }} as title_key,
        min(title_start) as title_start,
        min(statement) as statement,
        min(header_pattern) as header_pattern
    from candidates
    group by spelling
    having
        count(distinct coalesce(statement, '') || '|' || coalesce(header_pattern, '')) = 1
        and bool_and(has_its_contrasts)
)

select * from repairs
