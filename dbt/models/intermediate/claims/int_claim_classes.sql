-- Names of classes (类) as narratives print them, each once: which official class is meant? Aliases of other years count.
with

printed as (
    select distinct class_key
    from {{ ref('int_claim_names') }}
    where class_key is not null
),

official as (
    select code, name_key from {{ ref('int_classification') }}
    where classification = 'functional' and level = 1
    union
    select class_code as code, {{ name_key('label_key') }} as name_key
    from {{ ref('class_aliases') }}
),

compared as (
    select
        printed.class_key,
        official.code,
        printed.class_key = official.name_key as is_exact,
        {{ name_distance('printed.class_key', 'official.name_key') }} as name_edits
    from printed
    inner join official
        on
            printed.class_key = official.name_key
            or (
                abs(length(printed.class_key) - length(official.name_key)) <= 1
                and {{ name_distance('printed.class_key', 'official.name_key') }} * 3 <= length(official.name_key)
            )
),

ranked as (
    select
        *,
        rank() over (partition by class_key order by is_exact desc, name_edits) as preference
    from compared
),

unique_answers as (
    select
        class_key,
        min(code) as class_code,
        bool_and(is_exact) as is_exact
    from ranked
    where preference = 1
    group by class_key
    having count(distinct code) = 1
)

select * from unique_answers
