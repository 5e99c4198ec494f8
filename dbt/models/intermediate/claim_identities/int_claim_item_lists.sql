-- Budgets of items under a budget of the total: whether every printed item is among them, so that they must add up.
with

printed_items as (
    select document_id, line_code
    from {{ ref('int_identity_cells') }}
    where
        statement = 'general_public_budget' and measure = 'total' and length(line_code) = 7 and amount_yuan <> 0
),

members as (
    select distinct document_id, position, identity_id, variant, subject_ref
    from {{ ref('int_claim_list_members') }}
    where identity_id = 'N10'
),

openings as (
    select distinct document_id, position, identity_id, variant
    from members
),

item_lists as (
    select
        openings.document_id,
        openings.position,
        openings.identity_id,
        openings.variant,
        count(*) filter (where members.document_id is null) = 0 as is_complete
    from openings
    inner join printed_items on openings.document_id = printed_items.document_id
    left join members
        on
            openings.document_id = members.document_id
            and openings.position = members.position
            and openings.variant = members.variant
            and printed_items.line_code = members.subject_ref
    group by openings.document_id, openings.position, openings.identity_id, openings.variant
)

select * from item_lists
