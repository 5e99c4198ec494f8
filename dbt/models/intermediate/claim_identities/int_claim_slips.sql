-- What a claim that contradicts turns out to be: last year's figure, a share of another total, an item under another's name.
with

contradictions as (
    select * from {{ ref('int_claim_contradictions') }}
),

copied as (
    select contradictions.document_id, contradictions.position, 'prior_year' as slip, null as other_line_code
    from contradictions
    inner join {{ ref('int_claim_prior_documents') }} as priors on contradictions.document_id = priors.document_id
    inner join {{ ref('int_identity_cells') }} as cells
        on
            priors.prior_document_id = cells.document_id
            and contradictions.statement = cells.statement
            and contradictions.line_code = cells.line_code
            and contradictions.measure = cells.measure
    where
        contradictions.contradiction = 'tie'
        and contradictions.claim_yuan <> 0
        and abs(contradictions.claim_yuan - cells.amount_yuan) <= contradictions.tolerance_yuan
),

-- Totals that the document prints; of a change also this year's amount, in place of last year's.
wholes as (
    select document_id, null::integer as position, amount_yuan as whole
    from {{ ref('int_identity_cells') }}
    where line_code = 'total' or ends_with(line_code, '_total')
    union
    select document_id, position, base_amount + left_amount as whole
    from contradictions
    where quantity = 'change_percent' and kind = 'rate'
    union
    select document_id, position, base_amount - left_amount as whole
    from contradictions
    where quantity = 'change_percent' and kind = 'rate'
),

rebased as (
    select distinct
        contradictions.document_id, contradictions.position, 'wrong_base' as slip, null as other_line_code
    from contradictions
    inner join wholes
        on
            contradictions.document_id = wholes.document_id
            and contradictions.position = coalesce(wholes.position, contradictions.position)
    where
        contradictions.contradiction in ('percentage', 'solved')
        and contradictions.kind = 'rate'
        and contradictions.unit = 'percent'
        and contradictions.left_amount <> 0
        and wholes.whole <> contradictions.base_amount
        -- All of itself is no share of another total.
        and wholes.whole <> contradictions.left_amount
        and abs(100 * contradictions.left_amount - contradictions.percent * wholes.whole)
        <= contradictions.stated_precision * abs(wholes.whole) * 0.5
),

spoken_of as (
    select distinct document_id, code
    from {{ ref('int_claim_figures') }}
    where code is not null
),

unspoken as (
    select cells.*
    from {{ ref('int_identity_cells') }} as cells
    left join spoken_of on cells.document_id = spoken_of.document_id and cells.line_code = spoken_of.code
    where spoken_of.code is null
),

-- The statement has no such item, but another one of this amount, which the prose leaves out.
misnamed as (
    select
        contradictions.document_id, contradictions.position, 'absent' as slip,
        case when count(distinct cells.line_code) = 1 then min(cells.line_code) end as other_line_code
    from contradictions
    inner join {{ ref('int_claim_ties') }} as ties
        on
            contradictions.document_id = ties.document_id
            and contradictions.position = ties.position
            and contradictions.identity_id = ties.identity_id
    left join unspoken as cells
        on
            ties.document_id = cells.document_id
            and ties.statement = cells.statement
            and ties.measure = cells.measure
            and ties.figure = cells.amount_yuan
            and length(cells.line_code) = length(ties.line_code)
    where contradictions.contradiction = 'tie' and ties.amount_yuan is null
    group by contradictions.document_id, contradictions.position
),

found as (
    select * from copied
    union all
    select * from rebased
    union all
    select * from misnamed
),

slips as (
    select
        document_id,
        position,
        {{ first_by('slip', 'slip') }} as slip,
        max(other_line_code) as other_line_code
    from found
    group by document_id, position
)

select * from slips
