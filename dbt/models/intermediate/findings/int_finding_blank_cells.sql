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

suspected as (
    select unprinted.*
    from unprinted
    inner join suspects
        on
            unprinted.document_id = suspects.document_id
            and unprinted.statement = suspects.statement
            and unprinted.line_code = suspects.line_code
            and unprinted.measure = suspects.measure
)

select * from suspected
