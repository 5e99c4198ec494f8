-- Compiles the free variables of the catalogue (each line, each measure) to the scopes that the warehouse can hold.
with

terms as (
    select * from {{ ref('int_identity_terms') }}
    where side in ('lhs', 'rhs')
),

matched_cells as (
    select
        terms.identity_id,
        terms.variant,
        case
            when terms.line_selector = 'each' then substr(cells.line_code, length(terms.line) + 1)
            when terms.measure_selector = 'key' then cells.measure
            else ''
        end as scope_key,
        case when terms.measure_selector = 'each' then cells.measure else '' end as scope_measure
    from terms
    inner join {{ ref('int_identity_vocabulary') }} as cells on terms.statement = cells.statement
    where
        case terms.line_selector
            when 'exact' then cells.line_code = terms.line
            when 'each' then {{ identity_line_matches('cells.line_code', 'terms.line', 'terms.key_pattern') }}
            else false
        end
        and case terms.measure_selector
            when 'exact' then cells.measure = terms.measure
            when 'each' then {{ identity_list_has('terms.measure', 'cells.measure') }}
            else {{ identity_list_has('terms.key_pattern', 'cells.measure') }}
        end
),

bindings as (
    select distinct identity_id, variant, scope_key, scope_measure
    from matched_cells
),

scopes as (
    select
        bindings.identity_id,
        bindings.variant,
        bindings.scope_key,
        bindings.scope_measure,
        terms.statement,
        case when terms.line_selector = 'each' then terms.line || bindings.scope_key else terms.line end as line_code,
        case terms.measure_selector
            when 'exact' then terms.measure
            when 'each' then bindings.scope_measure
            else bindings.scope_key
        end as measure
    from bindings
    inner join terms on bindings.identity_id = terms.identity_id and bindings.variant = terms.variant
    where terms.side = 'lhs'
),

numbered as (
    select
        cast(row_number() over (order by identity_id, variant, scope_key, scope_measure) as integer) as scope_id,
        identity_id,
        variant,
        scope_key,
        scope_measure,
        statement,
        line_code,
        measure,
        statement || ':' || line_code || '.' || measure as scope
    from scopes
)

select * from numbered
