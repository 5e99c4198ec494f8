-- Every figure that a contradicted document holds against others, with its place among its neighbours.
with

-- A document whose figures another one contradicts is looked at too, though it agrees with itself.
contradicted as (
    select document_id
    from {{ ref('int_finding_contradictions') }}
    where not is_regularity
    union
    select operands.operand_document_id as document_id
    from {{ ref('int_finding_contradictions') }} as contradictions
    inner join {{ ref('int_equation_operands') }} as operands
        on
            contradictions.document_id = operands.document_id
            and contradictions.equation_id = operands.equation_id
    where not contradictions.is_regularity
),

printed as (
    select distinct
        operands.operand_document_id as document_id, operands.statement, operands.line_code, operands.measure,
        operands.amount, operands.half_unit, operands.unit
    from {{ ref('int_equation_operands') }} as operands
    inner join contradicted on operands.document_id = contradicted.document_id
),

lines as (
    select
        document_id,
        statement,
        line_code,
        dense_rank() over (partition by document_id, statement order by page_number, row_number) as row_number
    from {{ ref('int_statement_lines') }}
    where occurrence = 1
),

columns as (
    select
        document_id,
        statement,
        measure,
        row_number() over (
            partition by document_id, statement order by min(table_number), min(column_number), measure
        ) as column_number
    from {{ ref('int_measure_columns') }}
    where measure is not null
    group by document_id, statement, measure
),

figures as (
    select
        printed.document_id,
        printed.statement,
        printed.line_code,
        printed.measure,
        printed.amount,
        printed.half_unit,
        printed.unit,
        case
            when printed.statement = 'narrative'
                then cast({{ captured('printed.line_code', "'[.]([0-9]+)$'") }} as integer)
            else cast(lines.row_number as integer)
        end as row_number,
        cast(columns.column_number as integer) as column_number
    from printed
    left join lines
        on
            printed.document_id = lines.document_id
            and printed.statement = lines.statement
            and printed.line_code = lines.line_code
    left join columns
        on
            printed.document_id = columns.document_id
            and printed.statement = columns.statement
            and printed.measure = columns.measure
)

select * from figures
