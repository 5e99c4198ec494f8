-- The figures of the equations of the prose, in the shape of int_equation_operands.
with

scopes as (
    select document_id, position, identity_id, variant, equation_id
    from {{ ref('int_claim_scopes') }}
),

of_ties as (
    select
        scopes.document_id, scopes.equation_id, ties.document_id as operand_document_id,
        'left' as role, 1 as weight, ties.statement, ties.line_code, ties.measure,
        ties.amount_yuan as amount, ties.half_unit_yuan as half_unit, 'yuan' as unit
    from {{ ref('int_claim_ties') }} as ties
    inner join scopes
        on
            ties.document_id = scopes.document_id
            and ties.position = scopes.position
            and ties.identity_id = scopes.identity_id
            and ties.variant = scopes.variant
    where ties.amount_yuan is not null
    union all
    select
        scopes.document_id, scopes.equation_id, ties.document_id as operand_document_id,
        'right' as role, 1 as weight, 'narrative' as statement, figures.narrative_line as line_code,
        figures.quantity as measure, figures.figure as amount, figures.half_unit, 'yuan' as unit
    from {{ ref('int_claim_ties') }} as ties
    inner join scopes
        on
            ties.document_id = scopes.document_id
            and ties.position = scopes.position
            and ties.identity_id = scopes.identity_id
            and ties.variant = scopes.variant
    inner join {{ ref('int_claim_figures') }} as figures
        on ties.document_id = figures.document_id and ties.position = figures.position
),

of_terms as (
    select
        selections.document_id, scopes.equation_id, selections.operand_document_id, selections.role,
        selections.weight, selections.statement, selections.line_code, selections.measure, selections.amount,
        selections.half_unit, selections.unit
    from {{ ref('int_claim_selections') }} as selections
    inner join scopes
        on
            selections.document_id = scopes.document_id
            and selections.position = scopes.position
            and selections.identity_id = scopes.identity_id
            and selections.variant = scopes.variant
    where selections.weight <> 0
),

operands as (
    select * from of_ties
    union all
    select * from of_terms
),

one_each as (
    select
        document_id, equation_id, operand_document_id, role,
        cast(sum(weight) as integer) as weight,
        statement, line_code, measure,
        cast(min(amount) as decimal(38, 8)) as amount,
        cast(min(half_unit) as decimal(38, 8)) as half_unit,
        min(unit) as unit
    from operands
    group by document_id, equation_id, operand_document_id, role, statement, line_code, measure
)

select * from one_each
