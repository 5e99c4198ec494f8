-- Recognised amounts of which the digits may be sure and the whole is not: the code of the row contradicts its name, or
-- the decimals are not those of the statement, as where a point was lost.
with

amounts as (
    select
        named.document_id,
        named.table_number,
        named.statement,
        named.row_number,
        named.column_number,
        named.line_code,
        named.printed_amount,
        named.decimals,
        named.printed_name,
        {{ name_key("coalesce(named.printed_name, '')") }} as name_key
    from {{ ref('int_named_amounts') }} as named
    where named.method = 'ocr'
),

decimal_counts as (
    select document_id, statement, decimals, count(*) as amount_count
    from amounts
    where printed_amount <> 0
    group by document_id, statement, decimals
),

usual_decimals as (
    select
        document_id,
        statement,
        {{ first_by('decimals', 'amount_count desc, decimals desc') }} as decimals,
        max(amount_count) as usual_count,
        sum(amount_count) as amount_count
    from decimal_counts
    group by document_id, statement
),

-- One in ten may differ, and is told.
odd_decimals as (
    select amounts.*, 'decimals' as doubt
    from amounts
    inner join usual_decimals as usual
        on amounts.document_id = usual.document_id and amounts.statement = usual.statement
    where
        amounts.printed_amount <> 0
        and amounts.decimals <> usual.decimals
        and usual.usual_count * 10 >= usual.amount_count * 9
),

code_names as (
    select distinct classification, code, name_key as official_key
    from {{ ref('int_classification') }}
),

read_names as (
    select distinct
        statement,
        line_code,
        name_key,
        case statement when 'basic_expenditure' then 'economic' else 'functional' end as classification
    from amounts
    where {{ matches_all('line_code', "'[0-9]{3,7}'") }}
),

-- A third of the name misread, or the name cut short, is still that name.
name_verdicts as (
    select
        read_names.statement,
        read_names.line_code,
        read_names.name_key,
        bool_or(
            {{ name_distance('read_names.name_key', 'code_names.official_key') }} * 3 <= length(code_names.official_key)
            or (length(read_names.name_key) >= 2 and starts_with(code_names.official_key, read_names.name_key))
        ) as is_named
    from read_names
    left join code_names
        on read_names.classification = code_names.classification and read_names.line_code = code_names.code
    group by read_names.statement, read_names.line_code, read_names.name_key
),

misnamed as (
    select amounts.*, 'line' as doubt
    from amounts
    inner join name_verdicts
        on
            amounts.statement = name_verdicts.statement
            and amounts.line_code = name_verdicts.line_code
            and amounts.name_key = name_verdicts.name_key
    where not coalesce(name_verdicts.is_named, false)
),

doubts as (
    select document_id, table_number, row_number, column_number, min(doubt) as doubt
    from (
        select document_id, table_number, row_number, column_number, doubt from odd_decimals
        union all
        select document_id, table_number, row_number, column_number, doubt from misnamed
    ) as every_doubt
    group by document_id, table_number, row_number, column_number
)

select * from doubts
