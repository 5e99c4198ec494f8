with

facts as (
    select document_id, fact, value, priority, page_number, count(*) as sighting_count
    from {{ ref('int_document_sightings') }}
    where fact <> 'department'
    group by document_id, fact, value, priority, page_number
),

-- A year that one page alone names, the cover among them, against three and more that agree on one other year is a slip
-- of that page.
year_pages as (
    select document_id, value, count(distinct page_number) as page_count
    from facts
    where fact = 'fiscal_year'
    group by document_id, value
),

outvoted_years as (
    select document_id, 'fiscal_year' as fact, {{ first_by('value', 'page_count') }} as value
    from year_pages
    group by document_id
    having count(*) = 2 and min(page_count) = 1 and max(page_count) >= 3
),

chosen_facts as (
    select facts.document_id, facts.fact, facts.value
    from facts
    left join outvoted_years as outvoted
        on
            facts.document_id = outvoted.document_id
            and facts.fact = outvoted.fact
            and facts.value = outvoted.value
    qualify
        row_number() over (
            partition by facts.document_id, facts.fact
            order by
                outvoted.document_id is not null, facts.priority, facts.page_number, facts.sighting_count desc,
                facts.value
        ) = 1
),

facts_in_columns as (
    select
        document_id,
        max(case when fact = 'fiscal_year' then value end) as fiscal_year,
        max(case when fact = 'document_type' then value end) as document_type,
        max(case when fact = 'disclosure_scope' then value end) as disclosure_scope,
        max(case when fact = 'edition' then value end) as edition,
        max(case when fact = 'published_on' then value end) as published_text
    from chosen_facts
    group by document_id
),

-- What is no correction is the first edition.
edition_ranks as (
    select facts_in_columns.document_id, max(ranks.edition_rank) as edition_rank
    from facts_in_columns
    inner join {{ ref('edition_ranks') }} as ranks on {{ matches('facts_in_columns.edition', 'ranks.pattern') }}
    group by facts_in_columns.document_id
),

-- A month without a day counts from its first day, for telling which of two disclosures is newer.
dated as (
    select
        *,
        {{ captured('published_text', "'^([0-9]{4})'") }} as published_year,
        {{ arabic_number(captured('published_text', "'^[0-9]{4}[-年./]([0-9一二三四五六七八九十]{1,3})'")) }}
            as published_month,
        {{ arabic_number(
            captured('published_text', "'^[0-9]{4}[-年./][^-月./]+[-月./]([0-9一二三四五六七八九十]{1,3})'")
        ) }} as published_day
    from facts_in_columns
),

documents as (
    select
        stg_documents.document_id,
        stg_documents.page_count,
        dated.fiscal_year::integer as fiscal_year,
        coalesce(dated.fiscal_year::integer, {{ var('year_for_undated') }}) as classification_year,
        dated.document_type,
        dated.disclosure_scope,
        dated.edition,
        coalesce(edition_ranks.edition_rank, 1) as edition_rank,
        try_cast(
            dated.published_year || '-' || dated.published_month || '-' || coalesce(dated.published_day, '1') as date
        ) as published_on,
        case
            when dated.published_day is not null then 'day'
            when dated.published_month is not null then 'month'
        end as published_on_precision,
        departments.department_id,
        departments.name as department_name,
        departments.canonical_name as department_canonical_name,
        departments.region
    from {{ ref('stg_documents') }} as stg_documents
    left join dated on stg_documents.document_id = dated.document_id
    left join edition_ranks on stg_documents.document_id = edition_ranks.document_id
    left join {{ ref('int_document_departments') }} as departments
        on stg_documents.document_id = departments.document_id
)

select * from documents
