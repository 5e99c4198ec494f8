-- Per finding, the identities behind it: those that it explains, and further failures in which its cell takes part.
with

anchors as (
    select * from {{ ref('int_finding_anchors') }}
),

members as (
    select distinct
        document_id, statement, line_code, measure, member_statement, member_line_code, member_measure
    from anchors
),

explained as (
    select document_id, statement, line_code, measure, scope_id
    from anchors
),

supporters as (
    select members.document_id, members.statement, members.line_code, members.measure, explanations.scope_id
    from members
    inner join {{ ref('int_finding_explanations') }} as explanations
        on
            members.document_id = explanations.document_id
            and members.member_statement = explanations.statement
            and members.member_line_code = explanations.line_code
            and members.member_measure = explanations.measure
),

-- Inequalities and derived identities name no value; where the culprit stands in them they belong to its finding.
followers as (
    select members.document_id, members.statement, members.line_code, members.measure, contradictions.scope_id
    from members
    inner join {{ ref('int_identity_terms_resolved') }} as terms
        on
            members.member_statement = terms.statement
            and members.member_line_code = terms.line_code
            and members.member_measure = terms.measure
    inner join {{ ref('int_finding_contradictions') }} as contradictions
        on members.document_id = contradictions.document_id and terms.scope_id = contradictions.scope_id
    where not contradictions.names_value and not contradictions.is_regularity
),

witnesses as (
    select * from explained
    union
    select * from supporters
    union
    select * from followers
)

select * from witnesses
