-- What the prose contradicts, laid at the door of the claim: a printed cell whose own equations hold is believed before it.
with

-- A cell that the statements themselves find wrong is no witness against the prose; nor is a row, a whole
-- statement or, where the unit of all is mistaken, any of them.
doubted as (
    select distinct document_id, statement, line_code, measure
    from {{ ref('int_finding_identities') }}
),

-- What each equation rests on besides the claim: doubted cells, and other claims that no equation holds.
witnesses as (
    select
        failing.document_id, failing.equation_id,
        bool_or(doubted.document_id is not null) as rests_on_doubted,
        bool_or(operands.statement = 'narrative' and operands.role <> 'rate') as rests_on_claims
    from {{ ref('int_claim_failures') }} as failing
    inner join {{ ref('int_claim_operands') }} as operands
        on failing.document_id = operands.document_id and failing.equation_id = operands.equation_id
    left join doubted
        on
            operands.operand_document_id = doubted.document_id
            and operands.statement = coalesce(doubted.statement, nullif(operands.statement, 'narrative'))
            and operands.line_code = coalesce(doubted.line_code, operands.line_code)
            and operands.measure = coalesce(doubted.measure, operands.measure)
    group by failing.document_id, failing.equation_id
),

-- Claims that the solver finds at fault, be it on this equation alone.
blamed as (
    select distinct
        culprits.equation_document_id as document_id, culprits.equation_id, figures.position, culprits.slip
    from {{ ref('int_finding_culprits') }} as culprits
    inner join {{ ref('int_claim_figures') }} as figures
        on
            culprits.document_id = figures.document_id
            and culprits.line_code = figures.narrative_line
            and culprits.measure = figures.quantity
    where culprits.statement = 'narrative' and culprits.is_culprit
),

described as (
    select
        failing.* exclude (position),
        coalesce(culprits.position, failing.position) as position,
        case when figures.unit = 'yuan' then figures.figure end as claim_yuan,
        figures.stated_text, figures.stated_unit, figures.sentence, figures.stated_precision, figures.subject,
        figures.quantity, figures.narrative_line,
        culprits.proposed as solved_number, culprits.slip as solved_slip, culprits.evidence_count as solved_evidence,
        blamed.slip as own_slip,
        claims.page_number,
        identities.title_zh, identities.title_en,
        choices.left_amount, choices.base_amount, choices.percent, choices.is_other_base, choices.fiscal_year,
        coalesce(figures.unit_yuan, statements.unit_yuan, usual_units.unit_yuan) as unit_yuan,
        coalesce(figures.unit, 'yuan') as unit,
        coalesce(figures.stated_precision * figures.unit_yuan, statements.precision_yuan) as claim_precision_yuan,
        coalesce(
            least(figures.stated_precision * figures.unit_yuan, statements.precision_yuan), usual_units.precision_yuan
        ) as shown_precision_yuan,
        coalesce(witnesses.rests_on_claims, false) as rests_on_claims,
        blamed.position is not null as is_blamed,
        reasons.kinds_zh, reasons.kinds_en,
        case
            when failing.kind = 'sign' and failing.variant in ('listed', 'left_out') then 'listing'
            when choices.document_id is not null and culprits.slip = 'direction' then 'turned'
            when
                choices.document_id is not null
                and (
                    culprits.position <> failing.position
                    or culprits.equation_count > 1
                    or culprits.evidence_count > 1
                )
                then 'solved'
            when coalesce(choices.is_other_base, false) then 'other_base'
            when failing.identity_id in ('C4', 'C5') then 'continuity'
            when failing.kind = 'sign' then 'comparison'
            when failing.kind = 'rate' then 'percentage'
            when failing.identity_id = 'N19' then 'date'
            when choices.document_id is null then 'tie'
            else 'sum'
        end as contradiction
    from {{ ref('int_claim_failures') }} as failing
    left join {{ ref('int_claim_culprits') }} as culprits
        on failing.document_id = culprits.document_id and failing.equation_id = culprits.equation_id
    inner join {{ ref('int_claim_figures') }} as figures
        on
            failing.document_id = figures.document_id
            and coalesce(culprits.position, failing.position) = figures.position
    inner join {{ ref('fct_narrative_claim') }} as claims
        on figures.document_id = claims.document_id and figures.position = claims.position
    left join blamed
        on
            failing.document_id = blamed.document_id
            and failing.equation_id = blamed.equation_id
            and figures.position = blamed.position
    inner join {{ ref('identities') }} as identities on failing.identity_id = identities.identity_id
    left join {{ ref('int_statements') }} as statements
        on failing.document_id = statements.document_id and failing.statement = statements.statement
    left join {{ ref('int_claim_usual_units') }} as usual_units
        on failing.document_id = usual_units.document_id and coalesce(figures.unit, '') <> 'count'
    left join {{ ref('int_claim_choices') }} as choices
        on
            failing.document_id = choices.document_id
            and failing.position = choices.position
            and failing.identity_id = choices.identity_id
    left join {{ ref('int_claim_reasons') }} as reasons
        on failing.document_id = reasons.document_id and failing.position = reasons.position
    left join witnesses
        on failing.document_id = witnesses.document_id and failing.equation_id = witnesses.equation_id
    where not coalesce(witnesses.rests_on_doubted, false)
)

select * from described
