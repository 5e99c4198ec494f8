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
),

-- A line or amount that the statements themselves miss is no witness against the prose.
lost_lines as (
    select distinct missing.document_id, missing.statement, missing.line_code
    from {{ ref('int_finding_identities') }} as missing
    left join {{ ref('int_statement_lines') }} as lines
        on
            missing.document_id = lines.document_id
            and missing.statement = lines.statement
            and missing.line_code = lines.line_code
    where missing.finding_type = 'missing_cell' and lines.document_id is null
    union
    select document_id, statement, line_code
    from {{ ref('int_finding_lost_lines') }}
),

-- An item that is at fault in the statement is told there, with what it should read.
items_at_fault as (
    select distinct document_id, statement, line_code
    from {{ ref('int_finding_identities') }}
    where statement = 'basic_expenditure' and is_culprit
),

failures as (
    select failing.*
    from failing
    left join items_at_fault
        on
            failing.variant = 'listed'
            and failing.document_id = items_at_fault.document_id
            and failing.statement = items_at_fault.statement
            and failing.line_code = items_at_fault.line_code
    left join lost_lines
        on
            failing.document_id = lost_lines.document_id
            and failing.statement = lost_lines.statement
            and failing.line_code = lost_lines.line_code
    where lost_lines.document_id is null and items_at_fault.document_id is null
)

select * from failures
