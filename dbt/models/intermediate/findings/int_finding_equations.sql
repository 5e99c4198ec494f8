-- A contradicted equation as a person reads it: both sides, operands, difference, in the unit of the left cell.
with

contradictions as (
    select
        contradictions.*,
        scopes.statement, scopes.line_code, scopes.measure,
        statements.unit_yuan, statements.precision_yuan
    from {{ ref('int_finding_contradictions') }} as contradictions
    inner join {{ ref('int_identity_scopes') }} as scopes on contradictions.scope_id = scopes.scope_id
    inner join {{ ref('int_statements') }} as statements
        on contradictions.document_id = statements.document_id and scopes.statement = statements.statement
),

operands as (
    select
        contradictions.document_id,
        contradictions.scope_id,
        case when operands.weight < 0 then ' − ' else ' + ' end
        || {{ identity_amount_text(
            'operands.amount_yuan', 'contradictions.unit_yuan', 'contradictions.precision_yuan'
        ) }} as operand_text,
        row_number() over (
            partition by contradictions.document_id, contradictions.scope_id
            order by operands.statement, operands.line_code, operands.measure
        ) as place
    from contradictions
    inner join {{ ref('int_identity_operands') }} as operands
        on contradictions.document_id = operands.document_id and contradictions.scope_id = operands.scope_id
    where operands.side = 'rhs' and operands.amount_yuan <> 0
),

right_sides as (
    select
        document_id,
        scope_id,
        {{ joined("case when place <= 12 then operand_text when place = 13 then ' + …' else '' end", "''", 'place') }}
            as operands_text
    from operands
    group by document_id, scope_id
),

equations as (
    select
        contradictions.document_id,
        contradictions.scope_id,
        contradictions.unit_yuan,
        case contradictions.unit_yuan when 1 then '元' when 1000 then '千元' else '万元' end as unit_zh,
        case
            when contradictions.is_total_blank then '（空）'
            else {{ identity_amount_text(
                'coalesce(contradictions.actual_yuan, 0)', 'contradictions.unit_yuan', 'contradictions.precision_yuan'
            ) }}
        end as actual_text,
        {{ identity_amount_text(
            'contradictions.expected_yuan', 'contradictions.unit_yuan', 'contradictions.precision_yuan'
        ) }} as expected_text,
        {{ identity_amount_text(
            'coalesce(contradictions.residual_yuan, -contradictions.expected_yuan)',
            'contradictions.unit_yuan', 'contradictions.precision_yuan'
        ) }} as residual_text,
        contradictions.operator,
        {{ replaced("coalesce(right_sides.operands_text, '0')", "'^ [+] '") }} as operands_text
    from contradictions
    left join right_sides
        on contradictions.document_id = right_sides.document_id and contradictions.scope_id = right_sides.scope_id
)

select * from equations
