-- Amounts that stand in columns outside every table: a page of a table without lines whose columns could not be told, or
-- a part of one. Prose prints its amounts with words around them.
{%- set money = '[-－△(（]?[0-9０-９,，]+[.．][0-9０-９]{1,4}[)）]?' %}
with

lines as (
    select lines.document_id, lines.page_number, lines.line_number, lines.text
    from {{ ref('stg_lines') }} as lines
    inner join {{ ref('int_documents') }} as documents on lines.document_id = documents.document_id
    where
        documents.document_type = 'final_accounts'
        and {{ matches('lines.text', "'[0-9０-９] +[-－△(（]?[0-9０-９]'") }}
        and not {{ matches('lines.text', "'[。；]|[0-9０-９] ?(?:万元|元|%)'") }}
),

columned as (
    select *
    from lines
    where {{ matches('text', "'(?:^| )" ~ money ~ " +(?:[^ ]+ +)?" ~ money ~ "(?: |$)'") }}
),

pages as (
    select
        document_id,
        page_number,
        count(*)::integer as line_count,
        {{ first_by('text', 'line_number') }} as text
    from columned
    group by document_id, page_number
),

untabled as (
    select pages.*
    from pages
    left join {{ ref('int_untabled_titles') }} as titles
        on
            pages.document_id = titles.document_id
            and pages.page_number = titles.page_number
            and not titles.is_declared_empty
    where titles.document_id is null
)

select * from untabled
