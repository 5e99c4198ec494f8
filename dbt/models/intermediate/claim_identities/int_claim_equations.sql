-- The verdicts on the prose, in the shape of int_equations: ties, sums and rates, dates, and lists of names.
with

of_ties as (
    select
        scopes.document_id, scopes.equation_id, scopes.identity_id, scopes.scope, scopes.statement, scopes.line_code,
        scopes.measure, 'linear' as kind,
        cast(case when ties.reason_code is null then coalesce(ties.amount_yuan, 0) end as decimal(24, 4))
            as actual_yuan,
        cast(ties.figure as decimal(24, 4)) as expected_yuan,
        cast(coalesce(ties.half_unit_yuan, 0) + ties.half_unit as decimal(24, 4)) as tolerance_yuan,
        ties.is_met, ties.reason_code, null as severity
    from {{ ref('int_claim_ties') }} as ties
    inner join {{ ref('int_claim_scopes') }} as scopes
        on
            ties.document_id = scopes.document_id
            and ties.position = scopes.position
            and ties.identity_id = scopes.identity_id
            and ties.variant = scopes.variant
),

-- What a percentage misses by, times 100.
rated as (
    select *, 100 * left_amount - percent * base_amount as rate_residual
    from {{ ref('int_claim_choices') }}
),

of_terms as (
    select
        scopes.document_id, scopes.equation_id, scopes.identity_id, scopes.scope, scopes.statement, scopes.line_code,
        scopes.measure,
        case
            when choices.is_other_base then 'sign'
            when choices.kind = 'date' then 'linear'
            else choices.kind
        end as kind,
        cast(case choices.kind when 'date' then choices.figure else choices.left_amount end as decimal(24, 4))
            as actual_yuan,
        cast(
            case choices.kind
                when 'date' then choices.fiscal_year * 10000 + 1231
                when 'rate' then cast(choices.percent * 0.01 as decimal(14, 6)) * choices.base_amount
                else choices.right_amount
            end as decimal(24, 4)
        ) as expected_yuan,
        cast(
            case choices.kind
                when 'date' then 0
                when 'rate'
                    then greatest(
                            abs(greatest(choices.low_ceiling, choices.high_ceiling) - choices.rate_residual),
                            abs(choices.rate_residual - least(choices.low_floor, choices.high_floor))
                        ) * 0.01
                else choices.slack
            end as decimal(24, 4)
        ) as tolerance_yuan,
        coalesce(choices.is_met, false) and not choices.is_other_base as is_met,
        choices.reason_code,
        case
            when choices.kind = 'rate' and choices.is_near and not choices.is_other_base then 'info'
            when choices.kind = 'rate' then 'warning'
        end as severity
    from rated as choices
    inner join {{ ref('int_claim_scopes') }} as scopes
        on
            choices.document_id = scopes.document_id
            and choices.position = scopes.position
            and choices.identity_id = scopes.identity_id
            and choices.variant = scopes.variant
),

of_lists as (
    select
        document_id, 'N22' as identity_id,
        'basic_expenditure:' || line_code || '.amount#'
        || case when is_listed then cast(position as varchar) else 'left_out' end as scope,
        'basic_expenditure' as statement, line_code, 'amount' as measure, amount_yuan, is_met,
        case when is_listed then 'warning' else 'info' end as severity
    from {{ ref('int_claim_listings') }}
    union all
    select
        document_id, 'N11' as identity_id,
        'general_public_budget:' || line_code || '.total#left_out' as scope,
        'general_public_budget' as statement, line_code, 'total' as measure, amount_yuan, false as is_met,
        'warning' as severity
    from {{ ref('int_claim_left_out_items') }}
),

gathered as (
    select * from of_ties
    union all
    select * from of_terms
    union all
    select
        document_id, identity_id || '|' || scope as equation_id, identity_id, scope, statement, line_code, measure,
        'sign' as kind, cast(amount_yuan as decimal(24, 4)) as actual_yuan, cast(0 as decimal(24, 4)) as expected_yuan,
        cast(0 as decimal(24, 4)) as tolerance_yuan, is_met, null as reason_code, severity
    from of_lists
),

equations as (
    select
        gathered.document_id, gathered.equation_id, gathered.identity_id, gathered.scope,
        gathered.statement, gathered.line_code, gathered.measure, gathered.kind,
        identities.operator,
        gathered.actual_yuan, gathered.expected_yuan,
        case
            when gathered.reason_code is null
                then cast(gathered.actual_yuan - gathered.expected_yuan as decimal(24, 4))
        end as residual_yuan,
        gathered.tolerance_yuan,
        case
            when gathered.reason_code is null and identities.operator = '=' and gathered.kind = 'linear'
                then gathered.actual_yuan = gathered.expected_yuan
        end as exact,
        case
            when gathered.reason_code is not null then 'not_applicable'
            when gathered.is_met then 'pass'
            else 'fail'
        end as status,
        gathered.reason_code,
        coalesce(gathered.severity, identities.severity) as severity
    from gathered
    inner join {{ ref('identities') }} as identities on gathered.identity_id = identities.identity_id
)

select * from equations
