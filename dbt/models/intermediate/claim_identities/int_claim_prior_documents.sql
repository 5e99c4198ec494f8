-- The disclosure of the year before: of the same department and scope, the current one.
with

documents as (
    select document_id, department_id, disclosure_scope, fiscal_year
    from {{ ref('dim_document') }}
    where document_type = 'final_accounts' and is_current and department_id is not null and fiscal_year is not null
),

prior_documents as (
    select
        later.document_id,
        min(earlier.document_id) as prior_document_id
    from documents as later
    inner join documents as earlier
        on
            later.department_id = earlier.department_id
            and later.disclosure_scope is not distinct from earlier.disclosure_scope
            and later.fiscal_year = earlier.fiscal_year + 1
    group by later.document_id
)

select * from prior_documents
