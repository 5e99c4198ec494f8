-- Final accounts in the order in which they came, an edition counting from when the first of its disclosure came.
with

first_sights as (
    select document_id, min(first_seen_at) as first_seen_at, min(source_path) as source_path
    from {{ ref('stg_files') }}
    where status = 'loaded'
    group by document_id
),

arrivals as (
    select
        documents.document_id,
        first_sights.source_path,
        first_value(first_sights.first_seen_at) over disclosure as came_at,
        first_value(first_sights.source_path) over disclosure as came_as
    from {{ ref('int_documents') }} as documents
    inner join first_sights on documents.document_id = first_sights.document_id
    window disclosure as (
        partition by
            coalesce(documents.department_id, documents.document_id), documents.fiscal_year, documents.disclosure_scope
        order by first_sights.first_seen_at, first_sights.source_path, documents.document_id
        rows between unbounded preceding and unbounded following
    )
),

disclosures as (
    select
        documents.document_id, documents.department_id, documents.department_name, documents.fiscal_year,
        documents.disclosure_scope,
        coalesce(names.unscoped_name, documents.department_name) as own_name,
        dense_rank() over (
            order by files.came_at, files.came_as, documents.department_id, documents.disclosure_scope
        ) as place
    from {{ ref('int_documents') }} as documents
    inner join arrivals as files on documents.document_id = files.document_id
    left join {{ ref('int_department_names') }} as names on documents.department_name = names.name
    where documents.document_type = 'final_accounts' and documents.department_id is not null
)

select * from disclosures
