-- Figures of the prose behind which the unit was not printed: 占76.23, 支出决算为4.19. A sibling of the sentence tells it.
with

bare_figures as (
    select *
    from {{ ref('fct_narrative_claim') }}
    where claim_type = 'figure_without_unit'
),

-- Where no other figure of the sentence has such a unit the section may state its unit once for all: no finding.
with_siblings as (
    select
        bare_figures.document_id,
        bare_figures.position,
        min(bare_figures.page_number) as page_number,
        min(bare_figures.subject) as subject,
        min(bare_figures.stated_text) as stated_text,
        min(bare_figures.sentence) as sentence,
        {{ first_by('siblings.stated_unit', 'abs(siblings.position - bare_figures.position), siblings.position') }}
            as sibling_unit
    from bare_figures
    inner join {{ ref('fct_narrative_claim') }} as siblings
        on
            bare_figures.document_id = siblings.document_id
            and bare_figures.section = siblings.section
            and bare_figures.sentence = siblings.sentence
            and ends_with(siblings.stated_text, siblings.stated_unit)
            and (siblings.stated_unit = '%') = (bare_figures.quantity = 'percent_without_unit')
            and (siblings.stated_unit = '%' or ends_with(siblings.stated_unit, '元'))
    group by bare_figures.document_id, bare_figures.position
),

findings as (
    select
        document_id,
        'unit' as finding_type,
        'warning' as severity,
        '#' || position as discriminator,
        page_number,
        stated_text as printed_text,
        stated_text || sibling_unit as proposed_text,
        '说明称“' || substr(sentence, 1, 80) || '”：' || subject || ' ' || stated_text || ' 之后没有单位' as reason_zh,
        'the prose says “' || substr(sentence, 1, 80) || '”: no unit stands behind ' || stated_text as reason_en
    from with_siblings
)

select * from findings
