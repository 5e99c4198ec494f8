-- Both sides of each equation of the prose. A percentage is held by intervals: 100 × left − percent × base, at both ends
-- of the printed percentage (and of one unit of its last digit more), is linear in every cell, so no division is needed.
with

-- A cell on both sides of a percentage (the change, in itself and in the year before) moves both at once.
cells as (
    select
        document_id, position, identity_id, variant, operand_document_id, statement, line_code, measure,
        min(amount) as amount,
        min(half_unit) as half_unit,
        coalesce(sum(weight) filter (where role = 'left'), 0) as left_weight,
        coalesce(sum(weight) filter (where role = 'right'), 0) as right_weight,
        coalesce(sum(weight) filter (where role = 'base'), 0) as base_weight
    from {{ ref('int_claim_selections') }}
    where role <> 'rate'
    group by document_id, position, identity_id, variant, operand_document_id, statement, line_code, measure
),

rates as (
    select
        document_id, position, identity_id, variant,
        cast(amount as decimal(12, 4)) as percent,
        cast(half_unit as decimal(12, 4)) as half_percent
    from {{ ref('int_claim_selections') }}
    where role = 'rate'
),

coefficients as (
    select
        cells.*,
        rates.percent,
        cast(
            100 * cells.left_weight - cells.base_weight * (rates.percent - rates.half_percent)
            as decimal(14, 4)
        ) as at_low,
        cast(
            100 * cells.left_weight - cells.base_weight * (rates.percent + rates.half_percent)
            as decimal(14, 4)
        ) as at_high,
        cast(
            100 * cells.left_weight - cells.base_weight * (rates.percent - 3 * rates.half_percent)
            as decimal(14, 4)
        ) as at_lower,
        cast(
            100 * cells.left_weight - cells.base_weight * (rates.percent + 3 * rates.half_percent)
            as decimal(14, 4)
        ) as at_higher
    from cells
    left join rates
        on
            cells.document_id = rates.document_id
            and cells.position = rates.position
            and cells.identity_id = rates.identity_id
            and cells.variant = rates.variant
),

amounts as (
    select
        * exclude (amount, half_unit),
        cast(amount as decimal(22, 4)) as amount,
        cast(half_unit as decimal(22, 4)) as half_unit
    from coefficients
),

sums as (
    select
        document_id, position, identity_id, variant,
        cast(sum(left_weight * amount) as decimal(24, 4)) as left_amount,
        cast(sum(right_weight * amount) as decimal(24, 4)) as right_amount,
        cast(sum(base_weight * amount) as decimal(24, 4)) as base_amount,
        max(percent) as percent,
        cast(sum(abs(left_weight - right_weight) * half_unit) as decimal(24, 4)) as slack,
        bool_or(left_weight <> 0) as has_left,
        bool_or(right_weight <> 0) as has_right,
        sum(at_low * amount - abs(at_low) * half_unit) as low_floor,
        sum(at_low * amount + abs(at_low) * half_unit) as low_ceiling,
        sum(at_high * amount - abs(at_high) * half_unit) as high_floor,
        sum(at_high * amount + abs(at_high) * half_unit) as high_ceiling,
        sum(at_lower * amount + abs(at_lower) * half_unit) as lower_ceiling,
        sum(at_lower * amount - abs(at_lower) * half_unit) as lower_floor,
        sum(at_higher * amount + abs(at_higher) * half_unit) as higher_ceiling,
        sum(at_higher * amount - abs(at_higher) * half_unit) as higher_floor
    from amounts
    group by document_id, position, identity_id, variant
)

select * from sums
