-- What was recognised in a picture, or has a note laid over it, and is not sure, amounts and units: a reader has to compare it with the page.
with

cells as (
    select
        document_id, statement, line_code, measure, occurrence, page_number, printed_text, confidence,
        (confidence * 100)::integer as sure_percent
    from {{ ref('fct_statement_line') }}
    where confidence < {{ var('lowest_sure_confidence') }}
),

unsure_amounts as (
    select
        document_id,
        'low_confidence' as finding_type,
        'warning' as severity,
        null::varchar as identity_ids,
        statement,
        line_code,
        measure,
        case when occurrence > 1 then occurrence::varchar else '' end as discriminator,
        page_number,
        printed_text,
        '此数由图像识别而来，或其上覆有批注，数字或所在行的把握仅 ' || sure_percent || '%，请与原页核对' as reason_zh,
        'the figure was recognised in a picture, or a note is laid over it: it is only ' || sure_percent
        || '% sure; compare it with the page' as reason_en
    from cells
),

unsure_units as (
    select
        document_id, finding_type, severity, identity_ids, statement,
        null::varchar as line_code, null::varchar as measure,
        'recognized' as discriminator, page_number, null::varchar as printed_text, reason_zh, reason_en
    from {{ ref('int_finding_recognized_units') }}
),

findings as (
    select * from unsure_amounts
    union all
    select * from unsure_units
)

select * from findings
