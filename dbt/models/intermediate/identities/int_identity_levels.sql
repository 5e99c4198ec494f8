-- The levels of the classification that a statement prints at all: some print 类 and 项 without 款, or 项 alone.
with

levels as (
    select distinct
        document_id,
        statement,
        length(line_code) as code_length
    from {{ ref('int_statement_lines') }}
    where not is_of_which and not is_unmapped and {{ identity_is_code('line_code') }}
)

select * from levels
