-- What was left of the form that a publisher filled in: XX局, XXX万元, 20 年度.
with

one_pattern as (
    select {{ joined('pattern', "'|'", 'pattern') }} as pattern
    from {{ ref('template_residues') }}
),

texts as (
    select document_id, page_number, text_key from {{ ref('stg_lines') }}
    union
    select document_id, page_number, text_key from {{ ref('stg_cells') }}
),

-- Each wording is compared once, and with all patterns at once before it is with each.
suspects as (
    select wordings.text_key
    from (select distinct text_key from texts) as wordings
    inner join one_pattern on {{ matches('wordings.text_key', 'one_pattern.pattern') }}
),

residues as (
    select distinct
        suspects.text_key,
        {{ captured('suspects.text_key', 'residues.pattern') }} as residue
    from suspects
    inner join {{ ref('template_residues') }} as residues
        on {{ matches('suspects.text_key', 'residues.pattern') }}
),

findings as (
    select
        texts.document_id,
        'template_residue' as finding_type,
        'warning' as severity,
        -- A department or a year that is not filled in; amounts and choices are none of D3's business.
        case when {{ matches('residues.residue', "'局|委|厅|部门|单位|[市区县]$|年度'") }} then 'D3' end as identity_ids,
        'residue ' || residues.residue as discriminator,
        min(texts.page_number) as page_number,
        substr({{ first_by('texts.text_key', 'texts.page_number, texts.text_key') }}, 1, 60) as printed_text,
        '表样的占位文字“' || residues.residue || '”没有填写，共 ' || count(*) || ' 处' as reason_zh,
        'the placeholder ' || residues.residue || ' of the form was left unfilled, ' || count(*) || ' times'
            as reason_en
    from texts
    inner join residues on texts.text_key = residues.text_key
    group by texts.document_id, residues.residue
)

select * from findings
