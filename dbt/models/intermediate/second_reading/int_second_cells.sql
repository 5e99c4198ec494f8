-- What the second reader sees inside the box of each amount: all of it, and word by word. Faint words (watermarks,
-- white figures) count only where the box holds nothing else.
with

facts as (
    select
        facts.document_id, facts.statement, facts.line_code, facts.measure, facts.occurrence, facts.page_number,
        facts.printed_text, facts.x0, facts.top, facts.x1, facts.bottom,
        facts.extraction_method = 'text' and readings.status = 'read' as is_comparable
    from {{ ref('fct_statement_line') }} as facts
    inner join {{ ref('stg_second_readings') }} as readings
        on facts.document_id = readings.document_id and facts.page_number = readings.page_number
),

words_inside as (
    select
        facts.document_id, facts.statement, facts.line_code, facts.measure, facts.occurrence,
        words.word_number, words.text, words.is_faint, words.top, words.x0,
        min(words.is_faint::integer) over (
            partition by facts.document_id, facts.statement, facts.line_code, facts.measure, facts.occurrence
        ) as faintness
    from facts
    inner join {{ ref('stg_second_words') }} as words
        on
            facts.document_id = words.document_id
            and facts.page_number = words.page_number
            and (words.x0 + words.x1) * 0.5 between facts.x0 and facts.x1
            and (words.top + words.bottom) * 0.5 between facts.top and facts.bottom
    where facts.is_comparable
),

texts as (
    select
        document_id, statement, line_code, measure, occurrence,
        {{ joined('text', "' '", 'top, x0') }} as text,
        -- Where one word alone holds digits, the others are marks or words beside the amount.
        case
            when count(*) filter (where {{ matches('text', "'[0-9０-９]'") }}) = 1
                then max(text) filter (where {{ matches('text', "'[0-9０-９]'") }})
        end as only_figure
    from words_inside
    where is_faint::integer = faintness
    group by document_id, statement, line_code, measure, occurrence
),

-- A word that reaches over the edge of a box may be two amounts that stand too close to be told apart.
touched as (
    select distinct facts.document_id, facts.statement, facts.line_code, facts.measure, facts.occurrence
    from facts
    inner join {{ ref('stg_second_words') }} as words
        on
            facts.document_id = words.document_id
            and facts.page_number = words.page_number
            and facts.x0 > words.x0 + 0.1 * (words.x1 - words.x0)
            and facts.x0 < words.x1 - 0.1 * (words.x1 - words.x0)
            and (words.top + words.bottom) * 0.5 between facts.top and facts.bottom
    union
    select distinct facts.document_id, facts.statement, facts.line_code, facts.measure, facts.occurrence
    from facts
    inner join {{ ref('stg_second_words') }} as words
        on
            facts.document_id = words.document_id
            and facts.page_number = words.page_number
            and facts.x1 > words.x0 + 0.1 * (words.x1 - words.x0)
            and facts.x1 < words.x1 - 0.1 * (words.x1 - words.x0)
            and (words.top + words.bottom) * 0.5 between facts.top and facts.bottom
),

cells as (
    select
        facts.*,
        touched.document_id is not null as is_touched,
        texts.text as second_text,
        coalesce(
            {{ parse_amount('texts.text') }},
            {{ parse_amount(replaced('texts.text', "' '")) }},
            {{ parse_amount('texts.only_figure') }}
        ) as second_amount,
        {{ parse_amount('facts.printed_text') }} as first_amount
    from facts
    left join texts
        on
            facts.document_id = texts.document_id
            and facts.statement = texts.statement
            and facts.line_code = texts.line_code
            and facts.measure = texts.measure
            and facts.occurrence = texts.occurrence
    left join touched
        on
            facts.document_id = touched.document_id
            and facts.statement = touched.statement
            and facts.line_code = touched.line_code
            and facts.measure = touched.measure
            and facts.occurrence = touched.occurrence
)

select * from cells
