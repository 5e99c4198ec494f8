-- What narratives state, in the order of the text, with the cell of a statement that it speaks of.
with

-- The place on the page and what is stated there: the same after any change of the grammar that leaves the claim.
keyed as (
    select
        *,
        {{ hash_key(
            "document_id || '|' || page_number || '|' || line_number || '|' || line_offset || '|' || quantity"
        ) }} as claim_id
    from {{ ref('int_claim_cells') }}
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
        statement,
        line_code,
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
        is_whole_printed,
        sentence
    from keyed
)

select * from resolved
