-- The cells that add up to a line that the statement leaves out: the topmost lines printed below it.
with

printed_below as (
    select
        cells.document_id,
        cells.statement,
        cells.line_code,
        cells.measure,
        cells.amount_yuan,
        cells.half_unit_yuan,
        places.code_length,
        -- The total is above every class, and so is nothing.
        case when cells.parent_line_code = 'total' then 0 else coalesce(length(cells.parent_line_code), 0) end
            as length_above
    from {{ ref('int_identity_cells') }} as cells
    inner join (values (3), (5)) as places (code_length)
        on length(cells.line_code) > places.code_length
    where {{ identity_is_code('cells.line_code') }}
),

-- An unmapped row may be one of them.
implied_lines as (
    select
        printed_below.document_id,
        printed_below.statement,
        substr(printed_below.line_code, 1, printed_below.code_length) as implied_line_code,
        printed_below.line_code,
        printed_below.measure,
        printed_below.amount_yuan,
        printed_below.half_unit_yuan
    from printed_below
    left join (select distinct document_id, statement from {{ ref('int_identity_unmapped_blocks') }}) as unmapped
        on printed_below.document_id = unmapped.document_id and printed_below.statement = unmapped.statement
    where printed_below.length_above < printed_below.code_length and unmapped.document_id is null
)

select * from implied_lines
