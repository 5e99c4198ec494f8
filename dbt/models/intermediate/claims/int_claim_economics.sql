-- Names after 主要包括 to economic items: those of personnel lie in 301 and 303, those of public funds in the others.
with

listed as (
    select distinct
        claims.subject,
        claims.whole_key as lister,
        documents.classification_year,
        {{ name_key('claims.subject') }} as name_key
    from {{ ref('int_narrative_claims') }} as claims
    inner join {{ ref('int_documents') }} as documents on claims.document_id = documents.document_id
    where claims.claim_type in ('listed_item', 'economic_amount')
),

official as (
    select
        code,
        name_key,
        valid_from_year,
        valid_to_year,
        substr(code, 1, 3) in ('301', '303') as is_personnel,
        substr(code, 1, 3) in ('302', '310') as is_public
    from {{ ref('int_classification') }}
    where classification = 'economic' and level = 2
),

compared as (
    select
        listed.*,
        official.code,
        listed.name_key = official.name_key as is_exact,
        {{ name_distance('listed.name_key', 'official.name_key') }} as name_edits,
        case
            when listed.lister = 'personnel' then official.is_personnel
            when listed.lister = 'public' then official.is_public
            else true
        end as is_of_lister,
        (listed.classification_year between official.valid_from_year and official.valid_to_year) as is_of_year
    from listed
    inner join official
        on
            listed.name_key = official.name_key
            or (
                abs(length(listed.name_key) - length(official.name_key)) <= 1
                and {{ name_distance('listed.name_key', 'official.name_key') }} * 3 <= length(official.name_key)
            )
),

ranked as (
    select
        *,
        rank() over (
            partition by subject, lister, classification_year
            order by is_exact desc, is_of_lister desc, is_of_year desc, name_edits
        ) as preference
    from compared
),

unique_answers as (
    select
        subject,
        lister,
        classification_year,
        min(code) as code,
        case when bool_and(is_exact) then 'name' else 'near_name' end as code_basis
    from ranked
    where preference = 1
    group by subject, lister, classification_year
    having count(distinct code) = 1
)

select * from unique_answers
