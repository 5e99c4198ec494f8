-- Lines of a further copy of a statement are never occurrence 1, even where the first copy does not print them: what
-- identities read is one copy.
with

-- A label merged over several blocks of a row is one line: the block with its amounts, or the first.
on_form as (
    select *
    from {{ ref('int_lines_on_form') }}
    qualify
        has_own_amounts
        or row_number() over (
            partition by document_id, statement, line_code, table_number, row_number
            order by has_own_amounts desc, block_number
        ) = 1
),

numbered as (
    select
        lines.*,
        copies.copy_number,
        row_number() over (
            partition by lines.document_id, lines.statement, lines.line_code
            order by
                copies.copy_number, lines.has_amounts desc, lines.table_number, lines.row_number, lines.block_number
        ) as printing
    from on_form as lines
    inner join {{ ref('int_statement_copies') }} as copies
        on lines.document_id = copies.document_id and lines.table_number = copies.table_number
),

lines as (
    select
        *,
        (printing + greatest(0, max(copy_number - printing) over (
            partition by document_id, statement, line_code
            order by printing rows between unbounded preceding and current row
        )))::integer as occurrence
    from numbered
),

printed_codes as (
    select distinct document_id, statement, line_code
    from lines
    where {{ matches_all('line_code', "'[0-9]+|total'") }}
),

-- Forms that print 类 and 项 without 款 hang the 项 on the 类; the topmost printed lines hang on the total.
with_parents as (
    select
        lines.*,
        {{ matches_all('lines.line_code', "'[0-9]{3,7}'") }} as is_coded,
        groups.line_code as group_code,
        classes.line_code as class_code,
        totals.line_code as total_code
    from lines
    left join printed_codes as groups
        on
            lines.document_id = groups.document_id
            and lines.statement = groups.statement
            and length(lines.line_code) = 7
            and groups.line_code = substr(lines.line_code, 1, 5)
    left join printed_codes as classes
        on
            lines.document_id = classes.document_id
            and lines.statement = classes.statement
            and length(lines.line_code) in (5, 7)
            and classes.line_code = substr(lines.line_code, 1, 3)
    left join printed_codes as totals
        on
            lines.document_id = totals.document_id
            and lines.statement = totals.statement
            and totals.line_code = 'total'
            and lines.statement <> 'basic_expenditure'
),

statement_lines as (
    select
        document_id,
        statement,
        line_code,
        occurrence,
        copy_number,
        case
            when line_code like '%.of^_which.%' escape '^' then {{ captured('line_code', "'^(.*)\\.of_which\\.'") }}
            when is_coded then coalesce(group_code, class_code, total_code)
        end as parent_line_code,
        case
            when line_code = 'total' then 0
            when is_coded then ((length(line_code) - 1) // 2)::integer
        end as level,
        line_code like '%.of^_which.%' escape '^' as is_of_which,
        line_code like 'unmapped:%' as is_unmapped,
        printed_code,
        printed_name,
        page_number,
        table_number,
        row_number,
        block_number,
        code_status,
        has_amounts
    from with_parents
)

select * from statement_lines
