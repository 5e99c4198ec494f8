-- The printed figures of every equation, left cell included; percentages and counts keep their own unit.
with

scopes as (
    select scope_id, identity_id || '|' || scope as equation_id
    from {{ ref('int_identity_scopes') }}
),

of_statements as (
    select
        operands.document_id,
        scopes.equation_id,
        operands.document_id as operand_document_id,
        case operands.side when 'lhs' then 'left' else 'right' end as role,
        cast(case operands.side when 'lhs' then 1 else operands.weight end as integer) as weight,
        operands.statement,
        operands.line_code,
        operands.measure,
        cast(operands.amount_yuan as decimal(38, 8)) as amount,
        cast(operands.half_unit_yuan as decimal(38, 8)) as half_unit,
        'yuan' as unit
    from {{ ref('int_identity_operands') }} as operands
    inner join scopes on operands.scope_id = scopes.scope_id
),

between_years as (
    select
        document_id, equation_id, operand_document_id, role, weight, statement, line_code, measure, amount, half_unit,
        unit
    from {{ ref('int_continuity_operands') }}
),

of_claims as (
    select
        document_id, equation_id, operand_document_id, role, weight, statement, line_code, measure, amount, half_unit,
        unit
    from {{ ref('int_claim_operands') }}
),

of_forms as (
    select
        document_id, equation_id, operand_document_id, role, weight, statement, line_code, measure, amount, half_unit,
        unit
    from {{ ref('int_performance_operands') }}
),

operands as (
    select * from of_statements
    union all
    select * from between_years
    union all
    select * from of_claims
    union all
    select * from of_forms
)

select * from operands
