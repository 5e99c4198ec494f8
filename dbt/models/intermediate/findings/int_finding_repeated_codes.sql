-- A key printed twice with different amounts: identities read the first, so the reader must know. A statement printed
-- twice as a whole is one finding, not one for each of its lines.
with

printings as (
    select
        document_id, statement, line_code, occurrence, copy_number,
        max(occurrence) over (partition by document_id, statement, line_code) as last_occurrence
    from {{ ref('int_statement_lines') }}
    where not is_of_which and not is_unmapped
),

-- A second column of the same meaning counts on after the last line.
cells as (
    select
        facts.document_id, facts.statement, facts.line_code, facts.measure, facts.occurrence,
        facts.amount_yuan, facts.printed_text, facts.page_number, printings.copy_number
    from {{ ref('fct_statement_line') }} as facts
    inner join printings
        on
            facts.document_id = printings.document_id
            and facts.statement = printings.statement
            and facts.line_code = printings.line_code
            and (facts.occurrence - 1) % printings.last_occurrence + 1 = printings.occurrence
    where not facts.is_of_which
),

compared as (
    select
        *,
        first_value(printed_text) over first_printed as first_text,
        first_value(amount_yuan) over first_printed as first_yuan,
        first_value(page_number) over first_printed as first_page,
        first_value(occurrence) over first_printed as first_occurrence
    from cells
    window first_printed as (
        partition by document_id, statement, line_code, measure, copy_number order by occurrence
    )
),

differences as (
    select *
    from compared
    where amount_yuan <> first_yuan
    qualify
        row_number() over (
            partition by document_id, statement, line_code
            order by occurrence, measure in ('total', 'amount') desc, measure
        ) = 1
),

code_findings as (
    select
        document_id, 'code' as finding_type, 'error' as severity, statement, line_code, measure, page_number,
        '同一代码重复出现且金额不同：先为 ' || first_text || '，后为 ' || printed_text as reason_zh,
        'the code is printed twice with different amounts: first ' || first_text || ', then ' || printed_text
            as reason_en
    from differences
    -- A code that was printed for another is told with the name beside it.
    where (document_id, statement, line_code) not in (
            select (names.document_id, names.statement, names.line_code)
            from {{ ref('int_finding_code_names') }} as names
            where names.proposed_text is not null
        )
),

-- Carried over from the page before, a line may stand twice; on one page it cannot.
doubled as (
    select document_id, statement, line_code, min(page_number) as page_number
    from compared
    where {{ identity_is_code('line_code') }} and occurrence > first_occurrence
    group by document_id, statement, line_code
    having bool_and(amount_yuan = first_yuan and page_number = first_page) and bool_or(amount_yuan <> 0)
),

row_findings as (
    select
        document_id, 'code' as finding_type, 'warning' as severity, statement, line_code,
        null::varchar as measure, page_number,
        '此行在同一页印了两次，金额相同：各级合计只计一次' as reason_zh,
        'the line is printed twice on one page with the same amounts: sums count it once' as reason_en
    from doubled
),

further_copies as (
    select document_id, statement, min(page_number) as page_number, max(copy_number) as copy_count
    from {{ ref('int_statement_lines') }}
    where copy_number > 1
    group by document_id, statement
),

copy_findings as (
    select
        document_id, 'code' as finding_type, 'warning' as severity, statement,
        null::varchar as line_code, null::varchar as measure, page_number,
        '此表印了 ' || copy_count || ' 套：第一套之后的各行重复序号自 2 起，不参加勾稽' as reason_zh,
        'the statement is printed ' || copy_count || ' times: lines after the first copy take no part in identities'
            as reason_en
    from further_copies
),

findings as (
    select * from code_findings
    union all
    select * from row_findings
    union all
    select * from copy_findings
)

select * from findings
