-- Chains of names to the one official item that they can mean; a code that is printed beside the name counts before it.
with

names as (
    select
        names.*,
        classes.class_code
    from {{ ref('int_claim_names') }} as names
    left join {{ ref('int_claim_classes') }} as classes on names.class_key = classes.class_key
),

official as (
    select
        items.code,
        items.level,
        items.name_key,
        items.valid_from_year,
        items.valid_to_year,
        substr(items.code, 1, 3) as class_code,
        groups.name_key as group_key
    from {{ ref('int_classification') }} as items
    left join {{ ref('int_classification') }} as groups
        on
            groups.classification = 'functional' and groups.level = 2 and items.level = 3
            and substr(items.code, 1, 5) = groups.code
    where items.classification = 'functional'
),

possible as (
    select
        names.*,
        official.code,
        official.class_code is not distinct from names.class_code as is_of_class,
        coalesce(names.group_key = official.group_key, false) as is_of_group,
        names.classification_year between official.valid_from_year and official.valid_to_year as is_of_year,
        names.name_key = official.name_key as is_exact,
        {{ name_distance('names.name_key', 'official.name_key') }} as name_edits,
        {{ name_distance("coalesce(names.group_key, '')", "coalesce(official.group_key, '')") }} as group_edits
    from names
    inner join official
        on
            names.level = official.level
            and (names.class_code is null or names.class_code = official.class_code)
            and (
                names.name_key = official.name_key
                or (
                    names.class_code is not null
                    and abs(length(names.name_key) - length(official.name_key)) <= 1
                    and {{ name_distance('names.name_key', 'official.name_key') }} * 3 <= length(official.name_key)
                )
            )
),

-- A name of many groups (行政运行) needs its group, printed exactly or nearly so.
ranked as (
    select
        *,
        rank() over (
            partition by classification_year, level, printed_code, class_name, group_name, item_name
            order by is_of_group desc, is_exact desc, is_of_class desc, group_edits, is_of_year desc, name_edits
        ) as preference
    from possible
),

unique_answers as (
    select
        classification_year,
        level,
        printed_code,
        class_name,
        group_name,
        item_name,
        min(code) as code,
        bool_and(is_exact) as is_exact
    from ranked
    where preference = 1
    group by classification_year, level, printed_code, class_name, group_name, item_name
    having count(distinct code) = 1
),

answered as (
    select
        names.classification_year,
        names.level,
        names.printed_code,
        names.class_name,
        names.group_name,
        names.item_name,
        coalesce(names.printed_code, unique_answers.code) as code,
        case
            when names.printed_code is not null then 'printed_code'
            when unique_answers.is_exact then 'name'
            when unique_answers.code is not null then 'near_name'
        end as code_basis
    from names
    left join unique_answers
        on
            names.classification_year = unique_answers.classification_year
            and names.level = unique_answers.level
            and names.printed_code is not distinct from unique_answers.printed_code
            and names.class_name is not distinct from unique_answers.class_name
            and names.group_name is not distinct from unique_answers.group_name
            and names.item_name is not distinct from unique_answers.item_name
)

select * from answered
