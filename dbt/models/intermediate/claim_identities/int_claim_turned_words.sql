-- Words of change that the amounts decide between: 减少 100，增长 10% of 1,100. The 100 is 10 % of what 1,100 less 100 leaves,
-- so that 增加 is meant; were it 8.33 %, the percentage would have the wrong word.
with

disagreeing as (
    select
        choices.document_id, choices.position, partners.change_position,
        changes.figure as change_amount, changes.half_unit,
        choices.percent, percents.half_unit as half_percent, choices.base_amount,
        choices.base_amount + case changes.direction when 'decrease' then -2 else 2 end * changes.figure as turned_base
    from {{ ref('int_claim_choices') }} as choices
    inner join {{ ref('int_claim_partners') }} as partners
        on choices.document_id = partners.document_id and choices.position = partners.position
    inner join {{ ref('int_claim_figures') }} as percents
        on choices.document_id = percents.document_id and choices.position = percents.position
    inner join {{ ref('int_claim_figures') }} as changes
        on partners.document_id = changes.document_id and partners.change_position = changes.position
    where
        choices.kind = 'rate'
        and percents.quantity = 'change_percent'
        and choices.reason_code is null
        and not choices.is_met
        and changes.figure > 0
        and choices.percent > 0
        and least(percents.direction, changes.direction) = 'decrease'
        and greatest(percents.direction, changes.direction) = 'increase'
),

fitting as (
    select
        *,
        abs(100 * change_amount - percent * base_amount)
        <= half_percent * abs(base_amount) + (100 + 2 * percent) * half_unit as fits_as_printed,
        abs(100 * change_amount - percent * turned_base)
        <= half_percent * abs(turned_base) + (100 + 2 * percent) * half_unit as fits_turned
    from disagreeing
),

-- Where a small change fits either way, accounts of the year before may tell which of the two words is right.
confirmed as (
    select distinct document_id, position
    from {{ ref('int_claim_choices') }}
    where identity_id in ('C4', 'C5') and variant = 'change' and is_met
),

turned_words as (
    select
        fitting.document_id,
        case
            when confirmed.document_id is null and fitting.fits_turned then fitting.change_position
            else fitting.position
        end as position
    from fitting
    left join confirmed
        on fitting.document_id = confirmed.document_id and fitting.change_position = confirmed.position
    where
        fitting.fits_turned <> fitting.fits_as_printed
        or (fitting.fits_turned and fitting.fits_as_printed and confirmed.document_id is not null)
)

select * from turned_words
