-- All findings with one set of columns, before they are worded.
with

findings as (
    select
        document_id, finding_type, severity, statement, line_code, measure, '' as discriminator,
        null::bigint as page_number, null as found_text, null as found_proposal,
        proposed_yuan, evidence_count, identity_ids, reason_zh, reason_en
    from {{ ref('int_finding_identities') }}
    union all
    select
        document_id, finding_type, severity, statement, null, null, '', null, null, null,
        null, evidence_count, identity_ids, reason_zh, reason_en
    from {{ ref('int_finding_statements') }}
    union all
    select
        document_id, finding_type, severity, statement, line_code, measure, '', page_number, null, null,
        null, 0, null, reason_zh, reason_en
    from {{ ref('int_finding_repeated_codes') }}
    union all
    select
        document_id, finding_type, severity, statement, line_code, null, '', page_number, printed_text, proposed_text,
        null, 0, null, reason_zh, reason_en
    from {{ ref('int_finding_code_rows') }}
    union all
    select
        document_id, finding_type, severity, statement, line_code, measure, discriminator, page_number, printed_text,
        null, null, 0, null, reason_zh, reason_en
    from {{ ref('int_finding_unmapped') }}
)

select * from findings
