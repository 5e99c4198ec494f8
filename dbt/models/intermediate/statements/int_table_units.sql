-- The unit of each table: printed with it, else of its statement's other tables, else of most of its siblings.
with

own_units as (
    select
        tables.document_id,
        tables.table_number,
        tables.statement,
        case when printed.unit_count = 1 then printed.unit_yuan end as unit_yuan,
        printed.table_number is not null as is_printed,
        case when printed.unit_count > 1 then printed.units_text end as conflicting_units
    from {{ ref('int_statement_tables') }} as tables
    left join {{ ref('int_printed_units') }} as printed
        on tables.document_id = printed.document_id and tables.table_number = printed.table_number
),

unit_counts as (
    select document_id, unit_yuan, count(*) as table_count
    from own_units
    where unit_yuan is not null
    group by document_id, unit_yuan
),

sibling_units as (
    select
        document_id,
        {{ first_by('unit_yuan', 'table_count desc, unit_yuan desc') }} as unit_yuan
    from unit_counts
    group by document_id
),

-- Where a table prints two units, nothing of its statement is guessed.
contradicted as (
    select *, max(conflicting_units) over (partition by document_id, statement) as conflicts
    from own_units
),

filled as (
    select
        *,
        {{ last_known('unit_yuan', 'document_id, statement', 'table_number') }} as statement_unit_yuan
    from contradicted
),

units as (
    select
        filled.document_id,
        filled.table_number,
        filled.statement,
        case when filled.conflicts is null then coalesce(filled.statement_unit_yuan, sibling_units.unit_yuan) end
            as unit_yuan,
        filled.is_printed,
        filled.conflicts as conflicting_units
    from filled
    left join sibling_units on filled.document_id = sibling_units.document_id
)

select * from units
