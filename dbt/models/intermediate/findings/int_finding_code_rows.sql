-- Rows whose printed code is damaged, out of place or unknown. The printed code stays; what was made of it is proposed.
with

rows_with_codes as (
    select
        lines.document_id, lines.statement, lines.line_code, lines.page_number, lines.printed_code, lines.printed_name,
        lines.code_status,
        -- What the classification at hand lacks, or a year that it does not cover, contradicts nothing.
        lines.code_status in ('recovered', 'recovered_near_name')
        or (lines.code_status = 'misplaced' and coalesce(coverage.is_covered, true)) as is_contradiction
    from {{ ref('int_statement_lines') }} as lines
    left join {{ ref('int_classified_statements') }} as coverage
        on lines.document_id = coverage.document_id and lines.statement = coverage.statement
    where
        lines.occurrence = 1
        and lines.code_status in (
            'recovered', 'recovered_near_name', 'misplaced', 'unverified', 'other_year', 'damaged_name'
        )
),

findings as (
    select
        document_id,
        case when code_status = 'damaged_name' then 'name' else 'code' end as finding_type,
        case when is_contradiction then 'warning' else 'info' end as severity,
        case when is_contradiction then 'D6' end as identity_ids,
        statement,
        line_code,
        page_number,
        coalesce(printed_code, printed_name) as printed_text,
        case when code_status in ('recovered', 'recovered_near_name') then line_code end as proposed_text,
        case code_status
            when 'recovered'
                then '印列编码 ' || printed_code || ' 残损，按上级科目、尚存数字和名称“' || printed_name
                    || '”应为 ' || line_code
            when 'recovered_near_name'
                then '印列编码 ' || printed_code || ' 残损，名称“' || printed_name
                    || '”也有误字，应为 ' || line_code
            when 'misplaced' then '编码 ' || line_code || ' 不在科目表中，其上级科目也未印列'
            when 'unverified' then '编码 ' || line_code || ' 不在已有科目表中，按印列采用'
            when 'other_year' then '编码 ' || line_code || ' 只见于其他年度的科目表'
            else '名称“' || printed_name || '”与表式不尽相同，按最接近者识别'
        end as reason_zh,
        case code_status
            when 'recovered'
                then 'the printed code ' || printed_code || ' is damaged; its parent, its surviving digits and '
                    || printed_name || ' give ' || line_code
            when 'recovered_near_name'
                then 'the printed code ' || printed_code || ' is damaged and so is the name ' || printed_name
                    || '; together they give ' || line_code
            when 'misplaced' then 'the code ' || line_code || ' is not in the classification, nor is its parent printed'
            when 'unverified' then 'the code ' || line_code || ' is not in the classification at hand; taken as printed'
            when 'other_year' then 'the code ' || line_code || ' is in the classification of other years only'
            else 'the name ' || printed_name || ' is not quite that of the form; the nearest was taken'
        end as reason_en
    from rows_with_codes
)

select * from findings
