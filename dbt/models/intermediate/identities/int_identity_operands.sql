-- Where documents meet the compiled catalogue: equality joins for cells named, children, and what stands for a line.
with

cells as (
    select * from {{ ref('int_identity_cells') }}
),

terms as (
    select * from {{ ref('int_identity_terms_resolved') }}
),

named_cells as (
    select
        cells.document_id, terms.scope_id, terms.side, terms.weight, terms.unless_line,
        cells.statement, cells.line_code, cells.measure, cells.amount_yuan, cells.half_unit_yuan
    from cells
    inner join terms
        on
            cells.statement = terms.statement
            and cells.line_code = terms.line_code
            and cells.measure = terms.measure
    where terms.reach = 'cell'
),

children as (
    select
        cells.document_id, terms.scope_id, terms.side, terms.weight, terms.unless_line,
        cells.statement, cells.line_code, cells.measure, cells.amount_yuan, cells.half_unit_yuan
    from cells
    inner join terms
        on
            cells.statement = terms.statement
            and cells.parent_line_code = terms.line_code
            and cells.measure = terms.measure
    where terms.reach = 'children'
),

implied_lines as (
    select
        cells.document_id, terms.scope_id, terms.side, terms.weight, terms.unless_line,
        cells.statement, cells.line_code, cells.measure, cells.amount_yuan, cells.half_unit_yuan
    from {{ ref('int_identity_implied_lines') }} as cells
    inner join terms
        on
            cells.statement = terms.statement
            and cells.implied_line_code = terms.line_code
            and cells.measure = terms.measure
    where terms.reach = 'cell' and terms.side = 'rhs'
),

selected as (
    select * from named_cells
    union all
    select * from children
    union all
    select * from implied_lines
),

-- A term gives way where the line that stands for it is printed (财政拨款收入 in one line instead of three funds).
operands as (
    select
        selected.document_id, selected.scope_id, selected.side, selected.weight,
        selected.statement, selected.line_code, selected.measure, selected.amount_yuan, selected.half_unit_yuan
    from selected
    left join cells as substitutes
        on
            selected.document_id = substitutes.document_id
            and selected.statement = substitutes.statement
            and selected.unless_line = substitutes.line_code
            and selected.measure = substitutes.measure
    where substitutes.document_id is null
)

select * from operands
