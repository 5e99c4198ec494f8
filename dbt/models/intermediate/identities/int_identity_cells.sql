-- Addable cells: 其中 lines, unmapped rows and repeated keys never take part in an identity.
with

cells as (
    select document_id, statement, line_code, measure, amount_yuan, precision_yuan, unit_yuan, page_number
    from {{ ref('fct_statement_line') }}
    where occurrence = 1 and not is_of_which and not {{ identity_is_unmapped('line_code') }}
),

parents as (
    select document_id, statement, line_code, parent_line_code
    from {{ ref('int_statement_lines') }}
    where occurrence = 1 and parent_line_code is not null
),

addable as (
    select
        cells.document_id,
        cells.statement,
        cells.line_code,
        cells.measure,
        parents.parent_line_code,
        cells.amount_yuan,
        cast(cells.precision_yuan * 0.5 as decimal(24, 4)) as half_unit_yuan,
        cells.precision_yuan,
        cells.unit_yuan,
        cells.page_number
    from cells
    left join parents
        on
            cells.document_id = parents.document_id
            and cells.statement = parents.statement
            and cells.line_code = parents.line_code
)

select * from addable
