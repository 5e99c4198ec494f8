-- Years and departments that the head of a statement names, where they differ from the document's own (D3).
with

-- What stands before the title is said of the table above.
heads as (
    select
        captions.document_id,
        tables.statement,
        captions.page_number,
        {{ arabic_year('captions.text_key') }} as text_key
    from {{ ref('int_statement_tables') }} as tables
    inner join {{ ref('stg_captions') }} as captions
        on tables.document_id = captions.document_id and tables.table_number = captions.table_number
    left join {{ ref('int_table_titles') }} as titles
        on tables.document_id = titles.document_id and tables.table_number = titles.table_number
    where
        captions.caption_position = 'above'
        and (
            titles.title_position is null
            or titles.title_position <> 'above'
            or captions.line_number >= titles.title_line
        )
),

sightings as (
    select distinct
        heads.document_id, heads.statement, heads.page_number, heads.text_key, sightings.fact, sightings.value
    from heads
    inner join {{ ref('int_document_sightings') }} as sightings
        on
            heads.document_id = sightings.document_id
            and heads.page_number = sightings.page_number
            and heads.text_key = sightings.text_key
    where sightings.source = 'caption' and sightings.rejection is null
),

-- A note that mentions a year is no head: only a title, a line of its own, or the line of department and unit.
years as (
    select
        sightings.document_id, sightings.statement, sightings.page_number, 'year' as finding_type,
        sightings.value as said, documents.fiscal_year::varchar as chosen
    from sightings
    inner join {{ ref('int_documents') }} as documents on sightings.document_id = documents.document_id
    left join {{ ref('int_title_matches') }} as titles on sightings.text_key = titles.spelling
    where
        sightings.fact = 'fiscal_year'
        and sightings.value::integer <> documents.fiscal_year
        and (titles.spelling is not null or {{ matches('sightings.text_key', "'^20[0-9]{2}年度?$|[:：]'") }})
),

-- 本级 and (汇总) are a matter of scope, and a region may be left out or in. The beginning of the document's own name,
-- which does not end as names do, is cut by the edge of its cell or goes on in a second line.
names as (
    select
        sightings.document_id, sightings.statement, sightings.page_number, sightings.value as said,
        documents.department_name as chosen,
        parts.unscoped_name as said_key,
        {{ unscoped_department('documents.department_canonical_name') }} as chosen_key
    from sightings
    inner join {{ ref('int_department_names') }} as parts on sightings.value = parts.name
    inner join {{ ref('int_documents') }} as documents on sightings.document_id = documents.document_id
    where sightings.fact = 'department' and documents.department_name is not null
),

departments as (
    select names.document_id, names.statement, names.page_number, 'department' as finding_type, names.said, names.chosen
    from names
    cross join {{ ref('int_name_patterns') }} as patterns
    left join {{ ref('department_aliases') }} as aliases
        on names.chosen_key = aliases.canonical_name and names.said in (aliases.alias_name, aliases.canonical_name)
    where
        aliases.alias_name is null
        and not ends_with(names.said_key, names.chosen_key)
        and not ends_with(names.chosen_key, names.said_key)
        and not ends_with(names.chosen, names.said)
        and (
            not (starts_with(names.chosen, names.said) or starts_with(names.chosen_key, names.said_key))
            or {{ matches('names.said', 'patterns.whole_pattern') }}
        )
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
        statement,
        min(page_number) as page_number,
        {{ first_by('said', 'page_number, said') }} as printed_text,
        case finding_type
            when 'year' then '表头年度与全文（' || min(chosen) || ' 年度）不符'
            else '表头单位与全文（' || min(chosen) || '）不符'
        end as reason_zh,
        'the head of the statement names another ' || finding_type || ' than the document, ' || min(chosen) as reason_en
    from differing
    group by document_id, finding_type, statement
)

select * from findings
