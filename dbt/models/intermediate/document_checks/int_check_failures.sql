-- Findings by the document check that they contradict, one row per check and place; notes (info) contradict nothing.
{%- set places = {
    'int_finding_statements': 'statement',
    'int_finding_sightings': 'statement',
    'int_finding_documents': 'null::varchar',
    'int_finding_unmapped': 'statement',
    'int_finding_low_confidence': 'statement',
    'int_finding_identities': 'statement',
    'int_finding_code_rows': 'statement',
    'int_finding_code_names': 'statement',
    'int_finding_index_amounts': 'statement',
    'int_finding_cell_scales': 'statement',
    'int_finding_between_documents': 'statement',
} %}
with

findings as (
    {%- for model, statement in places.items() %}
    select document_id, severity, identity_ids, {{ statement }} as statement from {{ ref(model) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

failures as (
    select
        findings.document_id,
        checks.identity_id,
        findings.statement,
        cast(count(*) as integer) as finding_count,
        {{ first_by('findings.severity', "findings.severity = 'error' desc") }} as severity
    from findings
    inner join {{ ref('identities') }} as checks
        on checks.category = 'document' and {{ names_identity('findings.identity_ids', 'checks.identity_id') }}
    where findings.severity <> 'info'
    group by findings.document_id, checks.identity_id, findings.statement
)

select * from failures
