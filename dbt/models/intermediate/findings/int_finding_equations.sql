-- A contradicted equation as a person reads it: both sides, operands, difference, in the unit of the left cell.
with

contradictions as (
    select
        contradictions.*,
        coalesce(statements.unit_yuan, 10000) as unit_yuan,
        coalesce(statements.precision_yuan, 100) as precision_yuan
    from {{ ref('int_finding_contradictions') }} as contradictions
    left join {{ ref('int_statements') }} as statements
        on
            contradictions.document_id = statements.document_id
            and contradictions.statement = statements.statement
),

operands as (
    select
        contradictions.document_id,
        contradictions.equation_id,
        operands.role,
        case when operands.weight < 0 then ' − ' else ' + ' end
        || {{ identity_amount_text(
            'cast(operands.amount as decimal(24, 4))', 'contradictions.unit_yuan', 'contradictions.precision_yuan'
        ) }} as operand_text,
        row_number() over (
            partition by contradictions.document_id, contradictions.equation_id, operands.role
            order by
                operands.operand_document_id, operands.statement, operands.line_code, operands.measure
        ) as place
    from contradictions
    inner join {{ ref('int_equation_operands') }} as operands
        on
            contradictions.document_id = operands.document_id
            and contradictions.equation_id = operands.equation_id
    where operands.role <> 'rate' and operands.amount <> 0
),

sides as (
    select
        document_id,
        equation_id,
        role,
        {{ joined("case when place <= 12 then operand_text when place = 13 then ' + …' else '' end", "''", 'place') }}
            as operands_text
    from operands
    group by document_id, equation_id, role
),

rates as (
    select document_id, equation_id, rtrim(rtrim(cast(amount as varchar), '0'), '.') || '%' as rate_text
    from {{ ref('int_equation_operands') }}
    where role = 'rate' and unit = 'percent'
),

texts as (
    select
        contradictions.*,
        case contradictions.unit_yuan when 1 then '元' when 1000 then '千元' else '万元' end as unit_zh,
        case
            when contradictions.is_total_blank then '（空）'
            else {{ identity_amount_text(
                'coalesce(contradictions.actual_yuan, 0)', 'contradictions.unit_yuan', 'contradictions.precision_yuan'
            ) }}
        end as actual_text,
        {{ identity_amount_text(
            'coalesce(contradictions.residual_yuan, -contradictions.expected_yuan)',
            'contradictions.unit_yuan', 'contradictions.precision_yuan'
        ) }} as residual_text,
        case
            when contradictions.kind = 'rate'
                then coalesce(rates.rate_text, '') || ' × ('
                    || {{ replaced("coalesce(sides.operands_text, '0')", "'^ [+] '") }} || ')'
            else {{ replaced("coalesce(sides.operands_text, '0')", "'^ [+] '") }}
        end as operands_text
    from contradictions
    left join rates
        on contradictions.document_id = rates.document_id and contradictions.equation_id = rates.equation_id
    left join sides
        on
            contradictions.document_id = sides.document_id
            and contradictions.equation_id = sides.equation_id
            and sides.role = case contradictions.kind when 'rate' then 'base' else 'right' end
),

-- What the intervals would allow is told with the reason for which it is told at all.
noted as (
    select
        texts.*,
        coalesce('；' || regimes.note_zh, '') as note_zh,
        coalesce('; ' || regimes.note_en, '') as note_en
    from texts
    left join {{ ref('int_identity_evaluations') }} as evaluations
        on
            texts.document_id = evaluations.document_id
            and texts.identity_id = evaluations.identity_id
            and texts.scope = evaluations.scope
    left join {{ ref('rounding_regimes') }} as regimes on evaluations.rounding_rule = regimes.regime
),

equations as (
    select
        document_id,
        equation_id,
        actual_text || case operator when '=' then ' ≠ ' else ' > ' end || operands_text
        || '，差 ' || residual_text || ' ' || unit_zh || note_zh as equation_zh,
        replace(actual_text, '（空）', '(blank)') || case operator when '=' then ' ≠ ' else ' > ' end || operands_text
        || ', difference ' || residual_text || ' ' || unit_zh || note_en as equation_en
    from noted
)

select * from equations
