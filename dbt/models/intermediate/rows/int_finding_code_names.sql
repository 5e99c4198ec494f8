-- Codes that stand beside the name of another code (D6): 2010302 行政运行. An error where documents or references have shown
-- both rows of the classification, or where the sums miss the line of the other code; else a note, for the row may be at
-- fault. A name that no code has tells nothing.
with

items as (
    select
        classification, code, parent_code, name, name_key,
        bool_or(source_confidence = 'seen') as is_seen
    from {{ ref('int_classification') }}
    group by classification, code, parent_code, name, name_key
),

coded as (
    select
        lines.document_id, lines.statement, lines.line_code, lines.printed_code, lines.printed_name, lines.page_number,
        case lines.statement when 'basic_expenditure' then 'economic' else 'functional' end as classification,
        {{ name_key('lines.printed_name') }} as name_key
    from {{ ref('int_statement_lines') }} as lines
    inner join {{ ref('int_classified_statements') }} as statements
        on
            lines.document_id = statements.document_id
            and lines.statement = statements.statement
            and statements.is_covered
    where lines.code_status = 'printed' and lines.printed_code is not null and not lines.is_of_which
),

-- A name that is cut or misspelt is still the code's own.
own_names as (
    select
        coded.classification, coded.line_code, coded.name_key,
        bool_or(
            contains(items.name_key, coded.name_key) or contains(coded.name_key, items.name_key)
            or {{ name_distance('coded.name_key', 'items.name_key') }} * 3 <= length(items.name_key)
        ) as is_own,
        bool_or(items.is_seen) as is_seen,
        {{ first_by('items.name', 'items.is_seen desc, items.name') }} as official_name
    from (select distinct classification, line_code, name_key from coded) as coded
    inner join items on coded.classification = items.classification and coded.line_code = items.code
    group by coded.classification, coded.line_code, coded.name_key
),

contradicted as (
    select
        own_names.classification, own_names.line_code, own_names.name_key, own_names.official_name,
        {{ first_by(
            'others.code',
            'others.parent_code is not distinct from left(own_names.line_code, length(own_names.line_code) - 2) desc, '
            ~ 'others.code'
        ) }} as other_code,
        bool_or(others.is_seen) and min(own_names.is_seen) as is_seen
    from own_names
    inner join items as others
        on
            own_names.classification = others.classification
            and own_names.name_key = others.name_key
            and own_names.line_code <> others.code
    where not own_names.is_own
    group by own_names.classification, own_names.line_code, own_names.name_key, own_names.official_name
),

-- That the sums miss the line of the other code tells that the name is right and the code is not.
missed as (
    select distinct document_id, statement, line_code
    from {{ ref('int_finding_culprits') }}
    where placement = 'missing_line'
),

findings as (
    select
        coded.document_id, 'code' as finding_type,
        case
            when bool_or(contradicted.is_seen or missed.line_code is not null) then 'error' else 'info'
        end as severity,
        case when bool_or(contradicted.is_seen or missed.line_code is not null) then 'D6' end as identity_ids,
        min(missed.line_code) as proposed_text,
        coded.statement, coded.line_code, min(coded.page_number) as page_number,
        {{ first_by("coded.printed_code || ' ' || coded.printed_name", 'coded.page_number') }} as printed_text,
        '编码 ' || coded.line_code || ' 在科目表中为“' || min(contradicted.official_name) || '”，印列名称则是 '
        || min(contradicted.other_code) || ' 的名称'
        || coalesce('；各级合计正缺 ' || min(missed.line_code) || ' 一行，编码应为 ' || min(missed.line_code), '') as reason_zh,
        'the code ' || coded.line_code || ' is that of ' || min(contradicted.official_name)
        || '; the name printed beside it is that of ' || min(contradicted.other_code)
        || coalesce(
            '; the sums miss the line ' || min(missed.line_code) || ': the code should read '
            || min(missed.line_code), ''
        ) as reason_en
    from coded
    inner join contradicted
        on
            coded.classification = contradicted.classification
            and coded.line_code = contradicted.line_code
            and coded.name_key = contradicted.name_key
    left join missed
        on
            coded.document_id = missed.document_id
            and coded.statement = missed.statement
            and contradicted.other_code = missed.line_code
    group by coded.document_id, coded.statement, coded.line_code
)

select * from findings
