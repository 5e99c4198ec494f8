-- All findings with one set of columns, before they are worded.
{% set cell = ['statement', 'line_code', 'measure'] %}
with

-- Lines that a finding of their own says to be lost, or to stand under another code.
lost_lines as (
    select document_id || ':' || statement || ':' || line_code as place
    from {{ ref('int_finding_lost_lines') }}
    union all
    select document_id || ':' || statement || ':' || proposed_text as place
    from {{ ref('int_finding_code_names') }}
    where proposed_text is not null
),

findings as (
    {{ finding_rows(
        'int_finding_identities',
        has=cell + ['proposed_yuan', 'evidence_count', 'identity_ids', 'slip', 'proposed_number',
            'unit', 'is_culprit', 'candidate_cells']
    ) }}
    union all
    {{ finding_rows(
        'int_finding_claims',
        has=cell + ['discriminator', 'page_number', 'proposed_yuan', 'evidence_count', 'identity_ids', 'slip'],
        named={'found_text': 'printed_text', 'found_proposal': 'proposed_text', 'claim_yuan': 'printed_yuan', 'is_claim': 'true'}
    ) }}
    -- The prose is not at fault where the line that it restates is lost; that a rate in it is wrong is another matter.
    where {{ matches("coalesce(proposed_text, '')", "'[元%]$'") }}
        or document_id || ':' || coalesce(statement || ':' || line_code, '') not in (
            select lost_lines.place from lost_lines
        )
    union all
    {{ finding_rows(
        'int_finding_repeated_claims',
        has=cell + ['discriminator', 'page_number', 'proposed_yuan', 'evidence_count', 'identity_ids', 'slip'],
        named={'found_text': 'printed_text', 'found_proposal': 'proposed_text', 'claim_yuan': 'printed_yuan', 'is_claim': 'true'}
    ) }}
    union all
    {{ finding_rows('int_finding_lost_lines', has=cell + ['proposed_yuan', 'identity_ids']) }}
    union all
    {{ finding_rows(
        'int_finding_unitless_figures',
        has=['discriminator', 'page_number'],
        named={'found_text': 'printed_text', 'found_proposal': 'proposed_text'}
    ) }}
    union all
    {{ finding_rows('int_finding_statements', has=['statement', 'evidence_count', 'identity_ids']) }}
    union all
    {{ finding_rows('int_finding_continuity', has=cell + ['identity_ids']) }}
    union all
    {{ finding_rows('int_finding_repeated_codes', has=cell + ['page_number']) }}
    union all
    {{ finding_rows(
        'int_finding_code_rows',
        has=['statement', 'line_code', 'page_number', 'identity_ids'],
        named={'found_text': 'printed_text', 'found_proposal': 'proposed_text'}
    ) }}
    union all
    {{ finding_rows(
        'int_finding_code_names',
        has=['statement', 'line_code', 'page_number', 'identity_ids'],
        named={'found_text': 'printed_text', 'found_proposal': 'proposed_text'}
    ) }}
    union all
    {{ finding_rows(
        'int_finding_unmapped',
        has=cell + ['discriminator', 'page_number', 'identity_ids'],
        named={'found_text': 'printed_text'}
    ) }}
    union all
    {{ finding_rows(
        'int_finding_sightings',
        has=['statement', 'page_number', 'identity_ids'],
        named={'found_text': 'printed_text'}
    ) }}
    union all
    {{ finding_rows(
        'int_finding_pages',
        has=['statement', 'page_number'],
        named={'discriminator': 'page_number::varchar'}
    ) }}
    union all
    {{ finding_rows(
        'int_finding_low_confidence',
        has=cell + ['discriminator', 'page_number', 'identity_ids'],
        named={'found_text': 'printed_text'}
    ) }}
    union all
    {{ finding_rows(
        'int_finding_second_reading',
        has=cell + ['discriminator', 'page_number'],
        named={'found_text': 'printed_text'}
    ) }}
    union all
    {{ finding_rows(
        'int_finding_documents',
        has=['discriminator', 'page_number', 'identity_ids'],
        named={'found_text': 'printed_text', 'found_proposal': 'proposed_text'}
    ) }}
    union all
    {{ finding_rows(
        'int_performance_findings',
        has=['discriminator', 'page_number'],
        named={'found_text': 'printed_text'}
    ) }}
    union all
    {{ finding_rows(
        'int_finding_performance',
        has=['discriminator', 'page_number', 'identity_ids'],
        named={'found_text': 'printed_text'}
    ) }}
    union all
    {{ finding_rows(
        'int_finding_between_documents',
        has=cell + ['discriminator', 'page_number', 'identity_ids'],
        named={'found_text': 'printed_text'}
    ) }}
    union all
    {{ finding_rows(
        'int_finding_cell_scales',
        has=cell + ['page_number', 'identity_ids'],
        named={'found_text': 'printed_text'}
    ) }}
    union all
    {{ finding_rows(
        'int_finding_index_amounts',
        has=cell + ['discriminator', 'page_number', 'identity_ids'],
        named={'found_text': 'printed_text'}
    ) }}
)

select * from findings
