-- Amounts on which the two readers differ. What the second reader cannot read is no disagreement.
with

on_cells as (
    select
        document_id, statement, line_code, measure, '' as discriminator, page_number, printed_text,
        coalesce(second_place, second_text) as second_text, verdict, occurrence
    from {{ ref('int_second_verdicts') }}
    where verdict in ('disagrees', 'displaced', 'absent')
),

-- One finding per cell of the contract; a line printed twice counts once.
first_of_cells as (
    select
        document_id, statement, line_code, measure, discriminator, min(page_number) as page_number,
        {{ first_by('printed_text', 'occurrence') }} as printed_text,
        {{ first_by('second_text', 'occurrence') }} as second_text,
        {{ first_by('verdict', 'occurrence') }} as verdict
    from on_cells
    group by document_id, statement, line_code, measure, discriminator
),

on_missed as (
    select
        document_id, statement, null::varchar as line_code, null::varchar as measure,
        page_number || ' ' || word_number || ' ' || text as discriminator, page_number,
        null::varchar as printed_text, text as second_text, 'missed' as verdict
    from {{ ref('int_second_missed') }}
),

disagreements as (
    select * from first_of_cells
    union all
    select * from on_missed
),

findings as (
    select
        document_id,
        'reader_disagreement' as finding_type,
        case when verdict in ('disagrees', 'displaced') then 'error' else 'warning' end as severity,
        statement,
        line_code,
        measure,
        discriminator,
        page_number,
        coalesce(printed_text, second_text) as printed_text,
        case verdict
            when 'disagrees' then '两种读法不一致：第一种读作 ' || printed_text || '，第二种读作 ' || second_text
            when 'displaced' then '两种读法不一致：第二种见此金额于「' || second_text || '」'
            when 'absent' then '两种读法不一致：第一种读作 ' || printed_text || '，第二种在此格未见金额'
            else '两种读法不一致：第一种在此处未见金额，第二种读作 ' || second_text
        end as reason_zh,
        case verdict
            when 'disagrees'
                then 'two readers disagree: the first reads ' || printed_text || ', the second ' || second_text
            when 'displaced'
                then 'two readers disagree: the second sees the amount under “' || second_text || '”'
            when 'absent'
                then 'two readers disagree: the first reads ' || printed_text || ', the second sees no amount there'
            else 'two readers disagree: the first sees no amount there, the second reads ' || second_text
        end as reason_en
    from disagreements
)

select * from findings
