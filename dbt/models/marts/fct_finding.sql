-- Contradictions, explained. Nothing printed is overwritten: a proposal stands beside the printed amount.
with

placed as (
    select
        findings.document_id,
        findings.finding_type,
        findings.severity,
        findings.statement,
        findings.line_code,
        findings.measure,
        findings.discriminator,
        findings.proposed_yuan,
        findings.evidence_count,
        findings.identity_ids,
        findings.reason_zh,
        findings.reason_en,
        findings.slip,
        findings.candidate_cells,
        findings.is_culprit,
        coalesce(findings.is_claim, false) as is_claim,
        coalesce(findings.page_number, places.page_number) as page_number,
        coalesce(findings.found_text, places.printed_text) as printed_text,
        case when findings.is_claim then findings.claim_yuan else places.printed_yuan end as printed_yuan,
        places.place_zh,
        places.place_en,
        case when findings.is_culprit is not null then places.unprinted end as unprinted,
        readings.verdict as second_reading,
        coalesce(
            findings.found_proposal,
            case
                when findings.unit = 'percent'
                    then {{ replaced("cast(findings.proposed_number as varchar)", "'[.]?0+$'") }} || '%'
                else {{ replaced("cast(findings.proposed_number as varchar)", "'[.]0+$'") }}
            end,
            {{ identity_amount_text('findings.proposed_yuan', 'places.unit_yuan', 'places.precision_yuan') }}
        ) as proposed_text
    from {{ ref('int_findings') }} as findings
    left join {{ ref('int_finding_places') }} as places
        on
            findings.document_id = places.document_id
            and findings.statement is not distinct from places.statement
            and findings.line_code is not distinct from places.line_code
            and findings.measure is not distinct from places.measure
    left join {{ ref('fct_second_reading') }} as readings
        on
            findings.document_id = readings.document_id
            and findings.statement = readings.statement
            and findings.line_code = readings.line_code
            and findings.measure = readings.measure
            and readings.occurrence = 1
),

concluded as (
    select
        placed.*,
        case
            when placed.is_culprit is null and not placed.is_claim then ''
            when placed.proposed_text is not null
                then '；依 ' || placed.identity_ids || ' 应为 ' || placed.proposed_text
                    || coalesce('（疑为' || slips.title_zh || '）', '')
            when placed.is_claim then ''
            when placed.measure is null and slips.slip is not null
                then '；依 ' || placed.identity_ids || ' 疑为' || slips.title_zh
            when placed.is_culprit then '；依 ' || placed.identity_ids || ' 此处有误，应为何数不能断定'
            else '；现有证据不足以断定哪一格有误'
        end
        || case
            when placed.is_culprit is not null and placed.second_reading = 'agrees' then '；两种读法此格相同' else ''
        end as conclusion_zh,
        case
            when placed.is_culprit is null and not placed.is_claim then ''
            when placed.proposed_text is not null
                then '; by ' || placed.identity_ids || ' it should read ' || placed.proposed_text
                    || coalesce(' (' || slips.title_en || ')', '')
            when placed.is_claim then ''
            when placed.measure is null and slips.slip is not null
                then '; by ' || placed.identity_ids || ' ' || slips.title_en
            when placed.is_culprit
                then '; by ' || placed.identity_ids || ' it is wrong; what it should read is left open'
            else '; a tie: the evidence does not single out one cell'
        end
        || case
            when placed.is_culprit is not null and placed.second_reading = 'agrees' then '; both readers read so'
            else ''
        end as conclusion_en
    from placed
    left join {{ ref('slips') }} as slips on placed.slip = slips.slip
),

explained as (
    select
        md5(
            document_id || '|' || finding_type || '|' || coalesce(statement, '') || '|' || coalesce(line_code, '')
            || '|' || coalesce(measure, '') || '|' || coalesce(discriminator, '')
        ) as finding_id,
        document_id,
        finding_type,
        severity,
        statement,
        line_code,
        measure,
        printed_text,
        cast(printed_yuan as decimal(20, 2)) as printed_yuan,
        proposed_text,
        cast(proposed_yuan as decimal(20, 2)) as proposed_yuan,
        cast(evidence_count as integer) as evidence_count,
        identity_ids,
        slip,
        candidate_cells,
        cast(page_number as integer) as page_number,
        second_reading,
        place_zh || coalesce('（第' || page_number || '页）', '')
        || coalesce('印 ' || printed_text, case unprinted when 'cell' then '空白' when 'line' then '未印此行' end, '') || '：'
        || reason_zh || conclusion_zh as message_zh,
        place_en || coalesce(' (page ' || page_number || ')', '')
        || coalesce(
            ' reads ' || printed_text,
            case unprinted when 'cell' then ' is blank' when 'line' then ' is not printed' end, ''
        ) || ': '
        || reason_en || conclusion_en as message_en
    from concluded
),

-- A finding that no run has published yet is first seen by this one.
triaged as (
    select
        explained.*,
        coalesce(history.first_seen_at, cast(now() at time zone 'UTC' as timestamp)) as first_seen_at,
        dispositions.disposition,
        dispositions.reason as disposition_reason,
        dispositions.decided_on as disposed_on
    from explained
    left join {{ ref('stg_finding_history') }} as history on explained.finding_id = history.finding_id
    left join {{ ref('stg_dispositions') }} as dispositions on explained.finding_id = dispositions.finding_id
)

select * from triaged
