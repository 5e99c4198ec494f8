-- A single amount that is many times the total of its column, or the amount that it is a part of (其中), where no identity
-- that fails tells of it already: parts outside every sum, and rows whose sums cannot be judged (D5).
with

cells as (
    select
        document_id, statement, line_code, measure, amount_yuan, page_number, printed_text, is_of_which,
        split_part(line_code, '.of_which.', 1) as own_line,
        split_part(measure, '.of_which.', 1) as own_measure
    from {{ ref('fct_statement_line') }}
    where
        occurrence = 1
        and not {{ identity_is_unmapped('line_code') }}
        and not {{ identity_is_unmapped('measure') }}
),

with_wholes as (
    select
        *,
        case
            when is_of_which then own_line
            when statement in ('summary', 'fiscal_summary') then split_part(line_code, '.', 1) || '.grand_total'
            when statement <> 'basic_expenditure' then 'total'
            when left(line_code, 3) in ('301', '303') then 'personnel_total'
            else 'public_total'
        end as whole_line
    from cells
),

-- Of several beyond their total it is the total that is at fault.
beyond as (
    select
        parts.document_id, parts.statement, parts.line_code, parts.measure, parts.page_number, parts.printed_text,
        wholes.printed_text as whole_text
    from with_wholes as parts
    inner join cells as wholes
        on
            parts.document_id = wholes.document_id
            and parts.statement = wholes.statement
            and parts.whole_line = wholes.line_code
            and parts.own_measure = wholes.measure
    where wholes.amount_yuan > 0 and parts.amount_yuan >= {{ var('out_of_scale') }} * wholes.amount_yuan
    qualify count(*) over (partition by parts.document_id, parts.statement, wholes.line_code, wholes.measure) = 1
),

contradicted as (
    select distinct
        operands.operand_document_id as document_id, operands.statement, operands.line_code, operands.measure
    from {{ ref('int_equation_operands') }} as operands
    inner join {{ ref('int_finding_contradictions') }} as contradictions
        on
            operands.document_id = contradictions.document_id
            and operands.equation_id = contradictions.equation_id
),

findings as (
    select
        beyond.document_id, 'scale' as finding_type, 'warning' as severity, 'D5' as identity_ids,
        beyond.statement, beyond.line_code, beyond.measure, beyond.page_number, beyond.printed_text,
        '此数是其所属总数 ' || beyond.whole_text || ' 的 {{ var("out_of_scale") }} 倍以上，单位或小数点或许有误'
            as reason_zh,
        'the amount is {{ var("out_of_scale") }} times its whole or more, ' || beyond.whole_text
        || '; its unit or decimal point may be wrong' as reason_en
    from beyond
    left join contradicted
        on
            beyond.document_id = contradicted.document_id
            and beyond.statement = contradicted.statement
            and beyond.line_code = contradicted.line_code
            and beyond.measure = contradicted.measure
    where contradicted.document_id is null
)

select * from findings
