-- Sentences of the narrative that state the figures of another department than the document's (D3). What part one or a
-- table lists is a unit of the department's own, and what the first sentence or a heading says is not said twice.
with

sentences as (
    select document_id, sentence, min(position) as position, min(page_number) as page_number
    from {{ ref('fct_narrative_claim') }}
    where claim_type <> 'explanation'
    group by document_id, sentence
),

patterns as (
    select pattern, priority
    from {{ ref('document_patterns') }}
    where source = 'narrative' and fact = 'department'
),

matched as (
    select
        found.sentence,
        {{ first_by(captured('found.sentence', 'found.pattern'), 'patterns.priority') }} as said
    from {{ pattern_matches('sentences', 'sentence', 'patterns') }} as found
    inner join patterns on found.pattern = patterns.pattern
    group by found.sentence
),

rejected as (
    select distinct matched.said
    from matched
    inner join {{ ref('not_a_department') }} as non_names on {{ matches('matched.said', 'non_names.pattern') }}
),

strangers as (
    select
        sentences.document_id, sentences.position, sentences.page_number, sentences.sentence, matched.said,
        documents.department_name as chosen
    from sentences
    inner join matched on sentences.sentence = matched.sentence
    inner join {{ ref('int_documents') }} as documents on sentences.document_id = documents.document_id
    left join rejected on matched.said = rejected.said
    left join {{ ref('department_aliases') }} as aliases
        on
            documents.department_canonical_name = aliases.canonical_name
            and matched.said = aliases.alias_name
    where
        rejected.said is null
        and aliases.alias_name is null
        and documents.document_type = 'final_accounts'
        and documents.department_name is not null
        and not {{ is_short_form('matched.said', 'documents.department_name') }}
        and not {{ is_short_form('documents.department_name', 'matched.said') }}
        and not contains(matched.said, {{ unscoped_department('documents.department_canonical_name') }})
),

first_claims as (
    select document_id, min(page_number) as first_page
    from sentences
    group by document_id
),

names as (
    select distinct strangers.document_id, strangers.said, first_claims.first_page
    from strangers
    inner join first_claims on strangers.document_id = first_claims.document_id
),

listed as (
    select names.document_id, names.said
    from names
    inner join {{ ref('stg_lines') }} as lines
        on
            names.document_id = lines.document_id
            and names.first_page > lines.page_number
            and contains(lines.text_key, names.said)
    union
    select names.document_id, names.said
    from names
    inner join {{ ref('stg_cells') }} as cells
        on names.document_id = cells.document_id and contains(cells.text_key, names.said)
),

findings as (
    select
        strangers.document_id,
        'department' as finding_type,
        'warning' as severity,
        'D3' as identity_ids,
        'prose ' || strangers.said as discriminator,
        min(strangers.page_number) as page_number,
        strangers.said as printed_text,
        min(strangers.chosen) as proposed_text,
        '说明以“' || strangers.said || '”的名义说本部门（' || min(strangers.chosen) || '）的数：“'
        || substr({{ first_by('strangers.sentence', 'strangers.position') }}, 1, 60) || '”' as reason_zh,
        'the prose states the figures of ' || min(strangers.chosen) || ' under the name of ' || strangers.said || ': “'
        || substr({{ first_by('strangers.sentence', 'strangers.position') }}, 1, 60) || '”' as reason_en
    from strangers
    left join listed on strangers.document_id = listed.document_id and strangers.said = listed.said
    left join {{ ref('int_finding_headings') }} as headings
        on
            strangers.document_id = headings.document_id
            and headings.finding_type = 'department'
            and headings.discriminator = 'heading ' || strangers.said
    where listed.document_id is null and headings.document_id is null
    group by strangers.document_id, strangers.said
)

select * from findings
