-- Where a finding stands, as a person names it, and what is printed there.
with

-- Where a figure of the prose stands its page and sentence tell; its key is nobody's word. A class of the two summaries
-- is known by its code.
findings as (
    select distinct
        document_id, statement, line_code, measure,
        case
            when statement in ('narrative', 'performance') then null
            when starts_with(line_code, 'expenditure.') then substr(line_code, length('expenditure.') + 1)
            else line_code
        end as code
    from {{ ref('int_findings') }}
),

keys as (
    select * from {{ ref('statement_keys') }}
),

lines as (
    select
        document_id, statement, line_code,
        min(page_number) as page_number,
        {{ first_by('printed_name', 'occurrence') }} as printed_name
    from {{ ref('int_statement_lines') }}
    group by document_id, statement, line_code
),

places as (
    select
        findings.document_id,
        findings.statement,
        findings.line_code,
        findings.measure,
        statements.unit_yuan,
        statements.precision_yuan,
        coalesce(cells.page_number, lines.page_number, statements.first_page) as page_number,
        cells.printed_text,
        cells.amount_yuan as printed_yuan,
        case
            when findings.measure is null or cells.document_id is not null then null
            when lines.line_code is null then 'line'
            else 'cell'
        end as unprinted,
        coalesce(
            '《' || statement_keys.title_zh || '》',
            case findings.statement when 'narrative' then '情况说明' when 'performance' then '绩效自评表' end,
            ''
        )
        || coalesce(line_keys.title_zh, findings.code || coalesce(' ' || lines.printed_name, ''), '')
        || coalesce('·' || measure_keys.title_zh, '') as place_zh,
        coalesce(
            statement_keys.title_en,
            case findings.statement when 'narrative' then 'narrative' when 'performance' then 'performance form' end,
            'document'
        )
        || coalesce(', ' || coalesce(line_keys.title_en, findings.code), '')
        || coalesce(', ' || measure_keys.title_en, '') as place_en
    from findings
    left join {{ ref('int_statements') }} as statements
        on findings.document_id = statements.document_id and findings.statement = statements.statement
    left join {{ ref('fct_statement_line') }} as cells
        on
            findings.document_id = cells.document_id
            and findings.statement = cells.statement
            and findings.line_code = cells.line_code
            and findings.measure = cells.measure
            and cells.occurrence = 1
    left join lines
        on
            findings.document_id = lines.document_id
            and findings.statement = lines.statement
            and findings.line_code = lines.line_code
    left join keys as statement_keys
        on findings.statement = statement_keys.statement and statement_keys.kind = 'statement'
    left join keys as line_keys
        on
            findings.statement = line_keys.statement
            and findings.line_code = line_keys.key
            and line_keys.kind = 'line'
    left join keys as measure_keys
        on
            findings.statement = measure_keys.statement
            and findings.measure = measure_keys.key
            and measure_keys.kind = 'measure'
)

select * from places
