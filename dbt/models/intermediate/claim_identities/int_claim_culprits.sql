-- The claim that a failing equation of the prose is laid to, where more speaks against it than that equation alone: the
-- solver's culprits on two independent equations or by a known slip, words of change that the amounts decide, and units.
with

solved as (
    select distinct
        figures.document_id, figures.position, culprits.proposed, culprits.slip, culprits.evidence_count,
        coalesce(culprits.slip, '') = 'sign' and figures.figure > 0 and figures.direction in ('increase', 'decrease')
            as is_turned
    from {{ ref('int_finding_culprits') }} as culprits
    inner join {{ ref('int_claim_figures') }} as figures
        on
            culprits.document_id = figures.document_id
            and culprits.line_code = figures.narrative_line
            and culprits.measure = figures.quantity
    where
        culprits.statement = 'narrative'
        and culprits.is_culprit
        and (culprits.evidence_count >= 2 or (culprits.slip is not null and culprits.proposed is not null))
        -- One equation turns the sign of a change, but makes no count of vehicles less than nothing.
        and (coalesce(culprits.proposed, 0) >= 0 or figures.direction is not null)
),

-- The word of an amount and that of its percentage are turned together: one slip, told at the amount.
singled_out as (
    select
        solved.document_id, solved.position as at_fault,
        case when solved.is_turned and changes.is_turned then changes.position else solved.position end as position,
        solved.proposed, solved.slip, solved.evidence_count, solved.is_turned
    from solved
    left join {{ ref('int_claim_partners') }} as partners
        on solved.document_id = partners.document_id and solved.position = partners.position
    left join solved as changes
        on partners.document_id = changes.document_id and partners.change_position = changes.position
    union all
    select
        document_id, position as at_fault, position, null as proposed, 'sign' as slip, 2 as evidence_count,
        true as is_turned
    from {{ ref('int_claim_turned_words') }}
    union all
    select
        document_id, position as at_fault, position, meant_yuan as proposed, 'unit' as slip, 2 as evidence_count,
        false as is_turned
    from {{ ref('int_claim_mistaken_units') }}
),

-- Whatever else fails with the claim in it is explained by it.
explained as (
    select
        operands.document_id, operands.equation_id, singled_out.position, singled_out.proposed,
        case when singled_out.is_turned then 'direction' else singled_out.slip end as slip,
        singled_out.evidence_count
    from {{ ref('int_claim_operands') }} as operands
    inner join {{ ref('int_claim_equations') }} as equations
        on operands.document_id = equations.document_id and operands.equation_id = equations.equation_id
    inner join {{ ref('int_claim_figures') }} as figures
        on
            operands.operand_document_id = figures.document_id
            and operands.line_code = figures.narrative_line
            and operands.measure = figures.quantity
    inner join singled_out
        on figures.document_id = singled_out.document_id and figures.position = singled_out.at_fault
    where
        operands.statement = 'narrative'
        and equations.status = 'fail'
        -- What is only told (100 % of nothing) is no reason to propose another amount.
        and equations.severity <> 'info'
    qualify row_number() over (
            partition by operands.document_id, operands.equation_id
            order by singled_out.is_turned desc, singled_out.evidence_count desc, singled_out.position asc
        ) = 1
),

culprits as (
    select
        *,
        count(*) over (partition by document_id, position) as equation_count
    from explained
)

select * from culprits
