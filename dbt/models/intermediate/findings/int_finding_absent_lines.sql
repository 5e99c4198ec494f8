-- Lines of the classification that a statement leaves out though it prints their level, and another statement prints an
-- amount for them; and economic items that the prose lists.
with

form_lines as (
    select document_id, statement, line_code, parent_line_code
    from {{ ref('int_statement_lines') }}
    where occurrence = 1 and not is_of_which and not is_unmapped
),

coded_lines as (
    select *
    from form_lines
    where {{ identity_is_code('line_code') }}
),

levels as (
    select * from {{ ref('int_identity_levels') }}
),

-- A class of the summary stands behind a prefix (expenditure.201).
printed_elsewhere as (
    select distinct
        document_id,
        statement,
        case
            when starts_with(line_code, 'expenditure.') then substr(line_code, length('expenditure.') + 1)
            else line_code
        end as line_code
    from {{ ref('int_identity_cells') }}
    where amount_yuan <> 0 and {{ matches_all('line_code', "'(expenditure[.])?[0-9]{3,7}'") }}
),

listed as (
    select document_id, 'basic_expenditure' as statement, line_code
    from {{ ref('int_claim_listings') }}
    where is_listed and not is_met
),

absent as (
    select levels.document_id, levels.statement, others.line_code, 'statement' as witness
    from levels
    inner join printed_elsewhere as others
        on
            levels.document_id = others.document_id
            and levels.statement <> others.statement
            and levels.code_length = length(others.line_code)
    left join form_lines as own
        on
            levels.document_id = own.document_id
            and levels.statement = own.statement
            and others.line_code = own.line_code
    where own.document_id is null
    union
    select listed.document_id, listed.statement, listed.line_code, 'prose' as witness
    from listed
    left join form_lines as own
        on
            listed.document_id = own.document_id
            and listed.statement = own.statement
            and listed.line_code = own.line_code
    where own.document_id is null
),

ancestors as (
    select
        absent.document_id, absent.statement, absent.line_code, absent.witness,
        {{ first_by(
            'lines.line_code', "case when lines.line_code = 'total' then 0 else length(lines.line_code) end desc"
        ) }} as ancestor_code
    from absent
    inner join form_lines as lines
        on
            absent.document_id = lines.document_id
            and absent.statement = lines.statement
            and lines.line_code in ('total', substr(absent.line_code, 1, 3), substr(absent.line_code, 1, 5))
            and absent.line_code <> lines.line_code
    group by absent.document_id, absent.statement, absent.line_code, absent.witness
),

children as (
    select document_id, statement, parent_line_code, count(*) as child_count
    from coded_lines
    group by document_id, statement, parent_line_code
),

below as (
    select absent.document_id, absent.statement, absent.line_code, count(*) as below_count
    from absent
    inner join coded_lines as lines
        on
            absent.document_id = lines.document_id
            and absent.statement = lines.statement
            and starts_with(lines.line_code, absent.line_code)
    group by absent.document_id, absent.statement, absent.line_code
),

absent_lines as (
    select
        ancestors.document_id,
        ancestors.statement,
        ancestors.line_code,
        ancestors.witness,
        ancestors.ancestor_code,
        cast(coalesce(children.child_count, 0) as integer) as sibling_count,
        cast(coalesce(below.below_count, 0) as integer) as below_count
    from ancestors
    left join children
        on
            ancestors.document_id = children.document_id
            and ancestors.statement = children.statement
            and ancestors.ancestor_code = children.parent_line_code
    left join below
        on
            ancestors.document_id = below.document_id
            and ancestors.statement = below.statement
            and ancestors.line_code = below.line_code
)

select * from absent_lines
