-- What else would change if the candidate cell read what others imply: identities that break, inequalities that heal.
with

candidates as (
    select * from {{ ref('int_finding_candidates') }}
),

parents as (
    select document_id, statement, line_code, parent_line_code
    from {{ ref('int_statement_lines') }}
    where occurrence = 1 and parent_line_code is not null
),

memberships as (
    select candidates.*, terms.scope_id, terms.side, terms.weight
    from candidates
    inner join {{ ref('int_identity_terms_resolved') }} as terms
        on
            candidates.statement = terms.statement
            and candidates.line_code = terms.line_code
            and candidates.measure = terms.measure
    where terms.reach = 'cell'
    union all
    select candidates.*, terms.scope_id, terms.side, terms.weight
    from candidates
    inner join parents
        on
            candidates.document_id = parents.document_id
            and candidates.statement = parents.statement
            and candidates.line_code = parents.line_code
    inner join {{ ref('int_identity_terms_resolved') }} as terms
        on
            parents.statement = terms.statement
            and parents.parent_line_code = terms.line_code
            and candidates.measure = terms.measure
    where terms.reach = 'children'
),

proposed_residuals as (
    select
        memberships.document_id, memberships.statement, memberships.line_code, memberships.measure,
        verdicts.scope_id, verdicts.operator, verdicts.tolerance_yuan, verdicts.status,
        verdicts.residual_yuan
        + case when memberships.side = 'lhs' then 1 else -memberships.weight end
        * (memberships.implied_yuan - coalesce(memberships.printed_yuan, 0)) as residual_yuan
    from memberships
    inner join {{ ref('int_identity_evaluations') }} as verdicts
        on memberships.document_id = verdicts.document_id and memberships.scope_id = verdicts.scope_id
    inner join {{ ref('identities') }} as identities on verdicts.identity_id = identities.identity_id
    where
        identities.derived_from is null
        and (verdicts.status = 'pass' or (verdicts.status = 'fail' and verdicts.operator = '<='))
),

consequences as (
    select
        document_id, statement, line_code, measure,
        count(distinct scope_id) filter (
            where status = 'pass'
            and (residual_yuan > tolerance_yuan or (operator = '=' and residual_yuan < -tolerance_yuan))
        ) as objections,
        count(distinct scope_id) filter (where status = 'fail' and residual_yuan <= tolerance_yuan) as relief
    from proposed_residuals
    group by document_id, statement, line_code, measure
)

select * from consequences
