-- The regime under which each identity is judged in each document; undetermined leaves it to the intervals alone.
with

identity_statements as (
    select
        terms.identity_id,
        terms.statement,
        count(*) over (partition by terms.identity_id) as statement_count
    from (
        select distinct identity_id, statement
        from {{ ref('int_identity_terms') }}
        where side in ('lhs', 'rhs')
    ) as terms
    inner join {{ ref('identities') }} as identities on terms.identity_id = identities.identity_id
    where identities.operator = '=' and identities.category in ('within_statement', 'between_statements')
),

regimes as (
    select document_id, scope as statement, applied_regime
    from {{ ref('int_rounding_regimes') }}
    where scope <> 'document'
),

rules as (
    select
        regimes.document_id,
        statements.identity_id,
        case
            when bool_and(regimes.applied_regime = 'unrounded') then 'unrounded'
            -- A figure printed in two statements was rounded in each: there balancing and cutting off tell nothing.
            when count(*) = 1 then max(regimes.applied_regime)
            else 'undetermined'
        end as regime
    from regimes
    inner join identity_statements as statements on regimes.statement = statements.statement
    group by regimes.document_id, statements.identity_id, statements.statement_count
    having count(*) = statements.statement_count
)

select * from rules
