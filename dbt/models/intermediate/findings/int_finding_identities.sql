-- Contradictions among amounts, explained: the culprit cell, or the equation's own cell where none is singled out.
with

culprits as (
    select
        document_id, statement, line_code, measure,
        {{ first_by('placement', 'scope_id') }} as placement,
        {{ first_by('lead_scope_id', 'scope_id') }} as lead_scope_id,
        max(proposed_yuan) as proposed_yuan,
        max(support) as evidence_count
    from {{ ref('int_finding_anchors') }}
    group by document_id, statement, line_code, measure
),

bounds as (
    select
        document_id, statement, line_code, measure,
        'printed' as placement,
        min(scope_id) as lead_scope_id,
        cast(null as decimal(24, 4)) as proposed_yuan,
        1 as evidence_count
    from {{ ref('int_finding_bounds') }}
    group by document_id, statement, line_code, measure
),

suspects as (
    select * from culprits
    union all
    select bounds.*
    from bounds
    left join culprits
        on
            bounds.document_id = culprits.document_id
            and bounds.statement = culprits.statement
            and bounds.line_code = culprits.line_code
            and bounds.measure = culprits.measure
    where culprits.document_id is null
),

scopes_behind as (
    select document_id, statement, line_code, measure, scope_id from {{ ref('int_finding_witnesses') }}
    union
    select document_id, statement, line_code, measure, scope_id from {{ ref('int_finding_bounds') }}
),

evidence as (
    select
        scopes_behind.document_id, scopes_behind.statement, scopes_behind.line_code, scopes_behind.measure,
        string_agg(distinct contradictions.identity_id, ',' order by contradictions.identity_id) as identity_ids,
        case
            when bool_or(contradictions.severity = 'error') then 'error'
            when bool_or(contradictions.severity = 'warning') then 'warning'
            else 'info'
        end as severity
    from scopes_behind
    inner join {{ ref('int_finding_contradictions') }} as contradictions
        on scopes_behind.document_id = contradictions.document_id and scopes_behind.scope_id = contradictions.scope_id
    group by scopes_behind.document_id, scopes_behind.statement, scopes_behind.line_code, scopes_behind.measure
),

findings as (
    select
        suspects.document_id,
        case when suspects.placement = 'printed' then 'identity' else 'missing_cell' end as finding_type,
        evidence.severity,
        suspects.statement,
        suspects.line_code,
        suspects.measure,
        suspects.proposed_yuan,
        suspects.evidence_count,
        evidence.identity_ids,
        identities.identity_id || ' ' || identities.title_zh || '：' || equations.actual_text
        || case identities.operator when '=' then ' ≠ ' else ' > ' end || equations.operands_text
        || '，差 ' || equations.residual_text || ' ' || equations.unit_zh as reason_zh,
        identities.identity_id || ' ' || identities.title_en || ': '
        || replace(equations.actual_text, '（空）', '(blank)')
        || case identities.operator when '=' then ' ≠ ' else ' > ' end || equations.operands_text
        || ', difference ' || equations.residual_text || ' ' || equations.unit_zh as reason_en
    from suspects
    inner join evidence
        on
            suspects.document_id = evidence.document_id
            and suspects.statement = evidence.statement
            and suspects.line_code = evidence.line_code
            and suspects.measure = evidence.measure
    inner join {{ ref('int_identity_scopes') }} as scopes on suspects.lead_scope_id = scopes.scope_id
    inner join {{ ref('identities') }} as identities on scopes.identity_id = identities.identity_id
    inner join {{ ref('int_finding_equations') }} as equations
        on suspects.document_id = equations.document_id and suspects.lead_scope_id = equations.scope_id
)

select * from findings
