-- All findings with one set of columns, before they are worded.
with

on_amounts as (
    select
        document_id, finding_type, severity, statement, line_code, measure,
        '' as discriminator, null::bigint as page_number, null::varchar as found_text, null::varchar as found_proposal,
        proposed_yuan, evidence_count, identity_ids, reason_zh, reason_en, slip, proposed_number, unit, is_culprit,
        candidate_cells
    from {{ ref('int_finding_identities') }}
),

on_statements as (
    select
        document_id, finding_type, severity, statement, null::varchar as line_code, null::varchar as measure,
        '' as discriminator, null::bigint as page_number, null::varchar as found_text, null::varchar as found_proposal,
        null::decimal(24, 4) as proposed_yuan, evidence_count, identity_ids, reason_zh, reason_en
    from {{ ref('int_finding_statements') }}
),

on_years as (
    select
        document_id, finding_type, severity, statement, line_code, measure,
        '' as discriminator, null::bigint as page_number, null::varchar as found_text, null::varchar as found_proposal,
        null::decimal(24, 4) as proposed_yuan, 1 as evidence_count, identity_ids, reason_zh, reason_en
    from {{ ref('int_finding_continuity') }}
),

on_repeated_codes as (
    select
        document_id, finding_type, severity, statement, line_code, measure,
        '' as discriminator, page_number, null::varchar as found_text, null::varchar as found_proposal,
        null::decimal(24, 4) as proposed_yuan, 0 as evidence_count, null::varchar as identity_ids, reason_zh, reason_en
    from {{ ref('int_finding_repeated_codes') }}
),

on_code_rows as (
    select
        document_id, finding_type, severity, statement, line_code, null::varchar as measure,
        '' as discriminator, page_number, printed_text as found_text, proposed_text as found_proposal,
        null::decimal(24, 4) as proposed_yuan, 0 as evidence_count, null::varchar as identity_ids, reason_zh, reason_en
    from {{ ref('int_finding_code_rows') }}
),

on_unmapped as (
    select
        document_id, finding_type, severity, statement, line_code, measure,
        discriminator, page_number, printed_text as found_text, null::varchar as found_proposal,
        null::decimal(24, 4) as proposed_yuan, 0 as evidence_count, null::varchar as identity_ids, reason_zh, reason_en
    from {{ ref('int_finding_unmapped') }}
),

on_heads as (
    select
        document_id, finding_type, severity, statement, null::varchar as line_code, null::varchar as measure,
        '' as discriminator, page_number, printed_text as found_text, null::varchar as found_proposal,
        null::decimal(24, 4) as proposed_yuan, 0 as evidence_count, null::varchar as identity_ids, reason_zh, reason_en
    from {{ ref('int_finding_sightings') }}
),

on_pages as (
    select
        document_id, finding_type, severity, statement, null::varchar as line_code, null::varchar as measure,
        page_number::varchar as discriminator, page_number, null::varchar as found_text,
        null::varchar as found_proposal, null::decimal(24, 4) as proposed_yuan, 0 as evidence_count,
        null::varchar as identity_ids, reason_zh, reason_en
    from {{ ref('int_finding_pages') }}
),

on_unsure_cells as (
    select
        document_id, finding_type, severity, statement, line_code, measure,
        discriminator, page_number, printed_text as found_text, null::varchar as found_proposal,
        null::decimal(24, 4) as proposed_yuan, 0 as evidence_count, null::varchar as identity_ids, reason_zh, reason_en
    from {{ ref('int_finding_low_confidence') }}
),

on_readings as (
    select
        document_id, finding_type, severity, statement, line_code, measure,
        discriminator, page_number, printed_text as found_text, null::varchar as found_proposal,
        null::decimal(24, 4) as proposed_yuan, 0 as evidence_count, null::varchar as identity_ids, reason_zh, reason_en
    from {{ ref('int_finding_second_reading') }}
),

on_documents as (
    select
        document_id, finding_type, severity, null::varchar as statement, null::varchar as line_code,
        null::varchar as measure, discriminator, page_number, printed_text as found_text,
        proposed_text as found_proposal, null::decimal(24, 4) as proposed_yuan, 0 as evidence_count,
        null::varchar as identity_ids, reason_zh, reason_en
    from {{ ref('int_finding_documents') }}
),

on_performance as (
    select
        document_id, finding_type, severity, null::varchar as statement, null::varchar as line_code,
        null::varchar as measure, discriminator, page_number, printed_text as found_text,
        null::varchar as found_proposal, null::decimal(24, 4) as proposed_yuan, 0 as evidence_count,
        null::varchar as identity_ids, reason_zh, reason_en
    from {{ ref('int_performance_findings') }}
),

on_forms as (
    select
        document_id, finding_type, severity, null::varchar as statement, null::varchar as line_code,
        null::varchar as measure, discriminator, page_number, printed_text as found_text,
        null::varchar as found_proposal, null::decimal(24, 4) as proposed_yuan, 1 as evidence_count,
        identity_ids, reason_zh, reason_en
    from {{ ref('int_finding_performance') }}
),

on_comparisons as (
    select
        document_id, finding_type, severity, statement, line_code, measure, discriminator, page_number,
        printed_text as found_text, null::varchar as found_proposal, null::decimal(24, 4) as proposed_yuan,
        1 as evidence_count, identity_ids, reason_zh, reason_en
    from {{ ref('int_finding_between_documents') }}
),

on_claims as (
    select
        document_id, finding_type, severity, statement, line_code, measure, discriminator, page_number,
        printed_text as found_text, proposed_text as found_proposal, proposed_yuan, evidence_count, identity_ids,
        reason_zh, reason_en, printed_yuan as claim_yuan, true as is_claim
    from {{ ref('int_finding_claims') }}
),

on_unitless_figures as (
    select
        document_id, finding_type, severity, null::varchar as statement, null::varchar as line_code,
        null::varchar as measure, discriminator, page_number, printed_text as found_text,
        proposed_text as found_proposal, null::decimal(24, 4) as proposed_yuan, 0 as evidence_count,
        null::varchar as identity_ids, reason_zh, reason_en
    from {{ ref('int_finding_unitless_figures') }}
),

findings as (
    select * from on_amounts
    union all by name
    select * from on_claims
    union all by name
    select * from on_unitless_figures
    union all by name
    select * from on_statements
    union all by name
    select * from on_years
    union all by name
    select * from on_repeated_codes
    union all by name
    select * from on_code_rows
    union all by name
    select * from on_unmapped
    union all by name
    select * from on_heads
    union all by name
    select * from on_pages
    union all by name
    select * from on_unsure_cells
    union all by name
    select * from on_readings
    union all by name
    select * from on_documents
    union all by name
    select * from on_performance
    union all by name
    select * from on_forms
    union all by name
    select * from on_comparisons
)

select * from findings
