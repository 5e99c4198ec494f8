-- Headers recognised in a picture with one character misread: taken for the only meaning that the lexicon has one
-- character away. A text layer is never repaired.
with

recognized_keys as (
    select distinct
        tables.statement,
        {{ header_key('columns.header_path') }} as header_key
    from {{ ref('int_statement_tables') }} as tables
    inner join {{ ref('stg_tables') }} as printed
        on tables.document_id = printed.document_id and tables.table_number = printed.table_number
    inner join {{ ref('stg_columns') }} as columns
        on tables.document_id = columns.document_id and tables.header_table_number = columns.table_number
    where printed.method = 'ocr'
),

lexicon as (
    select statement, pattern, role, coalesce(side, '') as side, measure, line_code
    from {{ ref('statement_columns') }}
),

-- A path with 其中 is taken apart elsewhere, and only as it is printed.
unknown_keys as (
    select recognized_keys.*
    from recognized_keys
    left join lexicon
        on
            lexicon.statement in (recognized_keys.statement, '*')
            and {{ matches_all('recognized_keys.header_key', 'lexicon.pattern') }}
    where
        lexicon.pattern is null
        and recognized_keys.header_key <> ''
        and not contains(recognized_keys.header_key, '其中')
),

-- Three characters are too few: 决算数 is one character away from 预算数.
words as (
    select distinct statement, {{ each_word('pattern', 4) }} as word
    from lexicon
),

segments as (
    select distinct statement, header_key, {{ each_part('header_key', "'/'") }} as segment
    from unknown_keys
),

candidates as (
    select distinct
        segments.statement,
        segments.header_key,
        trim(
            replace('/' || segments.header_key || '/', '/' || segments.segment || '/', '/' || words.word || '/'), '/'
        ) as repaired_key,
        {{ contrasts_of('words.word') }} = {{ contrasts_of('segments.segment') }} as has_its_contrasts
    from segments
    inner join words
        on
            words.statement in (segments.statement, '*')
            and length(words.word) = length(segments.segment)
            and {{ name_distance('segments.segment', 'words.word') }} = 1
),

-- A statement's own wording goes before the general one, as everywhere.
meanings as (
    select distinct
        candidates.statement,
        candidates.header_key,
        candidates.repaired_key,
        candidates.has_its_contrasts,
        lexicon.role || '|' || lexicon.side || '|' || coalesce(lexicon.measure, '') || '|'
        || coalesce(lexicon.line_code, '') as meaning
    from candidates
    inner join lexicon
        on
            lexicon.statement in (candidates.statement, '*')
            and {{ matches_all('candidates.repaired_key', 'lexicon.pattern') }}
    qualify
        rank() over (
            partition by candidates.statement, candidates.repaired_key order by lexicon.statement = '*'
        ) = 1
),

-- A character that turns a heading into its counterpart (年初 and 年末) is never taken for a misread one.
repairs as (
    select
        statement,
        header_key,
        min(repaired_key) as repaired_key
    from meanings
    group by statement, header_key
    having
        (count(distinct meaning) = 1 or count(distinct repaired_key) = 1)
        and bool_and(has_its_contrasts)
)

select * from repairs
