-- Lists that print names without codes: which names are of a class, a group or an item. A name that may be of several
-- levels is told by its indentation, where names of one level alone show it, or by the same name right above it.
with

uncoded as (
    select document_id, statement
    from {{ ref('int_row_keys') }}
    where statement not in ('summary', 'fiscal_summary', 'three_public')
    group by document_id, statement
    having count(code_key) = 0 and not coalesce(bool_or({{ matches('name_key', "'^[0-9]{3}'") }}), false)
),

named_rows as (
    select
        rows.document_id, rows.table_number, rows.statement, rows.row_number, rows.block_number, rows.name_key,
        round(rows.indent) as indent,
        case rows.statement when 'basic_expenditure' then 'economic' else 'functional' end as classification,
        tables.classification_year
    from {{ ref('int_row_keys') }} as rows
    inner join uncoded on rows.document_id = uncoded.document_id and rows.statement = uncoded.statement
    inner join {{ ref('int_statement_tables') }} as tables
        on rows.document_id = tables.document_id and rows.table_number = tables.table_number
    left join {{ ref('int_labelled_rows') }} as labelled
        on
            rows.document_id = labelled.document_id
            and rows.table_number = labelled.table_number
            and rows.row_number = labelled.row_number
            and rows.block_number = labelled.block_number
    where rows.name_key is not null and labelled.document_id is null
),

-- 其他教育支出 is a group and the only item in it of that name.
names as (
    select
        named.classification,
        named.classification_year,
        named.name_key,
        case when count(distinct items.level) = 1 then min(items.level) end as only_level,
        min(items.level) = 2 and bool_and(items.level = 2 or parents.code is not null) as is_nested
    from (select distinct classification, classification_year, name_key from named_rows) as named
    inner join {{ ref('int_classification') }} as items
        on
            named.classification = items.classification
            and named.name_key = items.name_key
            and named.classification_year between items.valid_from_year and items.valid_to_year
    left join {{ ref('int_classification') }} as parents
        on
            items.classification = parents.classification
            and items.parent_code = parents.code
            and items.name_key = parents.name_key
    group by named.classification, named.classification_year, named.name_key
),

told_by_name as (
    select
        named_rows.*,
        names.only_level,
        coalesce(names.is_nested, false) as is_nested,
        coalesce(lag(named_rows.name_key) over list = named_rows.name_key, false) as is_repeated
    from named_rows
    left join names
        on
            named_rows.classification = names.classification
            and named_rows.classification_year = names.classification_year
            and named_rows.name_key = names.name_key
    window list as (
        partition by named_rows.document_id, named_rows.statement
        order by named_rows.table_number, named_rows.block_number, named_rows.row_number
    )
),

indented_levels as (
    select document_id, statement, indent, min(only_level) as level
    from told_by_name
    where only_level is not null
    group by document_id, statement, indent
    having count(distinct only_level) = 1
),

levels as (
    select
        rows.document_id,
        rows.table_number,
        rows.statement,
        rows.row_number,
        rows.block_number,
        rows.classification,
        rows.classification_year,
        rows.name_key,
        coalesce(
            rows.only_level,
            indented_levels.level,
            case when rows.is_nested and rows.is_repeated then 3 when rows.is_nested then 2 end
        ) as level
    from told_by_name as rows
    left join indented_levels
        on
            rows.document_id = indented_levels.document_id
            and rows.statement = indented_levels.statement
            and rows.indent = indented_levels.indent
)

select * from levels
