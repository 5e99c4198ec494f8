-- What was left of the form that a publisher filled in: XX局, XXX万元, 20 年度.
with

texts as (
    select document_id, page_number, text_key from {{ ref('stg_lines') }}
    union
    select document_id, page_number, text_key from {{ ref('stg_cells') }}
),

residues as (
    select distinct text_key, {{ captured('text_key', 'pattern') }} as residue
    from {{ pattern_matches('texts', 'text_key', ref('template_residues')) }}
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
