-- Statements whose amounts can be held against those of other departments and years, or why they cannot (D8).
with

vectors as (
    select document_id, statement, count(*) over (partition by statement) as vector_count
    from {{ ref('int_amount_vectors') }}
),

compared as (
    select
        statements.document_id,
        statements.statement,
        case
            when statements.is_blank then 'statement_blank'
            when vectors.document_id is null then 'too_few_amounts'
            when documents.department_id is null then 'no_department'
            when vectors.vector_count = 1 then 'nothing_to_compare'
        end as reason_code
    from {{ ref('int_statements') }} as statements
    left join {{ ref('int_documents') }} as documents on statements.document_id = documents.document_id
    left join vectors
        on statements.document_id = vectors.document_id and statements.statement = vectors.statement
)

select * from compared
