-- Each short wording outside the statements is looked up once. A wording with two meanings in one role has none there.
with

wordings as (
    select distinct cells.text_key
    from {{ ref('stg_cells') }} as cells
    inner join {{ ref('int_table_statements') }} as tables
        on cells.document_id = tables.document_id and cells.table_number = tables.table_number
    where
        tables.statement is null
        and length(cells.text_key) between 2 and 40
        and {{ matches('cells.text_key', "'[一-龥]'") }}
),

meanings as (
    select found.text_key, labels.role, min(labels.field) as field
    from {{ pattern_matches('wordings', 'text_key', ref('performance_labels'), whole=true) }} as found
    inner join {{ ref('performance_labels') }} as labels on found.pattern = labels.pattern
    group by found.text_key, labels.role
    having count(distinct labels.field) = 1
)

select * from meanings
