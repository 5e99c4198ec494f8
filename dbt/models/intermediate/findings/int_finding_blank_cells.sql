-- The unprinted cells that may be the mistake: those of an equation that contradicts, with all that they take part in.
with

unprinted as (
    select * from {{ ref('int_finding_unprinted_cells') }}
),

suspects as (
    select distinct unprinted.document_id, unprinted.statement, unprinted.line_code, unprinted.measure
    from unprinted
    inner join {{ ref('int_finding_contradictions') }} as contradictions
        on
            unprinted.document_id = contradictions.document_id
            and unprinted.equation_id = contradictions.equation_id
            and contradictions.names_value
),

-- What the prose lists as having an amount is the likelier among blank ones.
listed as (
    select distinct document_id, 'basic_expenditure' as statement, line_code
    from {{ ref('int_claim_listings') }}
    where is_listed and not is_met
),

suspected as (
    select unprinted.*, listed.document_id is not null as is_listed
    from unprinted
    inner join suspects
        on
            unprinted.document_id = suspects.document_id
            and unprinted.statement = suspects.statement
            and unprinted.line_code = suspects.line_code
            and unprinted.measure = suspects.measure
    left join listed
        on
            unprinted.document_id = listed.document_id
            and unprinted.statement = listed.statement
            and unprinted.line_code = listed.line_code
)

select * from suspected
