-- What the prose contradicts, laid at the door of the claim: a printed cell whose own equations hold is believed before it.
with

-- A cell that the statements themselves find wrong is no witness against the prose; nor is a row, a whole
-- statement or, where the unit of all is mistaken, any of them.
doubted as (
    select distinct document_id, statement, line_code, measure
    from {{ ref('int_finding_identities') }}
),

failing as (
    select equations.*, scopes.position, scopes.variant
    from {{ ref('int_claim_equations') }} as equations
    inner join {{ ref('int_claim_scopes') }} as scopes
        on equations.document_id = scopes.document_id and equations.equation_id = scopes.equation_id
    where equations.status = 'fail'
    union all
    select equations.*, listings.position, 'listed' as variant
    from {{ ref('int_claim_equations') }} as equations
    inner join {{ ref('int_claim_listings') }} as listings
        on
            equations.document_id = listings.document_id
            and equations.equation_id = 'N22|basic_expenditure:' || listings.line_code || '.amount#'
            || case when listings.is_listed then cast(listings.position as varchar) else 'left_out' end
    where equations.status = 'fail'
    union all
    select equations.*, left_out.position, 'left_out' as variant
    from {{ ref('int_claim_equations') }} as equations
    inner join {{ ref('int_claim_left_out_items') }} as left_out
        on
            equations.document_id = left_out.document_id
            and equations.equation_id = 'N11|general_public_budget:' || left_out.line_code || '.total#left_out'
    where equations.status = 'fail'
),

-- What each equation rests on besides the claim: doubted cells, and other claims that no equation holds.
witnesses as (
    select
        failing.document_id, failing.equation_id,
        bool_or(doubted.document_id is not null) as rests_on_doubted,
        bool_or(operands.statement = 'narrative' and operands.role <> 'rate') as rests_on_claims
    from failing
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

described as (
    select
        failing.*,
        case when figures.unit = 'yuan' then figures.figure end as claim_yuan,
        figures.stated_text, figures.stated_unit, figures.sentence, figures.stated_precision, figures.subject,
        claims.page_number,
        identities.title_zh, identities.title_en,
        choices.left_amount, choices.base_amount, choices.is_other_base, choices.fiscal_year,
        coalesce(figures.unit_yuan, statements.unit_yuan) as unit_yuan,
        coalesce(figures.unit, 'yuan') as unit,
        coalesce(figures.stated_precision * figures.unit_yuan, statements.precision_yuan) as claim_precision_yuan,
        least(figures.stated_precision * figures.unit_yuan, statements.precision_yuan) as shown_precision_yuan,
        coalesce(witnesses.rests_on_claims, false) as rests_on_claims,
        reasons.kinds_zh, reasons.kinds_en,
        case
            when failing.kind = 'sign' and failing.variant in ('listed', 'left_out') then 'listing'
            when coalesce(choices.is_other_base, false) then 'other_base'
            when failing.identity_id in ('C4', 'C5') then 'continuity'
            when failing.kind = 'sign' then 'comparison'
            when failing.kind = 'rate' then 'percentage'
            when failing.identity_id = 'N19' then 'date'
            when choices.document_id is null then 'tie'
            else 'sum'
        end as contradiction
    from failing
    inner join {{ ref('int_claim_figures') }} as figures
        on failing.document_id = figures.document_id and failing.position = figures.position
    inner join {{ ref('fct_narrative_claim') }} as claims
        on failing.document_id = claims.document_id and failing.position = claims.position
    inner join {{ ref('identities') }} as identities on failing.identity_id = identities.identity_id
    left join {{ ref('int_statements') }} as statements
        on failing.document_id = statements.document_id and failing.statement = statements.statement
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
