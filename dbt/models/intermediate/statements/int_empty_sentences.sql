-- A sentence under one statement may stand over the next on the page: it belongs to the statement that it names.
with

tables as (
    select document_id, table_number, statement, last_page
    from {{ ref('int_statement_tables') }}
),

sentences as (
    select distinct text_key
    from {{ ref('stg_captions') }}
    where caption_position <> 'previous_page' and {{ matches('text_key', "'无|没有|未|为0|为零|为空|空表|保留'") }}
),

judged as (
    select
        sentences.text_key,
        patterns.statement,
        max(patterns.kind = 'instructs') over (partition by sentences.text_key) as is_instruction
    from sentences
    inner join {{ ref('empty_statement_sentences') }} as patterns
        on {{ matches('sentences.text_key', 'patterns.pattern') }}
),

affirming as (
    select
        captions.document_id,
        tables.statement,
        {{ first_by(
            'captions.text',
            "judged.statement = '*', captions.caption_position <> 'below', captions.page_number, captions.line_number"
        ) }} as empty_sentence
    from {{ ref('stg_captions') }} as captions
    inner join judged on captions.text_key = judged.text_key
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
    where not judged.is_instruction and captions.caption_position <> 'previous_page'
    group by captions.document_id, tables.statement
)

select * from affirming
