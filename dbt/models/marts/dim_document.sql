with

files as (
    select * from {{ ref('stg_files') }}
    where status = 'loaded'
),

-- The same bytes under several names are one document, gone only when every name is.
contents as (
    select
        document_id,
        {{ first_by('source_path', 'withdrawn_at is not null, source_path') }} as source_path,
        min(first_seen_at) as first_seen_at,
        case when count(*) = count(withdrawn_at) then max(withdrawn_at) end as withdrawn_at
    from files
    group by document_id
),

unit_counts as (
    select document_id, unit_yuan, count(*) as statement_count
    from {{ ref('int_statements') }}
    where unit_yuan is not null
    group by document_id, unit_yuan
),

usual_units as (
    select
        document_id,
        {{ first_by('unit_yuan', 'statement_count desc, unit_yuan desc') }} as unit_yuan
    from unit_counts
    group by document_id
),

documents as (
    select
        documents.document_id,
        contents.source_path,
        documents.region,
        documents.department_id,
        documents.department_name,
        documents.fiscal_year,
        documents.document_type,
        documents.disclosure_scope,
        documents.edition,
        documents.edition_rank,
        usual_units.unit_yuan::integer as unit_yuan,
        documents.page_count::integer as page_count,
        documents.published_on,
        documents.published_on_precision,
        contents.first_seen_at,
        contents.withdrawn_at,
        case when documents.document_type = 'final_accounts' then 'loaded' else 'unsupported' end as load_status,
        case
            when documents.document_type = 'budget' then 'budget'
            when documents.document_type is null then 'type_not_stated'
        end as unsupported_reason,
        rounding.regime as rounding_regime,
        rounding.sum_count as rounding_sum_count,
        rounding.exact_count as rounding_exact_count,
        rounding.mean_residual_units as rounding_mean_residual_units,
        rounding.log_lead as rounding_log_lead
    from {{ ref('int_documents') }} as documents
    inner join contents on documents.document_id = contents.document_id
    left join usual_units on documents.document_id = usual_units.document_id
    left join {{ ref('int_rounding_regimes') }} as rounding
        on documents.document_id = rounding.document_id and rounding.scope = 'document'
),

-- A later disclosure of the same department, year, type and scope supersedes the earlier, a correction what it
-- corrects; what states none of these stands alone.
ranked as (
    select
        *,
        withdrawn_at is null and row_number() over (
            partition by
                coalesce(department_id || '|' || fiscal_year || '|' || document_type, document_id),
                disclosure_scope,
                withdrawn_at is null
            order by edition_rank desc, published_on desc nulls last, first_seen_at desc, document_id
        ) = 1 as is_current
    from documents
)

select * from ranked
