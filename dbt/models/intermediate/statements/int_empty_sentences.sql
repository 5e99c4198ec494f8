-- A sentence under one statement may stand over the next on the page: it belongs to the statement that it names. The
-- form's instruction (无……的，仍保留该表格式) may end on the line below. Where the table ends with its page, the sentence may be
-- among the first lines of the next.
with

tables as (
    select document_id, table_number, statement, last_page
    from {{ ref('int_statement_tables') }}
),

overhanging as (
    select
        tables.document_id, tables.table_number, lines.page_number, lines.line_number, lines.text, lines.text_key,
        row_number() over (
            partition by tables.document_id, tables.table_number order by lines.line_number
        ) as place
    from tables
    inner join {{ ref('stg_lines') }} as lines
        on tables.document_id = lines.document_id and lines.page_number = tables.last_page + 1
),

lines as (
    select document_id, table_number, page_number, line_number, caption_position, text, text_key
    from {{ ref('stg_captions') }}
    where caption_position <> 'previous_page'
    union all
    select document_id, table_number, page_number, line_number, 'next_page' as caption_position, text, text_key
    from overhanging
    where place <= 3
),

captions as (
    select
        *,
        text_key || case
            when not {{ matches('text_key', "'[。;]$'") }} then coalesce(lead(text_key) over below, '') else ''
        end as sentence_key
    from lines
    window below as (
        partition by document_id, table_number, caption_position order by page_number, line_number
    )
),

sentences as (
    select distinct text_key, sentence_key
    from captions
    where {{ matches('text_key', "'无|没有|未|为0|为零|为空|空表|保留'") }}
),

instructions as (
    select distinct sentences.sentence_key
    from sentences
    inner join {{ ref('empty_statement_sentences') }} as patterns
        on patterns.kind = 'instructs' and {{ matches('sentences.sentence_key', 'patterns.pattern') }}
),

judged as (
    select sentences.text_key, sentences.sentence_key, patterns.statement
    from sentences
    inner join {{ ref('empty_statement_sentences') }} as patterns
        on patterns.kind = 'affirms' and {{ matches('sentences.text_key', 'patterns.pattern') }}
    left join instructions on sentences.sentence_key = instructions.sentence_key
    where instructions.sentence_key is null
),

affirming as (
    select
        captions.document_id,
        tables.statement,
        {{ first_by(
            'captions.text',
            "judged.statement = '*', captions.caption_position <> 'below', captions.page_number, captions.line_number"
        ) }} as empty_sentence
    from captions
    inner join judged on captions.text_key = judged.text_key and captions.sentence_key = judged.sentence_key
    inner join tables
        on
            captions.document_id = tables.document_id
            and (
                captions.table_number = tables.table_number
                or (
                    captions.table_number > tables.table_number
                    and captions.page_number = tables.last_page
                    and judged.statement = tables.statement
                )
            )
            and (
                judged.statement = tables.statement
                or (judged.statement = '*' and captions.caption_position = 'below')
            )
    group by captions.document_id, tables.statement
)

select * from affirming
