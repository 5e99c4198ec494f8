-- Lines of the classification below which the statement prints no other.
with

form_lines as (
    select document_id, statement, line_code, parent_line_code
    from {{ ref('int_statement_lines') }}
    where occurrence = 1 and not is_of_which and not is_unmapped
),

leaves as (
    select distinct lines.document_id, lines.statement, lines.line_code
    from form_lines as lines
    left join form_lines as children
        on
            lines.document_id = children.document_id
            and lines.statement = children.statement
            and lines.line_code = children.parent_line_code
    where children.document_id is null and {{ identity_is_code('lines.line_code') }}
)

select * from leaves
