-- Accounts that print what others print: those of another department (D8), or of another year of their own. A department
-- and its only unit, and editions of one disclosure, print the same by right. Of two alike the one that came later carries
-- the finding, an edition counting from when the first of its disclosure came; of two years the later one.
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

documents as (
    select
        documents.document_id, documents.department_id, documents.department_name, documents.fiscal_year,
        documents.disclosure_scope, files.source_path,
        dense_rank() over (
            order by files.came_at, files.came_as, documents.department_id, documents.disclosure_scope
        ) as place
    from {{ ref('int_documents') }} as documents
    inner join arrivals as files on documents.document_id = files.document_id
    where documents.document_type = 'final_accounts' and documents.department_id is not null
),

vectors as (
    select
        vectors.statement, vectors.amount_count, vectors.fingerprint,
        documents.*
    from {{ ref('int_amount_vectors') }} as vectors
    inner join documents on vectors.document_id = documents.document_id
),

alike as (
    select
        later.document_id, later.statement, later.amount_count, later.department_id = earlier.department_id as is_own,
        earlier.document_id as other_document_id, earlier.department_name as other_name,
        earlier.fiscal_year as other_year, earlier.place as other_place
    from vectors as later
    inner join vectors as earlier
        on
            later.fingerprint = earlier.fingerprint
            and later.statement = earlier.statement
    where
        (later.department_id = earlier.department_id and later.fiscal_year > earlier.fiscal_year)
        or (
            later.department_id <> earlier.department_id
            and later.place > earlier.place
            and later.disclosure_scope is not distinct from earlier.disclosure_scope
        )
),

-- Statements that two documents share are one finding; of several others the first is named.
pairs as (
    select
        document_id, other_document_id, other_name, other_year, other_place, is_own,
        max(amount_count) as amount_count,
        {{ joined('distinct statement', "', '", 'statement') }} as statements,
        {{ first_by('statement', 'amount_count desc, statement') }} as statement
    from alike
    group by document_id, other_document_id, other_name, other_year, other_place, is_own
),

firsts as (
    select *
    from pairs
    qualify row_number() over (partition by document_id order by is_own desc, other_place) = 1
),

findings as (
    select
        firsts.document_id, 'repeated_amounts' as finding_type,
        case when firsts.is_own then 'warning' else 'error' end as severity, firsts.statement,
        -- Not the other document: which one is named may change as others are added, the finding's number may not.
        'between documents' as discriminator,
        statements.first_page as page_number,
        null::varchar as printed_text,
        case
            when firsts.is_own then '与本部门 ' || firsts.other_year || ' 年度决算'
            else '与' || coalesce(firsts.other_name, '') || coalesce(' ' || firsts.other_year || ' 年度', '') || '决算'
        end || '逐格相同的报表：' || firsts.statements || '，其中一表有 ' || firsts.amount_count || ' 个不同的金额'
            as reason_zh,
        'every amount is that of '
        || case when firsts.is_own then 'its own accounts of ' else coalesce(firsts.other_name, '') || ', ' end
        || coalesce((firsts.other_year)::varchar, 'an unknown year') || ', in: ' || firsts.statements
        || '; one of them has ' || firsts.amount_count || ' different amounts' as reason_en
    from firsts
    inner join {{ ref('int_statements') }} as statements
        on firsts.document_id = statements.document_id and firsts.statement = statements.statement
)

select * from findings
