-- The sums within statements whose rounding can be seen, counted in units of the last printed digit.
with

operands as (
    select
        operands.document_id, operands.scope_id, operands.side, operands.weight, operands.amount_yuan,
        scopes.statement, scopes.identity_id || '|' || scopes.scope as sum_key,
        cast(operands.half_unit_yuan * 20000 as hugeint) as unit,
        cast(operands.amount_yuan * 10000 as hugeint) as amount
    from {{ ref('int_identity_operands') }} as operands
    inner join {{ ref('int_identity_scopes') }} as scopes on operands.scope_id = scopes.scope_id
    inner join {{ ref('identities') }} as identities on scopes.identity_id = identities.identity_id
    where
        identities.category = 'within_statement'
        and identities.operator = '='
        and identities.derived_from is null
        and operands.amount_yuan <> 0
),

sums as (
    select
        document_id,
        statement,
        sum_key,
        min(unit) as unit,
        cast(sum(case side when 'lhs' then amount else -weight * amount end) as hugeint) as residual,
        -- An addend that ends in 0 may be exact: it is not counted on to have lost anything.
        count(*) filter (where side = 'rhs' and amount // unit % 10 <> 0) as inexact_count,
        {{ joined("cast(abs(amount) // 100 as varchar)", "','", 'amount') }} as figures
    from operands
    group by document_id, statement, sum_key
    having count(*) filter (where side = 'lhs') = 1 and count(*) filter (where side = 'rhs') > 1
),

counted as (
    select
        document_id,
        statement,
        sum_key,
        cast(residual // unit as integer) as residual_units,
        cast(inexact_count as integer) as inexact_count,
        figures
    from sums
    -- What no rounding explains is no evidence of rounding, nor is a sum of one figure that is not exact.
    where inexact_count > 1 and abs(residual) <= unit * inexact_count and residual % unit = 0
)

select * from counted
