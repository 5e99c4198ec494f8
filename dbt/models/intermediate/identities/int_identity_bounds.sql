-- How far apart the two sides of a scope may be, by the regime of its statement, where that is not the intervals' bound.
with

sums as (
    select
        sums.*,
        rules.regime,
        coalesce(sums.lhs_yuan, 0) - coalesce(sums.rhs_yuan, 0) as residual_yuan
    from {{ ref('int_identity_sums') }} as sums
    inner join {{ ref('int_identity_scopes') }} as scopes on sums.scope_id = scopes.scope_id
    inner join {{ ref('int_rounding_rules') }} as rules
        on sums.document_id = rules.document_id and scopes.identity_id = rules.identity_id
),

bounds as (
    select
        document_id,
        scope_id,
        regime,
        cast(case
            when regime in ('unrounded', 'rebalanced') then 0
            -- Less than a unit is lost per figure: the last step before the bound is still possible.
            when regime = 'truncated' and residual_yuan < 0 and abs(residual_yuan) <= tolerance_yuan
                then greatest(cut_below_yuan - finest_yuan, 0)
            when regime = 'truncated' and residual_yuan < 0
                then greatest(cut_below_yuan - finest_yuan, tolerance_yuan)
            when regime = 'truncated' then greatest(cut_above_yuan - finest_yuan, 0)
            -- Of many addends, all of them far off on one side is beyond belief before it is impossible.
            when regime = 'independent' and rhs_printed >= 4 and abs(residual_yuan) > 4 * deviation_yuan
                then least(4 * deviation_yuan, tolerance_yuan)
            else tolerance_yuan
        end as decimal(24, 4)) as bound_yuan
    from sums
)

select * from bounds
