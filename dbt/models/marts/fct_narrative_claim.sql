-- Claims with the cell that they speak of: the grammar names statement and measure, the classification the code.
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

-- The place on the page and what is stated there: the same after any change of the grammar that leaves the claim.
keyed as (
    select
        *,
        {{ hash_key(
            "document_id || '|' || page_number || '|' || line_number || '|' || line_offset || '|' || quantity"
        ) }} as claim_id
    from coded
),

resolved as (
    select
        claim_id,
        document_id,
        fiscal_year,
        department_id,
        position::integer as position,
        page_number::integer as page_number,
        x0::double as x0,
        top::double as top,
        x1::double as x1,
        bottom::double as bottom,
        claim_type,
        section,
        subject,
        subject_key,
        subject_kind,
        subject_group::integer as subject_group,
        code,
        code_basis,
        case when claim_type <> 'unresolved' then statement end as statement,
        case
            when line_code in ('{code}', '{economic}') then code
            when line_code like '%{code}' then replace(line_code, '{code}', code)
            else line_code
        end as line_code,
        measure,
        quantity,
        stated_text,
        stated_value::decimal(28, 8) as stated_value,
        stated_unit,
        stated_precision::decimal(28, 8) as stated_precision,
        direction,
        base,
        base_year::integer as base_year,
        period_year::integer as period_year,
        whole,
        whole_key,
        sentence
    from keyed
)

select * from resolved
