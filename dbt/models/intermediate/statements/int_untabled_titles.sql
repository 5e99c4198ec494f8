-- Titles of statements over which no table was found: a lineless form, a picture, or a statement left out. Where a
-- sentence on the page says that there is nothing to print, a form without lines and amounts is what the page holds.
with

title_readings as (
    select spelling, statement, null as method
    from {{ ref('int_title_matches') }}
    union all
    select spelling, statement, 'ocr' as method
    from {{ ref('int_title_repairs') }}
),

titled_lines as (
    select
        lines.document_id,
        lines.page_number,
        titles.statement,
        lines.text,
        lines.x0,
        lines.top,
        lines.x1,
        lines.bottom
    from {{ ref('stg_lines') }} as lines
    inner join {{ ref('stg_pages') }} as pages
        on lines.document_id = pages.document_id and lines.page_number = pages.page_number
    inner join title_readings as titles
        on lines.text_key = titles.spelling and (titles.method is null or pages.method = titles.method)
    inner join {{ ref('int_documents') }} as documents on lines.document_id = documents.document_id
    where titles.statement is not null and documents.document_type = 'final_accounts'
),

-- A page with many titles is a list of contents.
counted as (
    select
        *,
        count(distinct statement) over (partition by document_id, page_number) as titles_on_page
    from titled_lines
),

sentences as (
    select distinct lines.document_id, lines.page_number, patterns.statement
    from {{ ref('stg_lines') }} as lines
    inner join {{ ref('empty_statement_sentences') }} as patterns
        on patterns.kind = 'affirms' and {{ matches('lines.text_key', 'patterns.pattern') }}
    inner join counted on lines.document_id = counted.document_id and lines.page_number = counted.page_number
    left join {{ ref('empty_statement_sentences') }} as instructions
        on instructions.kind = 'instructs' and {{ matches('lines.text_key', 'instructions.pattern') }}
    where
        {{ matches('lines.text_key', "'无|没有|未|为0|为零|为空|空表'") }}
        and instructions.kind is null
),

untabled as (
    select counted.*, sentences.document_id is not null as is_declared_empty
    from counted
    left join sentences
        on
            counted.document_id = sentences.document_id
            and counted.page_number = sentences.page_number
            and counted.statement = sentences.statement
    left join {{ ref('int_statements') }} as statements
        on counted.document_id = statements.document_id and counted.statement = statements.statement
    where statements.document_id is null and counted.titles_on_page <= 3
)

select * from untabled
