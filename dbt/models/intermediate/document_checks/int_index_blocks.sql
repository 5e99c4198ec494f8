-- Rows and columns of amounts that count (1, 2, 3, …) or that name this year or one beside it, cell by cell: what
-- identities cannot tell from amounts, for 7 = 1 + 3 + 3.
{%- set columns_at_most = 20 %}
with

columns as (
    select
        document_id, statement, measure,
        row_number() over (
            partition by document_id, statement order by min(table_number), min(column_number), measure
        ) as place
    from {{ ref('int_measure_columns') }}
    where measure is not null
    group by document_id, statement, measure
),

cells as (
    select
        facts.document_id, facts.fiscal_year, facts.statement, facts.line_code, facts.measure, facts.page_number,
        facts.printed_text, columns.place,
        split_part(facts.line_code, '.', 1) in ('income', 'expenditure') as is_sided,
        split_part(facts.line_code, '.', 1) as side,
        {{ captured('facts.printed_text', "'^([0-9]{1,4})$'") }}::integer as number
    from {{ ref('fct_statement_line') }} as facts
    left join columns
        on
            facts.document_id = columns.document_id
            and facts.statement = columns.statement
            and facts.measure = columns.measure
    where
        facts.occurrence = 1
        and not {{ identity_is_unmapped('facts.line_code') }}
        and not {{ identity_is_unmapped('facts.measure') }}
),

grouped as (
    select *, 'row' as kind, line_code as block, place as position from cells
    union all
    -- The two sides of a balance count on their own.
    select *, 'column' as kind, measure || case when is_sided then '|' || side else '' end as block, number as position
    from cells
),

stepped as (
    select
        *,
        number - lag(number) over in_block as step,
        abs(number - fiscal_year) <= 1 as is_year
    from grouped
    window in_block as (partition by document_id, statement, kind, block order by position)
),

blocks as (
    select
        document_id, statement, kind, block,
        bool_and(is_year) as is_years,
        {{ joined('printed_text', "' '", 'position') }} as printed_text,
        min(page_number) as page_number
    from stepped
    group by document_id, statement, kind, block
    having
        count(*) = count(number)
        and (
            (
                count(*) >= case kind when 'row' then 3 else 4 end
                and count(step) = count(*) - 1 and min(step) = 1 and max(step) = 1
                and (kind = 'column' or min(number) between 1 and {{ columns_at_most }})
            )
            or (count(*) >= case kind when 'row' then 2 else 3 end and bool_and(is_year))
        )
),

index_blocks as (
    select
        grouped.document_id, grouped.statement, grouped.line_code, grouped.measure,
        blocks.kind, blocks.block, blocks.is_years, blocks.printed_text, blocks.page_number
    from blocks
    inner join grouped
        on
            blocks.document_id = grouped.document_id
            and blocks.statement = grouped.statement
            and blocks.kind = grouped.kind
            and blocks.block = grouped.block
)

select * from index_blocks
