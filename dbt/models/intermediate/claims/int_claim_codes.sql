-- Chains of names to the one official item that they can mean; a code that is printed beside the name counts before it.
with

printed as (
    select
        names.*,
        classes.class_code,
        classes.is_exact as is_exact_class
    from {{ ref('int_claim_names') }} as names
    left join {{ ref('int_claim_classes') }} as classes on names.class_key = classes.class_key
),

parents as (
    select distinct
        code,
        name_key
    from {{ ref('int_classification') }}
    where classification = 'functional' and level = 2
),

official as (
    select
        items.code,
        items.level,
        items.name_key,
        items.valid_from_year,
        items.valid_to_year,
        substr(items.code, 1, 3) as class_code,
        parents.name_key as group_key
    from {{ ref('int_classification') }} as items
    left join parents on items.level = 3 and substr(items.code, 1, 5) = parents.code
    where items.classification = 'functional'
),

-- A class is what int_claim_classes takes it for: 一般公共服务（类）支出 has no 支出 in its name.
possible as (
    select
        printed.*,
        official.code,
        coalesce(printed.group_key, '') = '' or coalesce(printed.group_key = official.group_key, false) as is_of_group,
        {{ name_distance("coalesce(printed.group_key, '')", "coalesce(official.group_key, '')") }} as group_edits,
        length(official.group_key) as group_length,
        (printed.classification_year between official.valid_from_year and official.valid_to_year) as is_of_year,
        printed.name_key = official.name_key or (printed.level = 1 and printed.is_exact_class) as is_exact,
        {{ name_distance('printed.name_key', 'official.name_key') }} as name_edits
    from printed
    inner join official
        on
            printed.level = official.level
            and (printed.class_code is null or printed.class_code = official.class_code)
            and (
                printed.name_key = official.name_key
                or (printed.level = 1 and printed.class_code = official.code)
                or (
                    printed.class_code is not null
                    and abs(length(printed.name_key) - length(official.name_key)) <= 1
                    and {{ name_distance('printed.name_key', 'official.name_key') }} * 3 <= length(official.name_key)
                )
            )
),

-- A name of many groups (行政运行) needs its group, printed exactly or nearly so; a name of one group does not.
graded as (
    select
        *,
        case
            when is_exact and is_of_group then 1
            when is_exact and group_edits * 3 <= group_length then 2
            when is_of_group then 3
            when is_exact then 4
        end as grade
    from possible
),

ranked as (
    select
        *,
        rank() over (
            partition by classification_year, level, printed_code, class_name, group_name, item_name
            order by grade, case when grade = 2 then group_edits end, is_of_year desc, name_edits
        ) as preference
    from graded
    where grade is not null
),

unique_answers as (
    select
        classification_year, level, printed_code, class_name, group_name, item_name,
        min(code) as code,
        case when max(grade) = 1 then 'name' else 'near_name' end as code_basis
    from ranked
    where preference = 1
    group by classification_year, level, printed_code, class_name, group_name, item_name
    having count(distinct code) = 1
),

answered as (
    select
        classification_year, level, printed_code, class_name, group_name, item_name,
        code,
        code_basis
    from unique_answers
    where printed_code is null
    union all
    select distinct
        classification_year, level, printed_code, class_name, group_name, item_name,
        printed_code as code,
        'printed_code' as code_basis
    from printed
    where printed_code is not null
)

select * from answered
