-- Findings on a document as a whole: whose it says it is, where it lies, what was left unfilled.
{%- set columns = [
    'document_id', 'finding_type', 'severity', 'discriminator', 'page_number', 'printed_text', 'reason_zh', 'reason_en'
] %}
with

findings as (
    select {{ columns | join(', ') }}, null::varchar as proposed_text, null::varchar as identity_ids
    from {{ ref('int_finding_paths') }}
    union all
    select {{ columns | join(', ') }}, null as proposed_text, identity_ids from {{ ref('int_finding_headings') }}
    union all
    select {{ columns | join(', ') }}, null as proposed_text, identity_ids from {{ ref('int_finding_residues') }}
    union all
    select {{ columns | join(', ') }}, null as proposed_text, null as identity_ids from {{ ref('int_finding_renames') }}
    union all
    select {{ columns | join(', ') }}, null as proposed_text, null as identity_ids from {{ ref('int_finding_bound') }}
    union all
    select {{ columns | join(', ') }}, proposed_text, identity_ids from {{ ref('int_finding_prose_years') }}
    union all
    select {{ columns | join(', ') }}, proposed_text, identity_ids from {{ ref('int_finding_prose_departments') }}
)

select * from findings
