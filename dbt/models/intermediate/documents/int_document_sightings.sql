-- Every place that states a fact about the document; which one counts is decided later, by the lexicon's priority.
with

texts as (
    select * from {{ ref('int_document_texts') }}
),

patterns as (
    select * from {{ ref('document_patterns') }}
    where fact <> 'beside_title'
),

-- Each wording is compared with the patterns once, however many documents and pages print it.
matched_texts as (
    select
        texts.source,
        texts.text_key,
        patterns.fact,
        patterns.priority,
        coalesce(patterns.value, {{ captured('texts.text_key', 'patterns.pattern') }}) as value
    from (select distinct source, text_key from texts) as texts
    inner join patterns on texts.source = patterns.source and {{ matches('texts.text_key', 'patterns.pattern') }}
),

cleaned_values as (
    select
        matched_texts.source,
        matched_texts.text_key,
        matched_texts.fact,
        matched_texts.priority,
        case
            when matched_texts.fact = 'department'
                then {{ replaced(replaced('matched_texts.value', 'names.before_pattern'), 'names.after_pattern') }}
            else matched_texts.value
        end as value
    from matched_texts
    cross join {{ ref('int_name_patterns') }} as names
    where matched_texts.value is not null
),

department_names as (
    select distinct value
    from cleaned_values
    where fact = 'department'
),

rejected_names as (
    select
        names.value,
        max(non_names.kind) as kind
    from department_names as names
    inner join {{ ref('not_a_department') }} as non_names
        on non_names.kind <> 'prose' and {{ matches('names.value', 'non_names.pattern') }}
    group by names.value
),

-- A name of more than 60 characters is a sentence.
sightings as (
    select
        texts.document_id,
        cleaned_values.fact,
        cleaned_values.source,
        cleaned_values.priority,
        texts.page_number,
        cleaned_values.value,
        texts.text_key,
        case
            when cleaned_values.fact <> 'department' then null
            when length(cleaned_values.value) > 60 then 'generic'
            else rejected_names.kind
        end as rejection
    from texts
    inner join cleaned_values on texts.source = cleaned_values.source and texts.text_key = cleaned_values.text_key
    left join rejected_names on cleaned_values.value = rejected_names.value
)

select * from sightings
