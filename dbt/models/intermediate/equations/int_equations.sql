-- Every equation that a document is held to, whatever it speaks of: one branch per kind of source, one set of columns.
with

of_statements as (
    select
        document_id, identity_id || '|' || scope as equation_id, identity_id, scope, statement, line_code, measure,
        'linear' as kind, operator, actual_yuan, expected_yuan, residual_yuan, tolerance_yuan, exact, status,
        reason_code, severity
    from {{ ref('int_identity_evaluations') }}
),

equations as (
    select * from of_statements
)

select * from equations
