-- A department shows under the name that its latest document prints.
with

documents as (
    select
        documents.department_id,
        documents.department_name,
        documents.department_canonical_name,
        documents.region,
        documents.fiscal_year,
        documents.document_id
    from {{ ref('int_documents') }} as documents
    where documents.department_id is not null
),

departments as (
    select
        department_id,
        {{ first_by('department_name', 'fiscal_year desc nulls last, length(department_name) desc, department_name') }}
            as name,
        {{ first_by('department_canonical_name', 'department_canonical_name') }} as canonical_name,
        {{ first_by('region', 'region') }} as region,
        min(fiscal_year) as first_year,
        max(fiscal_year) as last_year
    from documents
    group by department_id
)

select * from departments
