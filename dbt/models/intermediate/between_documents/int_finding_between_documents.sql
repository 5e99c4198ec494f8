-- What only a second document shows: amounts that another prints too, and totals out of scale.
with

findings as (
    select
        document_id, finding_type, severity, statement, null::varchar as line_code, null::varchar as measure,
        discriminator, page_number, printed_text, identity_ids, reason_zh, reason_en
    from {{ ref('int_finding_repeated_amounts') }}
    union all
    select
        document_id, finding_type, severity, statement, line_code, measure,
        '' as discriminator, page_number, null as printed_text, identity_ids, reason_zh, reason_en
    from {{ ref('int_finding_scales') }}
    union all
    select
        document_id, finding_type, severity, statement, null as line_code, null as measure,
        discriminator, page_number, printed_text, null as identity_ids, reason_zh, reason_en
    from {{ ref('int_finding_restatements') }}
)

select * from findings
