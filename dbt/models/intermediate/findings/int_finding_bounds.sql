-- Failed inequalities and derived identities that no culprit cell explains: findings of their own, without a proposal.
with

followers as (
    select contradictions.document_id, contradictions.scope_id, contradictions.identity_id, contradictions.derived_from
    from {{ ref('int_finding_contradictions') }} as contradictions
    left join {{ ref('int_finding_witnesses') }} as witnesses
        on contradictions.document_id = witnesses.document_id and contradictions.scope_id = witnesses.scope_id
    where not contradictions.names_value and not contradictions.is_regularity and witnesses.document_id is null
),

outcomes as (
    select
        document_id,
        identity_id,
        bool_or(status = 'fail') as has_failed,
        bool_or(status = 'pass') as has_passed
    from {{ ref('int_identity_evaluations') }}
    group by document_id, identity_id
),

-- A derived identity speaks for itself only where what it follows from was not judged: else it adds up their rounding.
premises as (
    select
        followers.document_id,
        followers.scope_id,
        bool_or(coalesce(outcomes.has_failed, false)) as has_failed,
        bool_and(coalesce(outcomes.has_passed, false)) as have_passed
    from followers
    inner join {{ ref('identities') }} as premise_list
        on {{ identity_list_has("replace(followers.derived_from, ' ', '|')", 'premise_list.identity_id') }}
    left join outcomes
        on followers.document_id = outcomes.document_id and premise_list.identity_id = outcomes.identity_id
    group by followers.document_id, followers.scope_id
),

bounds as (
    select followers.document_id, followers.scope_id, scopes.statement, scopes.line_code, scopes.measure
    from followers
    inner join {{ ref('int_identity_scopes') }} as scopes on followers.scope_id = scopes.scope_id
    left join premises on followers.document_id = premises.document_id and followers.scope_id = premises.scope_id
    where followers.derived_from is null or not (premises.has_failed or premises.have_passed)
)

select * from bounds
