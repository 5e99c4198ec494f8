-- Which sums an unmapped row with an amount may belong to: those of the line before it and of that line's ancestors.
with

unmapped_amounts as (
    select distinct document_id, statement, line_code, measure
    from {{ ref('fct_statement_line') }}
    where {{ identity_is_unmapped('line_code') }} and amount_yuan <> 0
),

lines_in_order as (
    select
        lines.document_id,
        lines.statement,
        lines.line_code,
        last_value(
            case when not lines.is_unmapped and not lines.is_of_which then lines.line_code end ignore nulls
        ) over (
            partition by lines.document_id, lines.statement
            order by lines.page_number, lines.row_number
        ) as line_before
    from {{ ref('int_statement_lines') }} as lines
    where lines.document_id in (select unmapped_amounts.document_id from unmapped_amounts)
),

placed as (
    select amounts.document_id, amounts.statement, amounts.measure, lines_in_order.line_before
    from unmapped_amounts as amounts
    left join lines_in_order
        on
            amounts.document_id = lines_in_order.document_id
            and amounts.statement = lines_in_order.statement
            and amounts.line_code = lines_in_order.line_code
),

-- Side-by-side blocks have no reading order: there every class is touched.
side_by_side as (
    select placed.document_id, placed.statement, placed.measure, lines.line_code
    from placed
    inner join {{ ref('int_statement_lines') }} as lines
        on placed.document_id = lines.document_id and placed.statement = lines.statement
    where placed.statement = 'basic_expenditure'
),

blocks as (
    select document_id, statement, measure, 'total' as line_code from placed
    union
    select document_id, statement, measure, line_before as line_code
    from placed
    where line_before is not null
    union
    select document_id, statement, measure, substr(line_before, 1, 3) as line_code
    from placed
    where line_before is not null
    union
    select document_id, statement, measure, substr(line_before, 1, 5) as line_code
    from placed
    where line_before is not null
    union
    select document_id, statement, measure, line_code from side_by_side
)

select * from blocks
