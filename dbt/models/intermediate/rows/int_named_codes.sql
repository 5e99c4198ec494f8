-- Rows of lists without codes, each with the code that its name has within the class and the group above it. A row of
-- unknown level ends the group: what follows may belong to it.
with

levels as (
    select
        *,
        count(case when level = 1 then 1 end) over list as class_number,
        count(case when level is distinct from 3 then 1 end) over list as group_number
    from {{ ref('int_named_levels') }}
    window list as (
        partition by document_id, statement
        order by table_number, block_number, row_number
        rows between unbounded preceding and current row
    )
),

items as (
    select classification, level, code, parent_code, name_key, valid_from_year, valid_to_year
    from {{ ref('int_classification') }}
),

classes as (
    select levels.document_id, levels.statement, levels.class_number, items.code
    from levels
    inner join items
        on
            levels.classification = items.classification
            and levels.name_key = items.name_key
            and levels.classification_year between items.valid_from_year and items.valid_to_year
            and items.level = 1
    where levels.level = 1
    qualify count(*) over (partition by levels.document_id, levels.statement, levels.class_number) = 1
),

-- One answer or none: a code is never chosen among several.
groups as (
    select levels.document_id, levels.statement, levels.group_number, items.code
    from levels
    inner join classes
        on
            levels.document_id = classes.document_id
            and levels.statement = classes.statement
            and levels.class_number = classes.class_number
    inner join items
        on
            levels.classification = items.classification
            and levels.name_key = items.name_key
            and levels.classification_year between items.valid_from_year and items.valid_to_year
            and classes.code = items.parent_code
    where levels.level = 2
    qualify count(*) over (partition by levels.document_id, levels.statement, levels.group_number) = 1
),

members as (
    select levels.document_id, levels.table_number, levels.row_number, levels.block_number, items.code
    from levels
    inner join groups
        on
            levels.document_id = groups.document_id
            and levels.statement = groups.statement
            and levels.group_number = groups.group_number
    inner join items
        on
            levels.classification = items.classification
            and levels.name_key = items.name_key
            and levels.classification_year between items.valid_from_year and items.valid_to_year
            and groups.code = items.parent_code
    where levels.level = 3
    qualify
        count(*) over (
            partition by levels.document_id, levels.table_number, levels.row_number, levels.block_number
        ) = 1
),

named_codes as (
    select
        levels.document_id,
        levels.table_number,
        levels.row_number,
        levels.block_number,
        case levels.level when 1 then classes.code when 2 then groups.code else members.code end as code
    from levels
    left join classes
        on
            levels.document_id = classes.document_id
            and levels.statement = classes.statement
            and levels.class_number = classes.class_number
    left join groups
        on
            levels.document_id = groups.document_id
            and levels.statement = groups.statement
            and levels.group_number = groups.group_number
    left join members
        on
            levels.document_id = members.document_id
            and levels.table_number = members.table_number
            and levels.row_number = members.row_number
            and levels.block_number = members.block_number
)

select * from named_codes
