-- Statements by code that print their topmost lines and no 合计: every sum below holds, and none says what they come to.
-- An unmapped row may be the total: that is told there.
with

-- The statements whose total is, by the catalogue, the sum of its topmost lines.
totalled as (
    select terms.statement, min(terms.identity_id) as identity_id
    from {{ ref('int_identity_terms') }} as terms
    where terms.side = 'rhs' and terms.line_selector = 'children' and terms.line = 'total'
    group by terms.statement
),

lines as (
    select document_id, statement, line_code, parent_line_code, is_unmapped
    from {{ ref('int_statement_lines') }}
    where occurrence = 1 and not is_of_which
),

without_total as (
    select document_id, statement
    from lines
    group by document_id, statement
    having not bool_or(line_code = 'total' or is_unmapped)
),

topmost as (
    select cells.document_id, cells.statement, cells.line_code, cells.amount_yuan
    from {{ ref('int_identity_cells') }} as cells
    inner join without_total
        on cells.document_id = without_total.document_id and cells.statement = without_total.statement
    where
        cells.measure = 'total'
        and cells.parent_line_code is null
        and {{ identity_is_code('cells.line_code') }}
        and cells.amount_yuan <> 0
),

-- One line alone is its own total.
sums as (
    select document_id, statement, sum(amount_yuan) as amount_yuan
    from topmost
    group by document_id, statement
    having count(*) > 1
),

findings as (
    select
        sums.document_id,
        'missing_cell' as finding_type,
        'warning' as severity,
        sums.statement,
        'total' as line_code,
        'total' as measure,
        totalled.identity_id as identity_ids,
        sums.amount_yuan as proposed_yuan,
        '本表列有各类科目，却缺合计行' as reason_zh,
        'the statement prints its classes and no total' as reason_en
    from sums
    inner join totalled on sums.statement = totalled.statement
)

select * from findings
