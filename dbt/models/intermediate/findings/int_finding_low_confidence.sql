-- Amounts that were recognised in a picture and are not sure: a reader has to compare them with the page.
with

cells as (
    select
        document_id, statement, line_code, measure, occurrence, page_number, printed_text, confidence,
        (confidence * 100)::integer as sure_percent
    from {{ ref('fct_statement_line') }}
    where confidence < {{ var('lowest_sure_confidence') }}
),

findings as (
    select
        document_id,
        'low_confidence' as finding_type,
        'warning' as severity,
        statement,
        line_code,
        measure,
        case when occurrence > 1 then occurrence::varchar else '' end as discriminator,
        page_number,
        printed_text,
        '此数由图像识别而来，数字或所在行的把握仅 ' || sure_percent || '%，请与原页核对' as reason_zh,
        'the figure was recognised in a picture and is only ' || sure_percent || '% sure; compare it with the page'
            as reason_en
    from cells
)

select * from findings
