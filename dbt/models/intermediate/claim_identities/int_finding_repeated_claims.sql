-- A wrong total that the prose says again where no cell can be held against it: 整体支出绩效自评，资金11,010.35万元 repeats the slip of
-- 支出合计11,010.35万元. Told where five digits or more agree and nothing else vouches for the figure.
with

wrong as (
    select
        document_id, claim_yuan, unit_yuan,
        min(position) as position,
        min(stated_text) as stated_text,
        min(found_proposal) as found_proposal,
        min(proposed_yuan) as proposed_yuan,
        {{ first_by('slip', 'position') }} as slip,
        string_agg(distinct identity_id, ',' order by identity_id) as identity_ids
    from {{ ref('int_claim_proposals') }}
    where contradiction = 'tie' and proposed_yuan is not null and claim_yuan >= 10000 * claim_precision_yuan
    group by document_id, claim_yuan, unit_yuan
    having count(distinct proposed_yuan) = 1
),

vouched_for as (
    select distinct operands.document_id, operands.line_code, operands.measure
    from {{ ref('int_claim_operands') }} as operands
    inner join {{ ref('int_claim_equations') }} as equations
        on operands.document_id = equations.document_id and operands.equation_id = equations.equation_id
    where operands.statement = 'narrative' and equations.status = 'pass'
),

repeats as (
    select
        figures.document_id,
        'prose_amount' as finding_type,
        'warning' as severity,
        'narrative' as statement,
        figures.narrative_line as line_code,
        figures.quantity as measure,
        '#' || figures.position as discriminator,
        claims.page_number,
        figures.stated_text as printed_text,
        figures.figure as printed_yuan,
        wrong.found_proposal as proposed_text,
        wrong.proposed_yuan,
        1 as evidence_count,
        wrong.slip,
        wrong.identity_ids,
        '说明称“' || figures.sentence || '”：与另一处有误之数（' || wrong.stated_text || '）相同' as reason_zh,
        'the prose says “' || figures.sentence || '”: the same figure as one that is wrong elsewhere, '
        || wrong.stated_text as reason_en
    from {{ ref('int_claim_figures') }} as figures
    inner join wrong
        on
            figures.document_id = wrong.document_id
            and figures.figure = wrong.claim_yuan
            and figures.unit_yuan = wrong.unit_yuan
    inner join {{ ref('fct_narrative_claim') }} as claims
        on figures.document_id = claims.document_id and figures.position = claims.position
    left join vouched_for
        on
            figures.document_id = vouched_for.document_id
            and figures.narrative_line = vouched_for.line_code
            and figures.quantity = vouched_for.measure
    left join {{ ref('int_claim_contradictions') }} as told
        on figures.document_id = told.document_id and figures.position = told.position
    left join {{ ref('int_claim_ties') }} as ties
        on
            figures.document_id = ties.document_id
            and figures.position = ties.position
            and ties.reason_code is null
    where
        ties.document_id is null
        and figures.unit = 'yuan'
        and vouched_for.document_id is null
        and told.document_id is null
)

select * from repeats
