-- Of the ways in which an identity may hold for a claim, the first that holds; else the first that could be judged.
with

choices as (
    select
        *,
        variant = 'other_base' and coalesce(is_met, false) as is_other_base
    from {{ ref('int_claim_verdicts') }}
    qualify row_number() over (
            partition by document_id, position, identity_id
            order by
                coalesce(is_met, false) desc,
                reason_code is null and variant <> 'other_base' desc,
                coalesce(is_near, false) desc,
                reason_code is null desc,
                variant asc
        ) = 1
)

select * from choices
