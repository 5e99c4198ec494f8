-- A key printed twice with different amounts: identities read the first, so the reader must know.
with

cells as (
    select * from {{ ref('fct_statement_line') }}
    where not is_of_which and not {{ identity_is_unmapped('line_code') }}
),

differences as (
    select
        repeats.document_id,
        repeats.statement,
        repeats.line_code,
        repeats.measure,
        first_printed.printed_text as first_text,
        repeats.printed_text as repeated_text,
        repeats.page_number,
        row_number() over (
            partition by repeats.document_id, repeats.statement, repeats.line_code
            order by repeats.occurrence, repeats.measure in ('total', 'amount') desc, repeats.measure
        ) as preference
    from cells as repeats
    inner join cells as first_printed
        on
            repeats.document_id = first_printed.document_id
            and repeats.statement = first_printed.statement
            and repeats.line_code = first_printed.line_code
            and repeats.measure = first_printed.measure
    where
        repeats.occurrence > 1
        and first_printed.occurrence = 1
        and repeats.amount_yuan <> first_printed.amount_yuan
),

findings as (
    select
        document_id, 'code' as finding_type, 'error' as severity, statement, line_code, measure,
        page_number,
        '同一代码重复出现且金额不同：先为 ' || first_text || '，后为 ' || repeated_text as reason_zh,
        'the code is printed twice with different amounts: first ' || first_text || ', then ' || repeated_text
            as reason_en
    from differences
    where preference = 1
)

select * from findings
