-- Equations between years that miss by the same amount are one gap. A cell, row, statement or unit that its own
-- document contradicts has its finding already, in whichever of the two documents it stands.
with

failures as (
    select
        equations.*,
        statements.unit_yuan,
        statements.precision_yuan,
        earlier.prior_document_id,
        earlier.prior_year,
        terms.prior_line,
        terms.prior_measure
    from {{ ref('int_continuity_equations') }} as equations
    inner join {{ ref('int_statements') }} as statements
        on equations.document_id = statements.document_id and equations.statement = statements.statement
    inner join {{ ref('int_prior_disclosures') }} as earlier on equations.document_id = earlier.document_id
    inner join {{ ref('continuity_terms') }} as terms
        on
            equations.identity_id = terms.identity_id
            and equations.line_code = terms.line
            and equations.measure = terms.measure
    where equations.status = 'fail'
),

culprits as (
    select distinct document_id, statement, line_code, measure
    from {{ ref('int_finding_identities') }}
),

unexplained as (
    select failures.*
    from failures
    left join culprits as own
        on
            failures.document_id = own.document_id
            and failures.statement = coalesce(own.statement, failures.statement)
            and failures.line_code = coalesce(own.line_code, failures.line_code)
            and failures.measure = coalesce(own.measure, failures.measure)
    left join culprits as former
        on
            failures.prior_document_id = former.document_id
            and failures.statement = coalesce(former.statement, failures.statement)
            and failures.prior_line = coalesce(former.line_code, failures.prior_line)
            and failures.prior_measure = coalesce(former.measure, failures.prior_measure)
    where own.document_id is null and former.document_id is null
),

ranked as (
    select
        *,
        row_number() over (partition by document_id order by identity_id, length(line_code), line_code) as place
    from unexplained
),

leads as (
    select ranked.document_id, ranked.place, min(alike.place) as lead_place
    from ranked
    inner join ranked as alike
        on
            ranked.document_id = alike.document_id
            and abs(ranked.residual_yuan - alike.residual_yuan) <= ranked.tolerance_yuan + alike.tolerance_yuan
    group by ranked.document_id, ranked.place
),

gap_identities as (
    select
        leads.document_id,
        leads.lead_place,
        {{ joined('distinct ranked.identity_id', "','", 'ranked.identity_id') }} as identity_ids
    from leads
    inner join ranked on leads.document_id = ranked.document_id and leads.place = ranked.place
    group by leads.document_id, leads.lead_place
),

gaps as (
    select ranked.*, gap_identities.identity_ids
    from ranked
    inner join gap_identities
        on ranked.document_id = gap_identities.document_id and ranked.place = gap_identities.lead_place
)

select * from gaps
