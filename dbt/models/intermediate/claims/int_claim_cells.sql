-- The cell that each claim speaks of: the grammar names statement and measure, the classification the code.
with

claims as (
    select
        claims.*,
        documents.fiscal_year,
        documents.department_id,
        documents.classification_year,
        case claims.subject_kind when 'class' then 1 when 'group' then 2 when 'item' then 3 end as level
    from {{ ref('int_narrative_claims') }} as claims
    inner join {{ ref('stg_current_parts') }} as parts
        on claims.document_id = parts.document_id and claims.part_id = parts.part_id
    inner join {{ ref('dim_document') }} as dim_document
        on claims.document_id = dim_document.document_id and dim_document.load_status = 'loaded'
    inner join {{ ref('int_documents') }} as documents on claims.document_id = documents.document_id
    where claims.position > 0
),

coded as (
    select
        claims.*,
        coalesce(codes.code, economics.code) as code,
        coalesce(codes.code_basis, economics.code_basis) as code_basis
    from claims
    left join {{ ref('int_claim_codes') }} as codes
        on
            claims.classification_year = codes.classification_year
            and claims.level = codes.level
            and claims.printed_code is not distinct from codes.printed_code
            and claims.class_name is not distinct from codes.class_name
            and claims.group_name is not distinct from codes.group_name
            and claims.item_name is not distinct from codes.item_name
    left join {{ ref('int_claim_economics') }} as economics
        on
            claims.claim_type in ('listed_item', 'economic_amount')
            and claims.subject = economics.subject
            and claims.whole_key is not distinct from economics.lister
            and claims.classification_year = economics.classification_year
),

owned as (
    select
        coded.*,
        own.document_id is not null as has_fiscal_expenditure
    from coded
    left join {{ ref('int_statements') }} as own
        on coded.document_id = own.document_id and own.statement = 'fiscal_expenditure'
),

-- 财政拨款支出 is a statement of universities; elsewhere the prose means the same of the fiscal summary.
placed as (
    select
        * exclude (statement, line_code, measure, has_fiscal_expenditure),
        case
            when claim_type = 'unresolved' then null
            when statement <> 'fiscal_expenditure' or has_fiscal_expenditure then statement
            when measure = 'total' and (line_code = 'total' or level = 1) then 'fiscal_summary'
        end as statement,
        case
            when statement <> 'fiscal_expenditure' or has_fiscal_expenditure then line_code
            when line_code = 'total' then 'expenditure.current_total'
            else 'expenditure.{code}'
        end as line_code,
        measure
    from owned
),

resolved as (
    select
        * exclude (line_code, measure),
        case
            when statement is null then null
            when line_code = '{economic}' then code
            when line_code like '%{code}' then replace(line_code, '{code}', code)
            else line_code
        end as line_code,
        case when statement is not null then measure end as measure
    from placed
)

select * from resolved
