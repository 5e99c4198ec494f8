-- What a year opens with against what the year before closed with: the result belongs to the later document. A blank
-- cell on the form is 0 beside a printed amount, as within a document.
with

sides as (
    select
        document_id,
        equation_id,
        identity_id,
        scope,
        statement,
        max(case when role = 'left' then line_code end) as line_code,
        max(case when role = 'left' then measure end) as measure,
        max(case when role = 'left' then amount_yuan end) as left_yuan,
        max(case when role = 'right' then amount_yuan end) as right_yuan,
        cast(coalesce(sum(half_unit_yuan), 0) as decimal(24, 4)) as tolerance_yuan,
        bool_or(operand_document_id is null) as is_first,
        bool_or(not has_statement) as has_missing,
        bool_or(not has_amounts) as has_blank,
        bool_or(has_unmapped and amount_yuan is null) as may_be_unmapped,
        bool_or(role = 'left' and is_on_form) as left_on_form,
        bool_or(role = 'right' and is_on_form) as right_on_form
    from {{ ref('int_continuity_cells') }}
    group by document_id, equation_id, identity_id, scope, statement
),

reasoned as (
    select
        *,
        case
            when is_first then 'no_prior_disclosure'
            when has_missing then 'statement_missing'
            when has_blank then 'statement_blank'
            when left_yuan is not null and right_yuan is not null then null
            when coalesce(left_yuan, right_yuan, 0) = 0 then 'nothing_to_compare'
            when may_be_unmapped then 'unmapped_row'
            when left_yuan is null and not left_on_form then 'total_not_on_form'
            when right_yuan is null and not right_on_form then 'addends_not_on_form'
        end as reason_code
    from sides
),

measured as (
    select
        *,
        case when reason_code is null then coalesce(left_yuan, 0) else left_yuan end as actual_yuan,
        case when reason_code is null then coalesce(right_yuan, 0) else right_yuan end as expected_yuan
    from reasoned
),

equations as (
    select
        measured.document_id,
        measured.equation_id,
        measured.identity_id,
        measured.scope,
        measured.statement,
        measured.line_code,
        measured.measure,
        'linear' as kind,
        identities.operator,
        cast(measured.actual_yuan as decimal(24, 4)) as actual_yuan,
        cast(measured.expected_yuan as decimal(24, 4)) as expected_yuan,
        case
            when measured.reason_code is null
                then cast(measured.actual_yuan - measured.expected_yuan as decimal(24, 4))
        end as residual_yuan,
        measured.tolerance_yuan,
        case when measured.reason_code is null then measured.actual_yuan = measured.expected_yuan end as exact,
        case
            when measured.reason_code is not null then 'not_applicable'
            when abs(measured.actual_yuan - measured.expected_yuan) <= measured.tolerance_yuan then 'pass'
            else 'fail'
        end as status,
        measured.reason_code,
        identities.severity
    from measured
    inner join {{ ref('identities') }} as identities on measured.identity_id = identities.identity_id
)

select * from equations
