-- Every equation that a document is held to, whatever it speaks of: one branch per kind of source, one set of columns.
with

of_statements as (
    select
        document_id, identity_id || '|' || scope as equation_id, identity_id, scope, statement, line_code, measure,
        'linear' as kind, operator, actual_yuan, expected_yuan, residual_yuan, tolerance_yuan, exact, status,
        reason_code, severity
    from {{ ref('int_identity_evaluations') }}
),

between_years as (
    select
        document_id, equation_id, identity_id, scope, statement, line_code, measure, kind, operator, actual_yuan,
        expected_yuan, residual_yuan, tolerance_yuan, exact, status, reason_code, severity
    from {{ ref('int_continuity_equations') }}
),

of_claims as (
    select
        document_id, equation_id, identity_id, scope, statement, line_code, measure, kind, operator,
        actual_yuan, expected_yuan, residual_yuan, tolerance_yuan, exact, status, reason_code, severity
    from {{ ref('int_claim_equations') }}
),

of_forms as (
    select
        document_id, equation_id, identity_id, scope, statement, line_code, measure, kind, operator,
        actual_yuan, expected_yuan, residual_yuan, tolerance_yuan, exact, status, reason_code, severity
    from {{ ref('int_performance_equations') }}
),

equations as (
    select * from of_statements
    union all
    select * from between_years
    union all
    select * from of_claims
    union all
    select * from of_forms
)

select * from equations
