-- Where each document check is due: a document, or a statement of it; or why it is not. A check that is not named for a
-- document here has nothing to compare in it.
with

statements as (
    select document_id, statement, is_blank, sum(amount_count) over (partition by document_id) as amount_count
    from {{ ref('int_statements') }}
),

documents as (
    select distinct document_id, amount_count from statements
),

required as (
    select
        documents.document_id, 'D1' as identity_id, required.statement,
        case when required.document_id is null then 'form_unknown' end as reason_code
    from documents
    left join {{ ref('int_required_statements') }} as required on documents.document_id = required.document_id
),

listed as (
    select
        documents.document_id, 'D2' as identity_id, listed.statement,
        case when listed.document_id is null then 'no_contents' end as reason_code
    from documents
    left join {{ ref('int_listed_statements') }} as listed on documents.document_id = listed.document_id
),

named as (
    select document_id, 'D3' as identity_id, statement, null as reason_code
    from {{ ref('int_named_places') }}
),

declared as (
    select
        statements.document_id, 'D4' as identity_id, statements.statement,
        case when statements.amount_count = 0 and forms.document_id is not null then 'form_not_filled_in' end
            as reason_code
    from statements
    left join (select distinct document_id from {{ ref('int_finding_residues') }}) as forms
        on statements.document_id = forms.document_id
),

amount_checks as (
    select identity_id
    from {{ ref('identities') }}
    where identity_id in ('D5', 'D7')
),

-- What looks at amounts needs some.
on_amounts as (
    select
        statements.document_id, checks.identity_id, statements.statement,
        case when statements.is_blank then 'statement_blank' end as reason_code
    from statements
    cross join amount_checks as checks
),

coded as (
    select
        statements.document_id, 'D6' as identity_id, statements.statement,
        case
            when coverage.document_id is null then 'no_codes'
            when not coverage.is_covered then 'outside_coverage'
        end as reason_code
    from statements
    left join {{ ref('int_classified_statements') }} as coverage
        on statements.document_id = coverage.document_id and statements.statement = coverage.statement
),

repeated as (
    select document_id, 'D8' as identity_id, statement, reason_code
    from {{ ref('int_compared_vectors') }}
),

scopes as (
    select * from required
    union all
    select * from listed
    union all
    select * from named
    union all
    select * from declared
    union all
    select * from on_amounts
    union all
    select * from coded
    union all
    select * from repeated
)

select * from scopes
