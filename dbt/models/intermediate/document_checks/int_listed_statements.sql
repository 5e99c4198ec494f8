-- Statements that the contents list (目录): a page before the statements with that heading, or with the titles of many,
-- and the pages that carry it on.
with

openings as (
    select document_id, min(first_page) as first_page
    from {{ ref('int_statements') }}
    where not is_blank or row_count > 0
    group by document_id
),

lines as (
    select
        lines.document_id,
        lines.page_number,
        lines.text,
        {{ matches_all('lines.text_key', "'.{0,20}目[录次]'") }} as is_heading,
        titles.statement
    from {{ ref('stg_lines') }} as lines
    inner join openings on lines.document_id = openings.document_id and lines.page_number < openings.first_page
    left join {{ ref('int_title_matches') }} as titles
        on {{ without_page_reference('lines.text_key') }} = titles.spelling and titles.header_pattern is null
),

pages as (
    select
        document_id,
        page_number,
        bool_or(is_heading) as has_heading,
        count(distinct statement) as statement_count
    from lines
    group by document_id, page_number
),

-- Pages of contents follow one another; a page of the narrative that names a statement or two is none of them.
contents_pages as (
    select
        *,
        has_heading or statement_count > 3 as is_sure,
        page_number - row_number() over (partition by document_id order by page_number) as run
    from pages
    where has_heading or statement_count > 1
),

contents as (
    select *
    from contents_pages
    qualify bool_or(is_sure) over (partition by document_id, run order by page_number)
),

listed as (
    select
        lines.document_id,
        lines.statement,
        min(lines.page_number) as page_number,
        {{ first_by('lines.text', 'lines.page_number, lines.text') }} as text
    from lines
    inner join contents on lines.document_id = contents.document_id and lines.page_number = contents.page_number
    where lines.statement is not null
    group by lines.document_id, lines.statement
)

select * from listed
