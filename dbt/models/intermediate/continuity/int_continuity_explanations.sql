-- What the prose of a document gives as the reason for another opening balance: the first sentence of each type.
with

wordings as (
    select kind, pattern from {{ ref('continuity_explanations') }}
),

-- Only documents of which an equation between years fails have something to explain.
contradicted as (
    select distinct document_id
    from {{ ref('int_continuity_equations') }}
    where status = 'fail'
),

paragraphs as (
    select
        lines.document_id,
        lines.paragraph_number,
        min(lines.page_number) as page_number,
        {{ joined('lines.text_key', "''", 'lines.page_number, lines.line_number') }} as text_key
    from {{ ref('stg_lines') }} as lines
    inner join contradicted on lines.document_id = contradicted.document_id
    group by lines.document_id, lines.paragraph_number
),

sentences as (
    select document_id, paragraph_number, page_number, {{ each_part('text_key', "'。'") }} as sentence
    from paragraphs
),

-- 名词解释 defines what an opening balance is; it explains none.
on_balances as (
    select *
    from sentences
    where
        {{ matches('sentence', "'年初|期初|上年|结转|结余'") }}
        and not {{ matches('sentence', "'[:：](?:是)?指|是指|反映'") }}
),

explanations as (
    select on_balances.document_id, wordings.kind, on_balances.page_number, on_balances.sentence
    from on_balances
    inner join wordings on {{ matches('on_balances.sentence', 'wordings.pattern') }}
    qualify
        row_number() over (
            partition by on_balances.document_id, wordings.kind
            order by on_balances.page_number, on_balances.paragraph_number, on_balances.sentence
        ) = 1
)

select * from explanations
