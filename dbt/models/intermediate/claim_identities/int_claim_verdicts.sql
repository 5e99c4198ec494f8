-- The verdict on each way in which the catalogue lets a claim be read; int_claim_choices takes the one that holds.
with

-- Terms of one figure that a way needs, against those found; a list is closed where its last kind is stated.
needed as (
    select
        identity_id,
        coalesce(variant, '') as variant,
        count(*) filter (where selector not in ('stated', 'year_end') and weight <> 0) as term_count,
        bool_or(selector like '%prior_cell') as needs_prior_year,
        bool_or(selector = 'stated') as needs_list,
        max(closed_by) as closed_by
    from {{ ref('claim_terms') }}
    group by identity_id, coalesce(variant, '')
),

found as (
    select
        selections.document_id, selections.position, selections.identity_id, selections.variant,
        count(distinct selections.term_number) filter (where terms.selector <> 'stated' and terms.weight <> 0)
            as term_count,
        bool_or(terms.selector = 'stated') as has_list
    from {{ ref('int_claim_selections') }} as selections
    inner join {{ ref('claim_terms') }} as terms
        on
            selections.identity_id = terms.identity_id
            and selections.variant = coalesce(terms.variant, '')
            and selections.term_number = terms.term_number
    group by selections.document_id, selections.position, selections.identity_id, selections.variant
),

closed as (
    select distinct members.document_id, members.position, members.identity_id, members.variant
    from {{ ref('int_claim_list_members') }} as members
    inner join needed
        on
            members.identity_id = needed.identity_id
            and members.variant = needed.variant
            and members.subject_key = needed.closed_by
    union all
    select document_id, position, identity_id, variant
    from {{ ref('int_claim_item_lists') }}
    where is_complete
),

reasoned as (
    select
        anchors.document_id, anchors.position, anchors.identity_id, anchors.variant, anchors.kind,
        figures.fiscal_year, figures.figure, figures.direction, figures.stated_text,
        identities.operator, identities.severity,
        sums.left_amount, sums.right_amount, sums.base_amount, sums.percent, sums.slack, sums.has_left, sums.has_right,
        sums.low_floor, sums.low_ceiling, sums.high_floor, sums.high_ceiling,
        sums.lower_ceiling, sums.lower_floor, sums.higher_ceiling, sums.higher_floor,
        case
            when anchors.kind = 'date' then case when figures.fiscal_year is null then 'no_fiscal_year' end
            when coalesce(found.term_count, 0) < needed.term_count and needed.needs_prior_year
                then case when prior_documents.document_id is null then 'no_prior_document' else 'prior_not_printed' end
            when coalesce(found.term_count, 0) < needed.term_count then 'not_stated'
            when needed.needs_list and not coalesce(found.has_list, false) then 'not_stated'
            when needed.closed_by is not null and closed.document_id is null then 'list_not_closed'
            -- 0 % of nothing is undefined, as is anything where nothing came of nothing; 100 % of nothing is a mistake.
            when anchors.kind = 'rate' and sums.base_amount = 0 and (sums.left_amount = 0 or sums.percent = 0)
                then 'zero_base'
            when figures.direction = 'either' then 'choice_left_open'
            when identities.operator = '<=' and least(sums.left_amount, sums.right_amount) < 0 then 'negative_amount'
            when starts_with(figures.stated_text, '基本') and anchors.kind = 'sign' then 'approximate'
        end as reason_code
    from {{ ref('int_claim_anchors') }} as anchors
    inner join {{ ref('int_claim_figures') }} as figures
        on anchors.document_id = figures.document_id and anchors.position = figures.position
    inner join {{ ref('identities') }} as identities on anchors.identity_id = identities.identity_id
    inner join needed on anchors.identity_id = needed.identity_id and anchors.variant = needed.variant
    left join found
        on
            anchors.document_id = found.document_id
            and anchors.position = found.position
            and anchors.identity_id = found.identity_id
            and anchors.variant = found.variant
    left join closed
        on
            anchors.document_id = closed.document_id
            and anchors.position = closed.position
            and anchors.identity_id = closed.identity_id
            and anchors.variant = closed.variant
    left join {{ ref('int_claim_sums') }} as sums
        on
            anchors.document_id = sums.document_id
            and anchors.position = sums.position
            and anchors.identity_id = sums.identity_id
            and anchors.variant = sums.variant
    left join {{ ref('int_claim_prior_documents') }} as prior_documents
        on anchors.document_id = prior_documents.document_id
    where anchors.kind <> 'tie'
),

verdicts as (
    select
        *,
        case
            when reason_code is not null then null
            when kind = 'date' then figure = fiscal_year * 10000 + 1231
            when kind = 'rate'
                then least(low_floor, high_floor) <= 0 and greatest(low_ceiling, high_ceiling) >= 0
            when kind = 'sign' and direction in ('greater', 'increase') then left_amount > right_amount
            when kind = 'sign' and direction in ('less', 'decrease') then left_amount < right_amount
            when operator = '<=' then left_amount - right_amount <= slack
            else abs(left_amount - right_amount) <= slack
        end as is_met,
        -- Growth of 100 % from nothing is what many write in a department's first year: told, and no more than told.
        kind = 'rate'
        and reason_code is null
        and (
            base_amount = 0
            or (least(lower_floor, higher_floor) <= 0 and greatest(lower_ceiling, higher_ceiling) >= 0)
        ) as is_near
    from reasoned
)

select * from verdicts
