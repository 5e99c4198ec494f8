-- Which contradicted equations each candidate cell would explain, and what stands against it.
with

standings as (
    select
        candidates.*,
        coalesce(consequences.objections, 0) as objections,
        coalesce(consequences.relief, 0) as relief,
        candidates.support - coalesce(consequences.objections, 0) as score
    from {{ ref('int_finding_candidates') }} as candidates
    left join {{ ref('int_finding_consequences') }} as consequences
        on
            candidates.document_id = consequences.document_id
            and candidates.statement = consequences.statement
            and candidates.line_code = consequences.line_code
            and candidates.measure = consequences.measure
),

explanations as (
    select
        suspects.document_id, suspects.scope_id, suspects.identity_id, suspects.scope, suspects.is_regularity,
        standings.statement, standings.line_code, standings.measure, standings.placement, standings.printed_yuan,
        standings.implied_yuan, standings.support, standings.objections, standings.relief, standings.score,
        standings.total_count
    from {{ ref('int_finding_suspects') }} as suspects
    inner join standings
        on
            suspects.document_id = standings.document_id
            and suspects.statement = standings.statement
            and suspects.line_code = standings.line_code
            and suspects.measure = standings.measure
    where abs(suspects.implied_yuan - standings.implied_yuan) <= suspects.tolerance_yuan + standings.tolerance_yuan
)

select * from explanations
