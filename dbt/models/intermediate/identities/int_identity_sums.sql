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
        cast(sum(half_unit_yuan) as decimal(24, 4)) as tolerance_yuan
    from {{ ref('int_identity_operands') }}
    group by document_id, scope_id
)

select * from sums
