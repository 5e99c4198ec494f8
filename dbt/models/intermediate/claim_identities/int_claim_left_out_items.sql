-- Items of the general public budget that the narrative leaves out, although it goes through them one by one.
with

item_claims as (
    select
        document_id,
        min(position) as first_position,
        bool_and(code is not null) as is_resolved
    from {{ ref('int_claim_figures') }}
    where section = 'general_items' and subject_kind = 'item'
    group by document_id
),

spoken_of as (
    select distinct document_id, code
    from {{ ref('int_claim_figures') }}
    where section = 'general_items' and code is not null
),

printed as (
    select document_id, line_code, amount_yuan
    from {{ ref('int_identity_cells') }}
    where
        statement = 'general_public_budget' and measure = 'total' and length(line_code) = 7 and amount_yuan <> 0
),

-- A code that no claim has, and a claim whose code no line has, may be one item under two names.
strangers as (
    select distinct spoken_of.document_id
    from spoken_of
    left join {{ ref('int_identity_cells') }} as cells
        on
            spoken_of.document_id = cells.document_id
            and spoken_of.code = cells.line_code
            and cells.statement = 'general_public_budget'
            and cells.measure = 'total'
    where length(spoken_of.code) = 7 and cells.document_id is null
),

left_out_items as (
    select
        printed.document_id,
        item_claims.first_position as position,
        printed.line_code,
        printed.amount_yuan
    from printed
    inner join item_claims on printed.document_id = item_claims.document_id and item_claims.is_resolved
    left join spoken_of on printed.document_id = spoken_of.document_id and printed.line_code = spoken_of.code
    left join spoken_of as groups
        on printed.document_id = groups.document_id and substr(printed.line_code, 1, 5) = groups.code
    left join strangers on printed.document_id = strangers.document_id
    where spoken_of.document_id is null and groups.document_id is null and strangers.document_id is null
)

select * from left_out_items
