-- The terms that each claim needs in each way in which it may be read, and the claim that a term stands for, where one does.
with

anchors as (
    select
        anchors.document_id, anchors.position, anchors.identity_id, anchors.variant, anchors.kind,
        figures.direction, figures.fiscal_year, figures.section,
        case when figures.direction = 'decrease' then -1 when figures.direction = 'less' then -1 else 1 end as sign
    from {{ ref('int_claim_anchors') }} as anchors
    inner join {{ ref('int_claim_figures') }} as figures
        on anchors.document_id = figures.document_id and anchors.position = figures.position
    where anchors.kind <> 'tie'
),

wanted_terms as (
    select
        anchors.document_id, anchors.position, anchors.identity_id, anchors.variant,
        terms.term_number, terms.role, terms.selector,
        terms.weight * case when starts_with(terms.selector, 'signed_') then anchors.sign else 1 end as weight,
        anchors.direction, terms.statement, terms.line_code, terms.measure,
        case replace(terms.selector, 'signed_', '')
            when 'claim' then anchors.position
            when 'subject' then partners.subject_position
            when 'subject_without_budget'
                then case when partners.budget_position is null then partners.subject_position end
            when 'prior_cell' then coalesce(partners.subject_position, anchors.position)
            when 'change' then partners.change_position
            when 'budget' then partners.budget_position
            when 'other_budget' then partners.other_budget_position
            when 'initial_budget' then partners.initial_position
            when 'adjusted_budget' then partners.adjusted_position
            when 'whole' then partners.whole_position
        end as claim_position
    from anchors
    inner join {{ ref('claim_terms') }} as terms
        on anchors.identity_id = terms.identity_id and anchors.variant = coalesce(terms.variant, '')
    left join {{ ref('int_claim_partners') }} as partners
        on anchors.document_id = partners.document_id and anchors.position = partners.position
)

select * from wanted_terms
