-- Of the ways in which an identity may hold for a claim, the first that holds; else the first that could be judged, by
-- preference the one in which others of its section hold: 占81%，占8%，占10% are shares of one whole.
with

verdicts as (
    select
        verdicts.*,
        count(*) filter (where verdicts.is_met) over (
            partition by
                verdicts.document_id, figures.section, figures.whole_key, verdicts.identity_id, verdicts.variant
        ) as company
    from {{ ref('int_claim_verdicts') }} as verdicts
    inner join {{ ref('int_claim_figures') }} as figures
        on verdicts.document_id = figures.document_id and verdicts.position = figures.position
),

choices as (
    select
        * exclude (company),
        variant = 'other_base' and coalesce(is_met, false) as is_other_base
    from verdicts
    qualify row_number() over (
            partition by document_id, position, identity_id
            order by
                coalesce(is_met, false) desc,
                reason_code is null and variant <> 'other_base' desc,
                company desc,
                coalesce(is_near, false) desc,
                reason_code is null desc,
                variant asc
        ) = 1
)

select * from choices
