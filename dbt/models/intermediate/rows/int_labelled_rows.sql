-- A label that names two lines is told by the line that it stands under (年初财政拨款结转和结余 / 一般公共预算财政拨款).
with

rows as (
    select
        rows.*,
        coalesce(sides.label_side, '') as side,
        {{ label_key('rows.name_key') }} as label_key,
        coalesce({{ is_of_which_label('rows.name_key') }}, false) as is_after_of_which
    from {{ ref('int_row_keys') }} as rows
    left join {{ ref('int_block_sides') }} as sides
        on
            rows.document_id = sides.document_id
            and rows.table_number = sides.table_number
            and rows.block_number = sides.block_number
),

matches as (
    select
        statement,
        side,
        label_key,
        min(case when after_line_code is null then line_code end) as line_code,
        min(case when after_line_code is not null then line_code end) as line_code_after,
        min(after_line_code) as after_line_code,
        bool_or(is_line_after_of_which) as is_line_after_of_which,
        min(code_status) as code_status
    from {{ ref('int_label_matches') }}
    group by statement, side, label_key
),

matched as (
    select
        rows.*,
        rows.is_after_of_which and not coalesce(matches.is_line_after_of_which, false) as is_part,
        matches.line_code as plain_line_code,
        matches.line_code_after,
        matches.after_line_code,
        matches.code_status,
        case
            when matches.after_line_code is null and not rows.is_after_of_which then matches.line_code
        end as anchor
    from rows
    left join matches
        on rows.statement = matches.statement and rows.side = matches.side and rows.label_key = matches.label_key
),

anchored as (
    select
        *,
        {{ last_known('anchor', 'document_id, statement, block_number', 'table_number, row_number') }} as last_anchor
    from matched
),

named as (
    select
        *,
        case
            when is_part then null
            when after_line_code = last_anchor then line_code_after
            else plain_line_code
        end as line_code_by_name
    from anchored
),

-- 一、三公经费支出 over (一)支出合计 is a heading: of two rows that name one line, the total below is the line.
chosen as (
    select
        *,
        case
            when not coalesce(
                    lead(line_code_by_name) over block_rows = line_code_by_name
                    and ends_with(lead(label_key) over block_rows, '合计')
                    and not ends_with(label_key, '合计'),
                    false
                ) then line_code_by_name
        end as line_code
    from named
    window block_rows as (partition by document_id, table_number, statement, block_number order by row_number)
),

with_parents as (
    select
        *,
        {{ last_known('line_code', 'document_id, statement, block_number', 'table_number, row_number') }} as line_before
    from chosen
),

lines as (
    select
        with_parents.document_id,
        with_parents.table_number,
        with_parents.statement,
        with_parents.row_number,
        with_parents.block_number,
        case
            when with_parents.is_part and with_parents.line_before is not null
                then
                    with_parents.line_before || '.of_which.'
                    || coalesce(slugs.slug, {{ of_which_slug('with_parents.label_key') }})
            else with_parents.line_code
        end as line_code,
        coalesce(with_parents.code_status, 'by_name') as code_status
    from with_parents
    left join {{ ref('of_which_slugs') }} as slugs on with_parents.is_part and with_parents.label_key = slugs.label_key
    where with_parents.line_code is not null or (with_parents.is_part and with_parents.line_before is not null)
)

select * from lines
