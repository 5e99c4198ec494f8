-- The statements that a document holds: those printed, and those of which a title and a sentence below it are all. Where
-- only the prose says that there is nothing to print, the statement is not held, but nobody is misled.
with

printed as (
    select document_id, statement
    from {{ ref('int_statements') }}
    union
    select document_id, statement
    from {{ ref('int_untabled_titles') }}
    where is_declared_empty
),

denied as (
    select distinct denied.document_id, denied.statement
    from {{ ref('int_prose_of_statements') }} as denied
    left join printed on denied.document_id = printed.document_id and denied.statement = printed.statement
    where denied.is_denial and printed.document_id is null
),

held as (
    select document_id, statement, true as is_printed
    from printed
    union all
    select document_id, statement, false as is_printed
    from denied
)

select * from held
