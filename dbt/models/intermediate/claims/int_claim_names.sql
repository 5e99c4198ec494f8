-- The chains of names 类款项 that narratives print, each once, in the form in which official names are compared.
with

named as (
    select
        claims.*,
        documents.classification_year
    from {{ ref('int_narrative_claims') }} as claims
    inner join {{ ref('int_documents') }} as documents on claims.document_id = documents.document_id
    where claims.subject_kind in ('class', 'group', 'item')
),

keyed as (
    select distinct
        classification_year,
        case subject_kind when 'class' then 1 when 'group' then 2 else 3 end as level,
        printed_code,
        class_name,
        group_name,
        item_name,
        {{ name_key('class_name') }} as class_key,
        {{ name_key('group_name') }} as group_key,
        {{ name_key("case subject_kind when 'class' then class_name when 'group' then group_name else item_name end") }}
            as name_key
    from named
)

select * from keyed
