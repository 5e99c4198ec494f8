-- Where a document names its year or its department: as a whole, where two places or more do, and statement by statement,
-- in their heads (D3).
with

sightings as (
    select distinct document_id, fact, source, page_number, text_key
    from {{ ref('int_document_sightings') }}
    where rejection is null and fact in ('fiscal_year', 'department')
),

whole_documents as (
    select document_id, null::varchar as statement
    from sightings
    group by document_id, fact
    having count(*) > 1
),

heads as (
    select sightings.document_id, statements.statement
    from sightings
    inner join {{ ref('int_statements') }} as statements
        on
            sightings.document_id = statements.document_id
            and sightings.page_number between statements.first_page and statements.last_page
    where sightings.source = 'caption'
),

named_places as (
    select * from whole_documents
    union
    select * from heads
)

select * from named_places
