-- The name of each equation of the prose: the cell that it speaks of, and the place of the claim.
with

judged as (
    select document_id, position, identity_id, variant from {{ ref('int_claim_choices') }}
    union all
    select document_id, position, identity_id, variant from {{ ref('int_claim_ties') }}
),

-- The cell is the left one of the equation, where a statement prints it.
left_cells as (
    select
        document_id, position, identity_id, variant,
        {{ first_by('statement', 'term_number') }} as statement,
        {{ first_by('line_code', 'term_number') }} as line_code,
        {{ first_by('measure', 'term_number') }} as measure
    from {{ ref('int_claim_selections') }}
    where role = 'left' and statement <> 'narrative' and operand_document_id = document_id
    group by document_id, position, identity_id, variant
),

placed as (
    select
        judged.*,
        coalesce(ties.statement, left_cells.statement, 'narrative') as statement,
        coalesce(ties.line_code, left_cells.line_code, figures.narrative_line) as line_code,
        coalesce(ties.measure, left_cells.measure, figures.quantity) as measure
    from judged
    inner join {{ ref('int_claim_figures') }} as figures
        on judged.document_id = figures.document_id and judged.position = figures.position
    left join {{ ref('int_claim_ties') }} as ties
        on
            judged.document_id = ties.document_id
            and judged.position = ties.position
            and judged.identity_id = ties.identity_id
            and judged.variant = ties.variant
    left join left_cells
        on
            judged.document_id = left_cells.document_id
            and judged.position = left_cells.position
            and judged.identity_id = left_cells.identity_id
            and judged.variant = left_cells.variant
),

scopes as (
    select
        *,
        statement || ':' || line_code || '.' || measure || '#' || position as scope,
        identity_id || '|' || statement || ':' || line_code || '.' || measure || '#' || position as equation_id
    from placed
)

select * from scopes
