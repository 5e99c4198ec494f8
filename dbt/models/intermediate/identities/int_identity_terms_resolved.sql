-- Replaces every selector of a term by concrete cells, so that documents meet the catalogue in equality joins alone.
with

bound_terms as (
    select
        scopes.scope_id,
        terms.term_number,
        terms.side,
        terms.weight,
        terms.statement,
        terms.line_selector,
        terms.key_pattern,
        case
            when terms.line_selector in ('each', 'each_children') then terms.line || scopes.scope_key
            else terms.line
        end as line_code,
        case terms.measure_selector
            when 'exact' then terms.measure
            when 'each' then scopes.scope_measure
            else scopes.scope_key
        end as measure,
        terms.missing_is_zero,
        terms.unless_line
    from {{ ref('int_identity_scopes') }} as scopes
    inner join {{ ref('int_identity_terms') }} as terms
        on scopes.identity_id = terms.identity_id and scopes.variant = terms.variant
    where terms.side in ('lhs', 'rhs')
),

single_cells as (
    select
        scope_id, term_number, side, weight, 'cell' as reach,
        statement, line_code, measure, missing_is_zero, unless_line
    from bound_terms
    where line_selector in ('exact', 'each')
),

children as (
    select
        scope_id, term_number, side, weight, 'children' as reach,
        statement, line_code, measure, missing_is_zero, unless_line
    from bound_terms
    where line_selector in ('children', 'each_children')
),

matching_cells as (
    select
        terms.scope_id,
        terms.term_number,
        terms.side,
        terms.weight,
        'cell' as reach,
        terms.statement,
        cells.line_code,
        terms.measure,
        terms.missing_is_zero,
        terms.unless_line
    from bound_terms as terms
    inner join {{ ref('int_identity_vocabulary') }} as cells
        on terms.statement = cells.statement and terms.measure = cells.measure
    where
        terms.line_selector = 'matching'
        and {{ identity_line_matches('cells.line_code', 'terms.line_code', 'terms.key_pattern') }}
),

resolved as (
    select * from single_cells
    union all
    select * from children
    union all
    select * from matching_cells
)

select * from resolved
