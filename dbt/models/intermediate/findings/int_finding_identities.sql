-- Contradictions among figures, explained: the culprit cell, or the equation's own cell where none is singled out.
with

behind as (
    select
        culprits.*,
        contradictions.identity_id,
        contradictions.severity,
        contradictions.kind
    from {{ ref('int_finding_culprits') }} as culprits
    inner join {{ ref('int_finding_contradictions') }} as contradictions
        on
            culprits.equation_document_id = contradictions.document_id
            and culprits.equation_id = contradictions.equation_id
),

evidence as (
    select
        document_id, statement, line_code, measure, placement, proposed, evidence_count, slip, is_culprit,
        candidate_cells,
        string_agg(distinct identity_id, ',' order by identity_id) as identity_ids,
        case
            when bool_or(severity = 'error') then 'error'
            when bool_or(severity = 'warning') then 'warning'
            else 'info'
        end as severity,
        {{ first_by('equation_document_id', 'is_lead desc') }} as lead_document_id,
        {{ first_by('equation_id', 'is_lead desc') }} as lead_equation_id,
        {{ first_by('identity_id', 'is_lead desc') }} as lead_identity_id,
        {{ first_by('kind', 'is_lead desc') }} as lead_kind
    from behind
    group by
        document_id, statement, line_code, measure, placement, proposed, evidence_count, slip, is_culprit,
        candidate_cells
),

units as (
    select distinct document_id, statement, line_code, measure, unit
    from {{ ref('int_finding_figures') }}
),

-- A code that was misprinted leaves one line too many and one too few: its own finding tells both.
miscoded as (
    select document_id, statement, line_code, proposed_text as meant_code
    from {{ ref('int_finding_code_names') }}
    where proposed_text is not null
),

findings as (
    select
        evidence.document_id,
        case
            when evidence.slip = 'unit' and evidence.line_code is null then 'unit'
            when evidence.slip = 'column_numbers' then 'index_as_amount'
            when evidence.statement = 'performance' then 'performance'
            when evidence.statement = 'narrative' and units.unit = 'percent' then 'prose_percentage'
            when evidence.statement = 'narrative' and evidence.lead_kind = 'sign' then 'prose_comparison'
            when evidence.statement = 'narrative' then 'prose_amount'
            when evidence.placement <> 'printed' then 'missing_cell'
            when identities.category = 'between_documents' then 'continuity'
            else 'identity'
        end as finding_type,
        evidence.severity,
        evidence.statement,
        evidence.line_code,
        evidence.measure,
        case
            when coalesce(units.unit, 'yuan') = 'yuan' then cast(evidence.proposed as decimal(24, 4))
        end as proposed_yuan,
        case when units.unit <> 'yuan' then evidence.proposed end as proposed_number,
        units.unit,
        evidence.evidence_count,
        case
            when evidence.slip = 'unit' and evidence.line_code is null
                then {{ with_identity('evidence.identity_ids', "'D5'") }}
            when evidence.slip = 'column_numbers' then {{ with_identity('evidence.identity_ids', "'D7'") }}
            else evidence.identity_ids
        end as identity_ids,
        evidence.slip,
        evidence.is_culprit,
        evidence.candidate_cells,
        identities.identity_id || ' ' || identities.title_zh || '：' || equations.equation_zh as reason_zh,
        identities.identity_id || ' ' || identities.title_en || ': ' || equations.equation_en as reason_en
    from evidence
    inner join {{ ref('identities') }} as identities on evidence.lead_identity_id = identities.identity_id
    inner join {{ ref('int_finding_equations') }} as equations
        on
            evidence.lead_document_id = equations.document_id
            and evidence.lead_equation_id = equations.equation_id
    left join units
        on
            evidence.document_id = units.document_id
            and evidence.statement = units.statement
            and evidence.line_code = units.line_code
            and evidence.measure = units.measure
    -- What stands in the prose, and ties that only the prose or another year contradicts, have models of their own.
    where
        coalesce(evidence.statement not in ('narrative', 'performance'), true)
        and (evidence.is_culprit or identities.category not in ('prose', 'between_documents'))
        and not exists (
            select 1
            from miscoded
            where
                evidence.document_id = miscoded.document_id
                and evidence.statement = miscoded.statement
                and (
                    (evidence.line_code = miscoded.meant_code and evidence.placement = 'missing_line')
                    or (evidence.line_code = miscoded.line_code and evidence.proposed = 0)
                )
        )
)

select * from findings
