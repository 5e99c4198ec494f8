-- What keeps a whole identity from being judged in a document, before any of its cells is looked at.
with

documents as (
    select distinct document_id from {{ ref('int_statements') }}
),

identity_statements as (
    select distinct identity_id, statement from {{ ref('int_identity_terms') }}
),

unmapped_statements as (
    select distinct document_id, statement from {{ ref('int_identity_unmapped_blocks') }}
),

statement_facts as (
    select
        documents.document_id,
        needed.identity_id,
        bool_or(statements.document_id is null) as has_missing,
        bool_or(coalesce(statements.amount_count, 0) = 0) as has_blank,
        bool_or(negatives.document_id is not null) as has_negative,
        bool_or(unmapped.document_id is not null) as has_unmapped
    from documents
    cross join identity_statements as needed
    left join {{ ref('int_statements') }} as statements
        on documents.document_id = statements.document_id and needed.statement = statements.statement
    left join (
        select distinct document_id, statement
        from {{ ref('int_identity_cells') }}
        where amount_yuan < 0
    ) as negatives
        on documents.document_id = negatives.document_id and needed.statement = negatives.statement
    left join unmapped_statements as unmapped
        on documents.document_id = unmapped.document_id and needed.statement = unmapped.statement
    group by documents.document_id, needed.identity_id
),

condition_terms as (
    select identity_id, count(*) as term_count
    from {{ ref('int_identity_terms') }}
    where side = 'condition'
    group by identity_id
),

condition_facts as (
    select
        cells.document_id,
        terms.identity_id,
        count(*) as printed_count,
        sum(terms.weight * cells.amount_yuan) as weighted_sum,
        bool_or(cells.amount_yuan <> 0) as has_amount
    from {{ ref('int_identity_terms') }} as terms
    inner join {{ ref('int_identity_cells') }} as cells
        on terms.statement = cells.statement and terms.line = cells.line_code and terms.measure = cells.measure
    where terms.side = 'condition'
    group by cells.document_id, terms.identity_id
),

judged as (
    select
        facts.document_id,
        facts.identity_id,
        case
            when facts.has_missing then 'statement_missing'
            when facts.has_blank then 'statement_blank'
            when
                identities.condition_test = 'sum_is_zero'
                and not coalesce(
                    conditions.printed_count = condition_terms.term_count and conditions.weighted_sum = 0, false
                )
                then 'condition_not_met'
            when identities.condition_test = 'each_is_blank_or_zero' and coalesce(conditions.has_amount, false)
                then 'condition_not_met'
            when identities.operator = '<=' and facts.has_negative then 'negative_amount'
            when identities.unmapped_reach = 'statement' and facts.has_unmapped then 'unmapped_row'
        end as reason_code
    from statement_facts as facts
    inner join {{ ref('identities') }} as identities on facts.identity_id = identities.identity_id
    left join condition_terms on facts.identity_id = condition_terms.identity_id
    left join condition_facts as conditions
        on facts.document_id = conditions.document_id and facts.identity_id = conditions.identity_id
)

select * from judged
