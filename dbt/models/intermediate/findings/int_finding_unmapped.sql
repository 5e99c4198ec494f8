-- What was read and not understood: one finding per row, column, cell or table, however many amounts it holds.
with

unmapped as (
    select
        document_id,
        statement,
        reason,
        page_number,
        text,
        -- The row or column that is unknown stands for all its amounts; elsewhere the cell speaks for itself.
        case when reason in ('column', 'unit', 'unit_conflict') then null else line_code end as line_code,
        case
            when reason in ('line', 'unit', 'unit_conflict') then null
            when reason = 'column' then measure
            else measure
        end as measure
    from {{ ref('int_unmapped') }}
),

-- A 其中 that the lexicon does not name keeps its parent's key and a made-up slug.
unnamed_parts as (
    select
        document_id,
        statement,
        'part' as reason,
        page_number,
        case
            when line_code like '%.of^_which.%' escape '^' then printed_name else printed_text
        end as text,
        case when line_code like '%.of^_which.%' escape '^' then line_code end as line_code,
        case when line_code like '%.of^_which.%' escape '^' then null else measure end as measure
    from {{ ref('fct_statement_line') }}
    where
        {{ matches('line_code', "'\\.of_which\\.h[0-9a-f]{8}$'") }}
        or {{ matches('measure', "'\\.of_which\\.h[0-9a-f]{8}$'") }}
),

not_understood as (
    select * from unmapped
    union all
    select * from unnamed_parts
),

grouped as (
    select
        document_id,
        statement,
        reason,
        line_code,
        measure,
        case
            when
                reason in ('stray', 'statement', 'table', 'form', 'rows')
                or (reason = 'unparsable' and line_code is null)
                then page_number || ' ' || text
        end as discriminator,
        min(page_number) as page_number,
        count(*) as cell_count,
        {{ first_by('text', 'page_number, text') }} as text
    from not_understood
    group by all
),

findings as (
    select
        document_id,
        case
            when reason in ('unit', 'unit_conflict') then 'unit'
            when reason = 'prior_year' then 'year'
            else 'unmapped'
        end as finding_type,
        case
            when reason in ('unparsable', 'unit_conflict') then 'error'
            when reason in ('stray', 'form', 'part', 'prior_year') then 'info'
            else 'warning'
        end as severity,
        case when reason in ('unit', 'unit_conflict') then 'D5' end as identity_ids,
        statement,
        line_code,
        measure,
        discriminator,
        page_number,
        text as printed_text,
        case reason
            when 'line' then '未能识别此行，共 ' || cell_count || ' 个金额未参加勾稽'
            when 'column' then '未能识别此栏，共 ' || cell_count || ' 个金额未参加勾稽'
            when 'unit' then '金额单位不明，共 ' || cell_count || ' 个金额未入库'
            when 'unit_conflict' then '同一报表印有不同的金额单位，共 ' || cell_count || ' 个金额未入库'
            when 'finer_than_a_cent' then '金额精确到分以下，按分入库'
            when 'unparsable' then '金额栏中的文字无法读作数字'
            when 'stray' then '此处不应有金额'
            when 'part' then '未识别此其中项，按上级项目的其中数入库，不参加勾稽'
            when 'statement' then '有表题而未见表格'
            when 'rows' then '成列的金额未能读成表格'
            when 'prior_year' then '此表为以前年度的，不属本年度决算，未入库'
            else '未能识别此表'
        end as reason_zh,
        case reason
            when 'line' then 'the row was not recognised; ' || cell_count || ' amounts take no part in identities'
            when 'column' then 'the column was not recognised; ' || cell_count || ' amounts take no part in identities'
            when 'unit' then 'the unit is unknown; ' || cell_count || ' amounts are not in the facts'
            when 'unit_conflict'
                then 'the statement prints two different units; ' || cell_count || ' amounts are not in the facts'
            when 'finer_than_a_cent' then 'the figure is finer than 0.01 yuan and was rounded'
            when 'unparsable' then 'text in a column of amounts that cannot be read as a number'
            when 'stray' then 'money where none belongs'
            when 'part' then 'a part (其中) that is not known: kept as a part of its parent, outside every identity'
            when 'statement' then 'a title without a table'
            when 'rows' then 'amounts in columns that could not be read as a table'
            when 'prior_year' then 'the statement of an earlier year printed again; it is not in the facts'
            else 'a table of no known statement'
        end as reason_en
    from grouped
)

select * from findings
