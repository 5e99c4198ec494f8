-- Damaged and missing codes, each distinct case once: which official item can the digits and the name mean here?
with

cases as (
    select distinct
        classification,
        classification_year,
        substr(last_code, 1, 3) as class_code,
        case when length(last_code) >= 5 then substr(last_code, 1, 5) end as group_code,
        code_digits,
        name_key
    from {{ ref('int_code_rows') }}
    where code is null and not is_uncoded and length(name_key) >= 2
),

scoped as (
    select
        cases.*,
        items.code,
        items.name_key as official_key,
        cases.classification_year between items.valid_from_year and items.valid_to_year as is_of_year,
        case
            when items.parent_code = coalesce(cases.group_code, cases.class_code) then 1
            when substr(items.code, 1, 3) = cases.class_code and items.level > 1 then 2
            when items.level = 1 then 3
        end as scope
    from cases
    inner join {{ ref('int_classification') }} as items
        on
            cases.classification = items.classification
            and (substr(items.code, 1, 3) = cases.class_code or items.level = 1)
),

compared as (
    select
        *,
        name_key = official_key as is_exact,
        starts_with(official_key, name_key) and length(name_key) >= 4 as is_truncated,
        {{ name_distance('name_key', 'official_key') }} as name_edits,
        {{ digit_distance('code_digits', 'code') }} as digit_edits
    from scoped
    where scope is not null
),

-- Two edits is what copying does to a code (a digit replaced, the last one lost). Without digits the name must be
-- exact.
possible as (
    select *
    from compared
    where
        case
            when code_digits = '' then is_exact
            else digit_edits <= 2 and (is_exact or is_truncated or name_edits * 3 <= length(official_key))
        end
),

ranked as (
    select
        *,
        rank() over (
            partition by classification, classification_year, class_code, group_code, code_digits, name_key
            order by
                is_exact desc, scope, is_of_year desc, is_truncated desc,
                case when is_exact then 0 else name_edits end, case when code_digits <> '' then digit_edits end
        ) as preference
    from possible
),

unique_answers as (
    select
        classification,
        classification_year,
        class_code,
        group_code,
        code_digits,
        name_key,
        min(code) as code,
        bool_and(is_exact) as is_exact
    from ranked
    where preference = 1
    group by classification, classification_year, class_code, group_code, code_digits, name_key
    having count(distinct code) = 1
)

select * from unique_answers
