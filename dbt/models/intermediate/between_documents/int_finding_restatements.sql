-- What an edition changes, one finding per statement: nothing is wrong with a correction, but a reader must know of it.
with

restated as (
    select
        *,
        row_number() over (
            partition by document_id, statement order by page_number nulls last, line_code, measure
        ) as place
    from {{ ref('int_restatements') }}
),

findings as (
    select
        restated.document_id, 'restated' as finding_type, 'info' as severity, restated.statement,
        'since ' || min(restated.former_document_id) as discriminator,
        min(restated.page_number) as page_number,
        null::varchar as printed_text,
        '较前一版改动 ' || count(*) || ' 格：' || {{ joined(
            "case when place <= 3 then line_code || '·' || measure || ' ' || coalesce(former_text, '（空）') || '→' "
            ~ "|| coalesce(printed_text, '（空）') when place = 4 then '……' end", "'；'", 'place'
        ) }} as reason_zh,
        count(*) || ' cells changed since the edition before: ' || {{ joined(
            "case when place <= 3 then line_code || '.' || measure || ' ' || coalesce(former_text, '(blank)') || ' → ' "
            ~ "|| coalesce(printed_text, '(blank)') when place = 4 then '…' end", "'; '", 'place'
        ) }} as reason_en
    from restated
    group by restated.document_id, restated.statement
)

select * from findings
