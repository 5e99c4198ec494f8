-- Each wording of a row label is looked up once per statement and side; a damaged one only where one line is nearest.
with

rows as (
    select
        rows.statement,
        coalesce(sides.label_side, '') as side,
        {{ label_key('rows.name_key') }} as label_key
    from {{ ref('int_row_keys') }} as rows
    left join {{ ref('int_block_sides') }} as sides
        on
            rows.document_id = sides.document_id
            and rows.table_number = sides.table_number
            and rows.block_number = sides.block_number
    where rows.name_key is not null
),

printed_labels as (
    select distinct statement, side, label_key
    from rows
    where label_key <> ''
),

labels as (
    select * from {{ ref('int_line_labels') }}
),

exact_matches as (
    select
        printed_labels.*,
        labels.line_code,
        labels.after_line_code,
        labels.is_line_after_of_which,
        'by_name' as code_status
    from printed_labels
    inner join labels
        on
            printed_labels.statement = labels.statement
            and printed_labels.side = labels.side
            and printed_labels.label_key = labels.label_key
),

known_labels as (
    select label_key from labels
    union
    select label_key from {{ ref('known_labels') }}
),

-- Only where labels alone name the lines; elsewhere codes do, and a near name means nothing. Nor does it where the label
-- is a known one of another line, or counts things.
unmatched as (
    select
        printed_labels.*,
        {{ distinguishing_part('printed_labels.label_key') }} as part
    from printed_labels
    left join known_labels on printed_labels.label_key = known_labels.label_key
    where
        known_labels.label_key is null
        and printed_labels.statement in ('summary', 'fiscal_summary', 'three_public')
        and length(printed_labels.label_key) <= 40
        and not {{ is_count_label('printed_labels.label_key') }}
),

-- One character misread in a part of four or more, or lost from one of six or more.
nearest_lines as (
    select distinct
        unmatched.statement,
        unmatched.side,
        unmatched.label_key,
        labels.line_code,
        labels.after_line_code,
        labels.is_line_after_of_which,
        {{ name_distance('unmatched.part', distinguishing_part('labels.label_key')) }} as distance
    from unmatched
    inner join labels
        on
            unmatched.statement = labels.statement
            and unmatched.side = labels.side
            and length({{ distinguishing_part('labels.label_key') }}) - length(unmatched.part) between 0 and 1
            and length(unmatched.part) >= case
                when length({{ distinguishing_part('labels.label_key') }}) = length(unmatched.part) then 4 else 6
            end
            and {{ contrasts_of('unmatched.label_key') }} = {{ contrasts_of('labels.label_key') }}
),

damaged_matches as (
    select
        statement,
        side,
        label_key,
        line_code,
        after_line_code,
        is_line_after_of_which,
        'damaged_name' as code_status
    from nearest_lines
    where distance <= 1
    qualify
        rank() over (partition by statement, side, label_key order by distance) = 1
        and count(distinct line_code) over (partition by statement, side, label_key, distance, after_line_code) = 1
),

matches as (
    select * from exact_matches
    union all
    select * from damaged_matches
)

select * from matches
