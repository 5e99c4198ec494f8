-- Failing equations of the prose, each with the claim that it was made for.
with

failing as (
    select equations.*, scopes.position, scopes.variant
    from {{ ref('int_claim_equations') }} as equations
    inner join {{ ref('int_claim_scopes') }} as scopes
        on equations.document_id = scopes.document_id and equations.equation_id = scopes.equation_id
    where equations.status = 'fail'
    union all
    select equations.*, listings.position, 'listed' as variant
    from {{ ref('int_claim_equations') }} as equations
    inner join {{ ref('int_claim_listings') }} as listings
        on
            equations.document_id = listings.document_id
            and equations.equation_id = 'N22|basic_expenditure:' || listings.line_code || '.amount#'
            || case when listings.is_listed then cast(listings.position as varchar) else 'left_out' end
    where equations.status = 'fail'
    union all
    select equations.*, left_out.position, 'left_out' as variant
    from {{ ref('int_claim_equations') }} as equations
    inner join {{ ref('int_claim_left_out_items') }} as left_out
        on
            equations.document_id = left_out.document_id
            and equations.equation_id = 'N11|general_public_budget:' || left_out.line_code || '.total#left_out'
    where equations.status = 'fail'
)

select * from failing
