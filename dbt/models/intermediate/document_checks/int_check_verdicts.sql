-- The document checks (D1 to D8) with their verdicts: the equation that each stands for counts contradictions, and holds
-- where there is none. A place that has a finding is judged, whether or not it was expected to be.
with

scopes as (
    select document_id, identity_id, coalesce(statement, 'document') as statement, reason_code
    from {{ ref('int_check_scopes') }}
),

failures as (
    select document_id, identity_id, coalesce(statement, 'document') as statement, finding_count, severity
    from {{ ref('int_check_failures') }}
),

judged as (
    select
        coalesce(failures.document_id, scopes.document_id) as document_id,
        coalesce(failures.identity_id, scopes.identity_id) as identity_id,
        coalesce(failures.statement, scopes.statement) as statement,
        case when failures.document_id is null then scopes.reason_code end as reason_code,
        coalesce(failures.finding_count, 0) as finding_count,
        failures.severity
    from scopes
    full outer join failures
        on
            scopes.document_id = failures.document_id
            and scopes.identity_id = failures.identity_id
            and scopes.statement = failures.statement
),

verdicts as (
    select
        judged.document_id,
        judged.identity_id,
        judged.statement || ':*.*' as scope,
        judged.statement,
        '*' as line_code,
        '*' as measure,
        checks.operator,
        cast(case when judged.reason_code is null then judged.finding_count end as decimal(24, 4)) as actual_yuan,
        cast(case when judged.reason_code is null then 0 end as decimal(24, 4)) as expected_yuan,
        cast(case when judged.reason_code is null then judged.finding_count end as decimal(24, 4)) as residual_yuan,
        cast(case when judged.reason_code is null then 0 end as decimal(24, 4)) as tolerance_yuan,
        case when judged.reason_code is null then judged.finding_count = 0 end as exact,
        case
            when judged.reason_code is not null then 'not_applicable'
            when judged.finding_count > 0 then 'fail'
            else 'pass'
        end as status,
        judged.reason_code,
        coalesce(judged.severity, checks.severity) as severity
    from judged
    inner join {{ ref('identities') }} as checks on judged.identity_id = checks.identity_id
    -- A document without any statement is held to no identity.
    where judged.document_id in (select statements.document_id from {{ ref('int_statements') }} as statements)
)

select * from verdicts
