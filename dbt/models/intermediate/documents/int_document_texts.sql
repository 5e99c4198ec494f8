-- The few places where a document says whose it is: cover, part headings, captions of tables.
with

-- A line that most pages repeat is a running header, not part of the cover's sentence.
running_lines as (
    select lines.document_id, lines.text_key
    from {{ ref('stg_lines') }} as lines
    inner join {{ ref('stg_documents') }} as documents on lines.document_id = documents.document_id
    group by lines.document_id, lines.text_key, documents.page_count
    having count(distinct lines.page_number) >= 3 and count(distinct lines.page_number) * 2 >= documents.page_count
),

page_one_lines as (
    select
        lines.document_id,
        lines.page_number,
        lines.line_number,
        {{ arabic_year('lines.text_key') }} as text_key,
        running_lines.text_key is not null as is_running
    from {{ ref('stg_lines') }} as lines
    left join running_lines
        on lines.document_id = running_lines.document_id and lines.text_key = running_lines.text_key
    where lines.page_number = 1
),

-- 附件1 or 更正 on a line of its own stands outside the sentence that the other lines make.
beside_the_title as (
    select distinct lines.text_key
    from page_one_lines as lines
    inner join {{ ref('document_patterns') }} as patterns
        on patterns.fact = 'beside_title' and {{ matches('lines.text_key', 'patterns.pattern') }}
    where lines.line_number <= 12
),

covers as (
    select
        lines.document_id,
        1 as page_number,
        'cover' as source,
        substr({{ joined('lines.text_key', "''", 'lines.line_number') }}, 1, 200) as text_key
    from page_one_lines as lines
    left join beside_the_title on lines.text_key = beside_the_title.text_key
    where lines.line_number <= 12 and not lines.is_running and beside_the_title.text_key is null
    group by lines.document_id
),

cover_lines as (
    select document_id, page_number, 'cover_line' as source, text_key
    from page_one_lines
    where line_number <= 12
),

first_pages_lines as (
    select document_id, page_number, 'first_pages_line' as source, text_key
    from {{ ref('stg_lines') }}
    where page_number <= 3 and {{ matches('text_key', "'公开|发布|公布|发文'") }}
),

paragraphs as (
    select
        document_id,
        min(page_number) as page_number,
        {{ arabic_year(joined('text_key', "''", 'page_number, line_number')) }} as text_key
    from {{ ref('stg_lines') }}
    group by document_id, paragraph_number
),

headings as (
    select document_id, page_number, 'heading' as source, text_key
    from paragraphs
    where length(text_key) <= 80 and {{ matches('text_key', "'^第[一二三123]部分|(?:部门|单位)(?:决算|预算)'") }}
),

sentences as (
    select document_id, page_number, 'sentence' as source, substr(text_key, 1, 120) as text_key
    from paragraphs
    where {{ matches('text_key', "'20[0-9]{2}年度?(?:收入、?支出|收、?支|收入)总计'") }}
),

captions as (
    select document_id, page_number, 'caption' as source, {{ arabic_year('text_key') }} as text_key
    from {{ ref('stg_captions') }}
    where
        caption_position <> 'below' and length(text_key) <= 80
        and {{ matches('text_key', "'[:：]|表|年度?$'") }}
),

titles as (
    select document_id, first_page as page_number, 'title' as source, title_text as text_key
    from {{ ref('int_table_statements') }}
    where statement is not null
),

texts as (
    select * from covers
    union all
    select * from cover_lines
    union all
    select * from first_pages_lines
    union all
    select * from headings
    union all
    select * from sentences
    union all
    select * from titles
    union
    select * from captions
)

select * from texts
