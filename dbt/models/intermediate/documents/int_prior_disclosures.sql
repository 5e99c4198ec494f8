-- The disclosure that each document follows: the current one of the same department, type and scope for the year before.
with

documents as (
    select document_id, department_id, fiscal_year, document_type, disclosure_scope, is_current
    from {{ ref('dim_document') }}
    where load_status = 'loaded' and department_id is not null and fiscal_year is not null
),

prior_disclosures as (
    select
        later.document_id,
        later.fiscal_year,
        earlier.document_id as prior_document_id,
        earlier.fiscal_year as prior_year
    from documents as later
    inner join documents as earlier
        on
            later.department_id = earlier.department_id
            and later.document_type = earlier.document_type
            and later.disclosure_scope is not distinct from earlier.disclosure_scope
            and later.fiscal_year = earlier.fiscal_year + 1
    where earlier.is_current
)

select * from prior_disclosures
