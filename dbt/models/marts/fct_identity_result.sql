-- Every identity of the catalogue has a verdict in every document: one per scope, or one that says why there is none.
with

evaluated as (
    select
        document_id, identity_id, statement, line_code, measure, scope, operator,
        actual_yuan, expected_yuan, residual_yuan, tolerance_yuan, exact, status, reason_code, severity
    from {{ ref('int_equations') }}
    union all
    select
        document_id, identity_id, statement, line_code, measure, scope, operator,
        actual_yuan, expected_yuan, residual_yuan, tolerance_yuan, exact, status, reason_code, severity
    from {{ ref('int_check_verdicts') }}
),

left_sides as (
    select
        identity_id,
        min_by(statement, variant || statement) as statement,
        min_by(case when line_selector = 'exact' then line else '*' end, variant || statement) as line_code,
        min_by(case when measure_selector = 'exact' then measure else '*' end, variant || statement) as measure
    from {{ ref('int_identity_terms') }}
    where side = 'lhs'
    group by identity_id
),

documents as (
    select distinct document_id from {{ ref('int_statements') }}
),

without_scope as (
    select
        documents.document_id,
        identities.identity_id,
        coalesce(left_sides.statement, identities.category) as statement,
        coalesce(left_sides.line_code, '*') as line_code,
        coalesce(left_sides.measure, '*') as measure,
        coalesce(left_sides.statement, identities.category) || ':' || coalesce(left_sides.line_code, '*') || '.'
        || coalesce(left_sides.measure, '*') as scope,
        identities.operator,
        cast(null as decimal(24, 4)) as actual_yuan,
        cast(null as decimal(24, 4)) as expected_yuan,
        cast(null as decimal(24, 4)) as residual_yuan,
        cast(null as decimal(24, 4)) as tolerance_yuan,
        cast(null as boolean) as exact,
        'not_applicable' as status,
        coalesce(applicability.reason_code, 'nothing_to_compare') as reason_code,
        identities.severity
    from documents
    cross join {{ ref('identities') }} as identities
    left join {{ ref('int_identity_applicability') }} as applicability
        on documents.document_id = applicability.document_id and identities.identity_id = applicability.identity_id
    left join left_sides on identities.identity_id = left_sides.identity_id
    left join (select distinct document_id, identity_id from evaluated) as judged
        on documents.document_id = judged.document_id and identities.identity_id = judged.identity_id
    where judged.document_id is null and identities.category <> 'prose'
),

-- Of an identity of the prose that nothing in a document speaks of, the prose stands for the cell.
without_claim as (
    select
        documents.document_id,
        identities.identity_id,
        'narrative' as statement, '*' as line_code, '*' as measure, 'narrative:*.*' as scope,
        identities.operator,
        cast(null as decimal(24, 4)) as actual_yuan,
        cast(null as decimal(24, 4)) as expected_yuan,
        cast(null as decimal(24, 4)) as residual_yuan,
        cast(null as decimal(24, 4)) as tolerance_yuan,
        cast(null as boolean) as exact,
        'not_applicable' as status,
        'not_stated' as reason_code,
        identities.severity
    from (select distinct document_id from {{ ref('int_statements') }}) as documents
    cross join {{ ref('identities') }} as identities
    left join (select distinct document_id, identity_id from evaluated) as judged
        on documents.document_id = judged.document_id and identities.identity_id = judged.identity_id
    where identities.category = 'prose' and judged.document_id is null
),

results as (
    select * from evaluated
    union all
    select * from without_scope
    union all
    select * from without_claim
)

select * from results
