-- One mistake is one finding: gathers the contradicted equations that one cell, one missing line or one gap explains.
with

judged_choices as (
    select
        *,
        rivals = 1 and score > 0 and (support > 1 or objections = 0) as is_singled_out,
        rivals > 1 and support = 1 and placement = 'printed' as is_own_cell
    from {{ ref('int_finding_choices') }}
    where not is_regularity
),

unexplained as (
    select
        contradictions.document_id, contradictions.scope_id,
        scopes.statement, scopes.line_code, scopes.measure
    from {{ ref('int_finding_contradictions') }} as contradictions
    inner join {{ ref('int_identity_scopes') }} as scopes on contradictions.scope_id = scopes.scope_id
    left join {{ ref('int_finding_choices') }} as choices
        on contradictions.document_id = choices.document_id and contradictions.scope_id = choices.scope_id
    where contradictions.names_value and not contradictions.is_regularity and choices.document_id is null
),

-- Among equals nothing is laid at one addend's door: the equation's own cell carries the finding.
assigned as (
    select
        choices.document_id,
        choices.scope_id,
        case when choices.is_own_cell then scopes.statement else choices.statement end as statement,
        case when choices.is_own_cell then scopes.line_code else choices.line_code end as line_code,
        case when choices.is_own_cell then scopes.measure else choices.measure end as measure,
        choices.placement,
        choices.implied_yuan,
        choices.support,
        choices.is_singled_out
    from judged_choices as choices
    inner join {{ ref('int_identity_scopes') }} as scopes on choices.scope_id = scopes.scope_id
    union all
    select
        document_id, scope_id, statement, line_code, measure,
        'printed' as placement, null as implied_yuan, 1 as support, false as is_singled_out
    from unexplained
),

-- A whole block may be lost: its topmost missing line stands for it.
missing_tops as (
    select
        lower.document_id, lower.statement, lower.line_code,
        {{ first_by('upper.line_code', 'length(upper.line_code)') }} as top_line_code
    from assigned as lower
    inner join assigned as upper
        on
            lower.document_id = upper.document_id
            and lower.statement = upper.statement
            and starts_with(lower.line_code, upper.line_code)
    where lower.placement = 'missing_line' and upper.placement = 'missing_line'
    group by lower.document_id, lower.statement, lower.line_code
),

gaps as (
    select
        assigned.*,
        case
            when not assigned.is_singled_out and assigned.support = 1 then abs(contradictions.residual_yuan)
        end as gap_yuan,
        missing_tops.top_line_code
    from assigned
    inner join {{ ref('int_finding_contradictions') }} as contradictions
        on assigned.document_id = contradictions.document_id and assigned.scope_id = contradictions.scope_id
    left join missing_tops
        on
            assigned.document_id = missing_tops.document_id
            and assigned.statement = missing_tops.statement
            and assigned.line_code = missing_tops.line_code
),

-- Equations that nothing tells apart and that miss by the same amount are one gap seen from several sides.
grouped as (
    select
        *,
        case
            when top_line_code is not null then 'line:' || statement || ':' || top_line_code
            when gap_yuan is not null then 'gap:' || gap_yuan
            else 'cell:' || statement || ':' || line_code || '.' || measure
        end as group_key
    from gaps
),

anchors as (
    select
        document_id,
        scope_id,
        statement as member_statement,
        line_code as member_line_code,
        measure as member_measure,
        first_value(statement) over lead_cell as statement,
        first_value(line_code) over lead_cell as line_code,
        first_value(measure) over lead_cell as measure,
        first_value(placement) over lead_cell as placement,
        first_value(scope_id) over lead_cell as lead_scope_id,
        case when first_value(is_singled_out) over lead_cell then first_value(implied_yuan) over lead_cell end
            as proposed_yuan,
        first_value(support) over lead_cell as support
    from grouped
    window lead_cell as (
        partition by document_id, group_key
        order by
            line_code = top_line_code desc,
            is_singled_out desc, support desc,
            case when top_line_code is null and line_code <> 'total' then -length(line_code) else 0 end,
            measure in ('total', 'amount') desc,
            statement asc, line_code asc, measure asc, scope_id asc
        rows between unbounded preceding and unbounded following
    )
)

select * from anchors
