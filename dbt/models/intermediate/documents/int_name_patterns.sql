-- The lexicon's patterns of one kind as one pattern each.
with

patterns as (
    select
        kind,
        {{ joined('pattern', "'|'", 'priority') }} as pattern
    from {{ ref('name_patterns') }}
    where kind <> 'region'
    group by kind
),

in_columns as (
    select
        max(case when kind = 'before' then '^(?:' || pattern || ')+' end) as before_pattern,
        max(case when kind = 'after' then '(?:' || pattern || ')+$' end) as after_pattern,
        max(case when kind = 'party' then '^(?:' || pattern || ')' end) as party_pattern,
        max(case when kind = 'not_region' then '^(?:' || pattern || ')$' end) as not_region_pattern,
        max(case when kind = 'real_region' then '^(?:' || pattern || ')$' end) as real_region_pattern,
        max(case when kind = 'office' then '^(?:' || pattern || ')(.+)$' end) as office_pattern,
        max(case when kind = 'whole' then '(?:' || pattern || ')$' end) as whole_pattern
    from patterns
)

select * from in_columns
