-- Part headings and the first sentence of the narrative that name another year or department than the document (D3).
with

sightings as (
    select document_id, fact, value, page_number, text_key
    from {{ ref('int_document_sightings') }}
    where
        rejection is null
        and (
            source = 'sentence'
            or (source = 'heading' and {{ matches('text_key', "'^第[一二三四五1-5]部分'") }})
            or (
                source = 'heading' and fact = 'fiscal_year'
                and {{ matches_all('text_key', "'[^。,;:：]*20[0-9]{2}年度?[^。,;:：]*决算(?:公开|报告|情况|说明|报表|表)*[0-9.·…]*'") }}
            )
        )
),

documents as (
    select * from {{ ref('int_documents') }}
    where document_type = 'final_accounts'
),

years as (
    select
        sightings.document_id, 'year' as finding_type, sightings.value as said,
        documents.fiscal_year::varchar as chosen, sightings.page_number, sightings.text_key
    from sightings
    inner join documents on sightings.document_id = documents.document_id
    where sightings.fact = 'fiscal_year' and sightings.value <> documents.fiscal_year::varchar
),

departments as (
    select
        sightings.document_id, 'department' as finding_type, sightings.value as said,
        documents.department_name as chosen, sightings.page_number, sightings.text_key
    from sightings
    inner join documents on sightings.document_id = documents.document_id
    inner join {{ ref('int_department_names') }} as parts on sightings.value = parts.name
    inner join {{ ref('int_department_names') }} as own on documents.department_name = own.name
    left join {{ ref('department_aliases') }} as aliases
        on
            documents.department_canonical_name = aliases.canonical_name
            and aliases.alias_name in (sightings.value, parts.canonical_name)
    where
        sightings.fact = 'department'
        and aliases.alias_name is null
        and parts.unscoped_name <> ''
        and not {{ is_short_form('parts.unscoped_name', 'own.unscoped_name') }}
        and not {{ is_short_form('own.unscoped_name', 'parts.unscoped_name') }}
        and not contains(documents.department_name, sightings.value)
),

differing as (
    select * from years
    union all
    select * from departments
),

findings as (
    select
        document_id,
        finding_type,
        'error' as severity,
        'D3' as identity_ids,
        'heading ' || said as discriminator,
        min(page_number) as page_number,
        substr({{ first_by('text_key', 'page_number, text_key') }}, 1, 60) as printed_text,
        case finding_type
            when 'year' then '标题或正文的年度（' || said || '）与全文（' || min(chosen) || ' 年度）不符'
            else '标题或正文的部门（' || said || '）与全文（' || min(chosen) || '）不符'
        end as reason_zh,
        'a heading or the narrative names another ' || finding_type || ', ' || said || ', than the document, '
        || min(chosen) as reason_en
    from differing
    group by document_id, finding_type, said
)

select * from findings
