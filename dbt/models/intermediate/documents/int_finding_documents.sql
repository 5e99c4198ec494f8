-- Findings on a document as a whole: whose it says it is, where it lies, what was left unfilled.
with

findings as (
    select *, null::varchar as proposed_text from {{ ref('int_finding_paths') }}
    union all
    select *, null as proposed_text from {{ ref('int_finding_headings') }}
    union all
    select *, null as proposed_text from {{ ref('int_finding_residues') }}
    union all
    select *, null as proposed_text from {{ ref('int_finding_renames') }}
    union all
    select *, null as proposed_text from {{ ref('int_finding_bound') }}
    union all
    select
        document_id, finding_type, severity, discriminator, page_number, printed_text, reason_zh, reason_en,
        proposed_text
    from {{ ref('int_finding_prose_years') }}
)

select * from findings
