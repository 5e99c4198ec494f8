-- The verdict per scope, by the table "Applicability" of expectations/README.md. No cell of a scope printed: no row here.
with

sums as (
    select
        sums.*,
        scopes.identity_id,
        scopes.statement,
        scopes.line_code,
        scopes.measure,
        scopes.scope,
        coalesce(bounds.regime, 'undetermined') as regime,
        coalesce(bounds.bound_yuan, sums.tolerance_yuan) as bound_yuan,
        coalesce(lhs.is_on_form, false) as lhs_on_form,
        coalesce(lhs.is_missing_as_zero, false) as lhs_is_zero,
        coalesce(rhs.is_on_form or rhs.is_missing_as_zero, false) as rhs_is_zero,
        coalesce(lhs.may_be_unmapped, false) or coalesce(rhs.may_be_unmapped, false) as may_be_unmapped
    from {{ ref('int_identity_sums') }} as sums
    inner join {{ ref('int_identity_scopes') }} as scopes on sums.scope_id = scopes.scope_id
    left join {{ ref('int_identity_bounds') }} as bounds
        on sums.document_id = bounds.document_id and sums.scope_id = bounds.scope_id
    left join {{ ref('int_identity_unprinted_sides') }} as lhs
        on sums.document_id = lhs.document_id and sums.scope_id = lhs.scope_id and lhs.side = 'lhs'
    left join {{ ref('int_identity_unprinted_sides') }} as rhs
        on sums.document_id = rhs.document_id and sums.scope_id = rhs.scope_id and rhs.side = 'rhs'
),

reasoned as (
    select
        sums.*,
        identities.operator,
        identities.severity,
        case
            when applicability.reason_code is not null then applicability.reason_code
            when identities.unmapped_reach = 'hierarchy' and unmapped.document_id is not null then 'unmapped_row'
            when identities.unmapped_reach = 'row' and columns.document_id is not null then 'unmapped_row'
            when sums.may_be_unmapped then 'unmapped_row'
            when sums.lhs_printed > 0 and sums.rhs_printed > 0 then null
            when sums.lhs_printed > 0 and sums.lhs_yuan = 0 then 'nothing_to_compare'
            when sums.lhs_printed > 0 and sums.rhs_is_zero then null
            when sums.lhs_printed > 0 then 'addends_not_on_form'
            when sums.rhs_not_zero = 0 then 'nothing_to_compare'
            when sums.lhs_is_zero and identities.operator = '=' then null
            when sums.lhs_on_form then 'total_blank'
            else 'total_not_on_form'
        end as reason_code
    from sums
    inner join {{ ref('identities') }} as identities on sums.identity_id = identities.identity_id
    inner join {{ ref('int_identity_applicability') }} as applicability
        on sums.document_id = applicability.document_id and sums.identity_id = applicability.identity_id
    left join {{ ref('int_identity_unmapped_blocks') }} as unmapped
        on
            sums.document_id = unmapped.document_id
            and sums.statement = unmapped.statement
            and sums.line_code = unmapped.line_code
            and sums.measure = unmapped.measure
    left join {{ ref('int_identity_unmapped_columns') }} as columns
        on
            sums.document_id = columns.document_id
            and sums.statement = columns.statement
            and sums.line_code = columns.line_code
),

measured as (
    select
        *,
        case when reason_code is null then coalesce(lhs_yuan, 0) else lhs_yuan end as actual_yuan,
        case when reason_code is null then coalesce(rhs_yuan, 0) else rhs_yuan end as expected_yuan,
        case
            when reason_code is null then cast(coalesce(lhs_yuan, 0) - coalesce(rhs_yuan, 0) as decimal(24, 4))
        end as residual_yuan
    from reasoned
),

verdicts as (
    select
        *,
        case
            when reason_code is not null then 'not_applicable'
            when operator = '=' and abs(residual_yuan) <= bound_yuan then 'pass'
            when operator = '<=' and residual_yuan <= bound_yuan then 'pass'
            else 'fail'
        end as status,
        -- What the intervals allow, and only the way in which the document rounds does not.
        operator = '=' and abs(residual_yuan) <= tolerance_yuan as is_within_intervals
    from measured
),

graded as (
    select
        document_id, scope_id, identity_id, statement, line_code, measure, scope, operator,
        actual_yuan, expected_yuan, residual_yuan, bound_yuan as tolerance_yuan,
        case when operator = '=' then residual_yuan = 0 end as exact,
        status,
        reason_code,
        case when status = 'fail' and is_within_intervals and regime <> 'unrounded' then 'warning' else severity end
            as severity,
        case when status = 'fail' and is_within_intervals then regime end as rounding_rule,
        lhs_printed > 0 as is_total_printed
    from verdicts
)

select * from graded
