-- Per suspect cell, the value on which most equations agree; agreement means that their intervals meet.
with

suspects as (
    select * from {{ ref('int_finding_suspects') }}
),

agreements as (
    select
        one.document_id, one.statement, one.line_code, one.measure, one.placement, one.printed_yuan,
        one.scope_id, one.identity_id, one.scope, one.implied_yuan, one.tolerance_yuan,
        count(distinct other.scope_id) as support,
        count(distinct other.scope_id) filter (where other.side = 'lhs') as total_count,
        count(distinct other.scope_id) filter (where other.implied_yuan = one.implied_yuan) as same_value_count
    from suspects as one
    inner join suspects as other
        on
            one.document_id = other.document_id
            and one.statement = other.statement
            and one.line_code = other.line_code
            and one.measure = other.measure
    where abs(one.implied_yuan - other.implied_yuan) <= one.tolerance_yuan + other.tolerance_yuan
    group by all
),

ranked as (
    select
        *,
        row_number() over (
            partition by document_id, statement, line_code, measure
            order by support desc, tolerance_yuan asc, same_value_count desc, identity_id asc, scope asc
        ) as preference
    from agreements
),

candidates as (
    select
        document_id, statement, line_code, measure, placement, printed_yuan,
        implied_yuan, tolerance_yuan, support, total_count
    from ranked
    where preference = 1
)

select * from candidates
