-- The verdicts that a finding must explain, and those that only testify (regularities of booking).
with

contradictions as (
    select
        verdicts.document_id,
        verdicts.scope_id,
        verdicts.identity_id,
        verdicts.scope,
        verdicts.operator,
        verdicts.severity,
        verdicts.actual_yuan,
        verdicts.expected_yuan,
        verdicts.residual_yuan,
        verdicts.tolerance_yuan,
        verdicts.status = 'not_applicable' as is_total_blank,
        identities.category = 'regularity' as is_regularity,
        identities.derived_from,
        -- Only an equation that follows from no other names a value; an inequality gives a bound.
        verdicts.operator = '=' and identities.derived_from is null as names_value
    from {{ ref('int_identity_evaluations') }} as verdicts
    inner join {{ ref('identities') }} as identities on verdicts.identity_id = identities.identity_id
    where
        verdicts.status = 'fail'
        or (
            verdicts.reason_code = 'total_blank'
            and verdicts.operator = '='
            and identities.derived_from is null
            and verdicts.expected_yuan <> 0
        )
)

select * from contradictions
