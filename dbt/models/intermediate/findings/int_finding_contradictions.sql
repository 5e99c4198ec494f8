-- The verdicts that a finding must explain, and those that only testify (regularities of booking).
with

contradictions as (
    select
        equations.document_id,
        equations.equation_id,
        equations.identity_id,
        equations.scope,
        equations.statement,
        equations.line_code,
        equations.measure,
        equations.kind,
        equations.operator,
        equations.severity,
        equations.actual_yuan,
        equations.expected_yuan,
        equations.residual_yuan,
        equations.status = 'not_applicable' as is_total_blank,
        identities.category = 'regularity' as is_regularity,
        -- Only an equation that follows from no other names a value; an inequality gives a bound.
        equations.operator = '=' and identities.derived_from is null as names_value
    from {{ ref('int_equations') }} as equations
    inner join {{ ref('identities') }} as identities on equations.identity_id = identities.identity_id
    -- A performance form is judged by itself (int_finding_performance): its figures are in no statement.
    where
        identities.category <> 'performance'
        and (
            equations.status = 'fail'
            or (
                equations.reason_code = 'total_blank'
                and equations.operator = '='
                and identities.derived_from is null
                and equations.expected_yuan <> 0
            )
        )
)

select * from contradictions
