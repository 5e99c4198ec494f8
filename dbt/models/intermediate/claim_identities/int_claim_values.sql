-- What stands for a claim in an equation: the printed cell that it is held to, so that one slip of the prose does not fail
-- the rates of cells that are right; else the claim itself.
with

tied as (
    select
        document_id, position,
        {{ first_by('statement', 'identity_id') }} as statement,
        {{ first_by('line_code', 'identity_id') }} as line_code,
        {{ first_by('measure', 'identity_id') }} as measure,
        {{ first_by('amount_yuan', 'identity_id') }} as amount_yuan,
        {{ first_by('half_unit_yuan', 'identity_id') }} as half_unit_yuan
    from {{ ref('int_claim_ties') }}
    where amount_yuan is not null and reason_code is null
    group by document_id, position
),

claim_values as (
    select
        figures.document_id,
        figures.position,
        coalesce(tied.statement, 'narrative') as statement,
        coalesce(tied.line_code, figures.narrative_line) as line_code,
        coalesce(tied.measure, figures.quantity) as measure,
        coalesce(tied.amount_yuan, figures.figure) as amount,
        coalesce(tied.half_unit_yuan, figures.half_unit) as half_unit,
        figures.unit
    from {{ ref('int_claim_figures') }} as figures
    left join tied on figures.document_id = tied.document_id and figures.position = tied.position
    where figures.figure is not null
)

select * from claim_values
