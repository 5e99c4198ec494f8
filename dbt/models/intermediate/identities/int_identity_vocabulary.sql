-- The cells that the catalogue is compiled against, once, instead of once per document.
with

lines as (
    select distinct statement, line_code
    from {{ ref('int_statement_lines') }}
    where not is_of_which and not is_unmapped
),

columns as (
    select distinct statement, measure, line_code
    from {{ ref('int_statement_columns') }}
    where not {{ identity_is_unmapped('measure') }}
),

form_cells as (
    select lines.statement, lines.line_code, columns.measure
    from lines
    inner join columns on lines.statement = columns.statement
    where columns.line_code is null
),

single_cells as (
    select statement, line_code, measure
    from columns
    where line_code is not null
),

printed_cells as (
    select distinct statement, line_code, measure
    from {{ ref('fct_statement_line') }}
    where
        not is_of_which
        and not {{ identity_is_unmapped('line_code') }}
        and not {{ identity_is_unmapped('measure') }}
),

every_cell as (
    select * from form_cells
    union
    select * from single_cells
    union
    select * from printed_cells
)

select * from every_cell
