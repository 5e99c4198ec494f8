-- The unit of each table: printed over it, else of its statement's other tables, else of most of its siblings.
with

tables as (
    select document_id, table_number, statement
    from {{ ref('int_statement_tables') }}
),

texts as (
    select document_id, table_number, 0 as distance, text_key
    from {{ ref('stg_captions') }}
    where caption_position = 'above'
    union all
    select cells.document_id, cells.table_number, 1 as distance, cells.text_key
    from {{ ref('stg_cells') }} as cells
    inner join {{ ref('stg_rows') }} as rows
        on
            cells.document_id = rows.document_id
            and cells.table_number = rows.table_number
            and cells.row_number = rows.row_number
    where rows.kind = 'header'
    union all
    select document_id, table_number, 2 as distance, text_key
    from {{ ref('stg_captions') }}
    where caption_position = 'previous_page'
),

money_texts as (
    select distinct text_key
    from texts
    where text_key like '%元%' and length(text_key) <= 80
),

phrases as (
    select money_texts.text_key, min(units.unit_yuan) as unit_yuan
    from money_texts
    inner join {{ ref('unit_phrases') }} as units on {{ matches('money_texts.text_key', 'units.pattern') }}
    group by money_texts.text_key
    having count(distinct units.unit_yuan) = 1
),

printed_units as (
    select
        tables.document_id,
        tables.table_number,
        {{ first_by('phrases.unit_yuan', 'texts.distance, phrases.unit_yuan') }} as unit_yuan
    from tables
    inner join texts on tables.document_id = texts.document_id and tables.table_number = texts.table_number
    inner join phrases on texts.text_key = phrases.text_key
    group by tables.document_id, tables.table_number
),

own_units as (
    select
        tables.*,
        printed_units.unit_yuan
    from tables
    left join printed_units
        on tables.document_id = printed_units.document_id and tables.table_number = printed_units.table_number
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

units as (
    select
        own_units.document_id,
        own_units.table_number,
        own_units.statement,
        coalesce(
            own_units.unit_yuan,
            {{ last_known(
                'own_units.unit_yuan', 'own_units.document_id, own_units.statement', 'own_units.table_number'
            ) }},
            sibling_units.unit_yuan
        ) as unit_yuan,
        own_units.unit_yuan is not null as is_printed
    from own_units
    left join sibling_units on own_units.document_id = sibling_units.document_id
)

select * from units
