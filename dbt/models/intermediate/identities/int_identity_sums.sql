-- Adds up both sides of every scope of which a document prints at least one cell. Decimal sums are exact.
with

sums as (
    select
        document_id,
        scope_id,
        count(*) filter (where side = 'lhs') as lhs_printed,
        count(*) filter (where side = 'rhs') as rhs_printed,
        count(*) filter (where side = 'rhs' and amount_yuan <> 0) as rhs_not_zero,
        cast(sum(amount_yuan) filter (where side = 'lhs') as decimal(24, 4)) as lhs_yuan,
        cast(sum(weight * amount_yuan) filter (where side = 'rhs') as decimal(24, 4)) as rhs_yuan,
        cast(sum(half_unit_yuan) as decimal(24, 4)) as tolerance_yuan,
        cast(min(half_unit_yuan) * 2 as decimal(24, 4)) as finest_yuan,
        -- Were digits cut off, each figure would stand for one of up to a unit more, a negative one of less.
        cast(
            2 * coalesce(
                sum(half_unit_yuan) filter (where (side = 'rhs') = ((amount_yuan >= 0) = (weight > 0))), 0
            ) as decimal(24, 4)
        ) as cut_above_yuan,
        cast(
            2 * coalesce(
                sum(half_unit_yuan) filter (where (side = 'rhs') <> ((amount_yuan >= 0) = (weight > 0))), 0
            ) as decimal(24, 4)
        ) as cut_below_yuan,
        -- Each printed figure has a variance of a twelfth of its squared unit: a statistic, not money.
        cast(sqrt(sum(power(cast(half_unit_yuan as double), 2)) / 3) as decimal(24, 4)) as deviation_yuan
    from {{ ref('int_identity_operands') }}
    group by document_id, scope_id
)

select * from sums
