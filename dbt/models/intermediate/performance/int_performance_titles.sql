-- The title of a form is the nearest line above its table, else the last lines of the page before, that reads as one; a
-- title may be wrapped over two lines.
with

lines_before as (
    select
        document_id, table_number, caption_position, line_number,
        text, text_key,
        lead(text_key) over next_lines as next_key
    from {{ ref('stg_captions') }}
    where caption_position <> 'below'
    window next_lines as (
        partition by document_id, table_number, caption_position order by page_number, line_number
    )
),

spellings as (
    select document_id, table_number, caption_position, line_number, text, text_key as spelling
    from lines_before
    union all
    select document_id, table_number, caption_position, line_number, text, text_key || next_key as spelling
    from lines_before
    where text_key not like '%表' and length(next_key) <= 20
),

wordings as (
    select distinct spelling
    from spellings
    where
        spelling like '%表%' and length(spelling) <= 60
        and not {{ matches('spelling', "'[,。;]|^[(]?(?:详见|参见|见|附)|[.·…]{3}'") }}
),

title_wordings as (
    select
        wordings.spelling,
        {{ first_by('titles.form_kind', 'titles.priority') }} as form_kind
    from wordings
    inner join {{ ref('performance_titles') }} as titles
        on {{ matches('wordings.spelling', "titles.pattern || '(?:/结果)?(?:\\([^()]*\\)|[0-9]+)?$'") }}
    group by wordings.spelling
),

nearest as (
    select
        spellings.document_id, spellings.table_number, spellings.caption_position, spellings.line_number,
        spellings.spelling as title_text, title_wordings.form_kind
    from spellings
    inner join title_wordings on spellings.spelling = title_wordings.spelling
    qualify
        row_number() over (
            partition by spellings.document_id, spellings.table_number
            order by spellings.caption_position, spellings.line_number desc, length(spellings.spelling)
        ) = 1
)

select * from nearest
