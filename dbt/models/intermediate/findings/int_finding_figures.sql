-- Every figure that a contradicted document holds against others, with its place among its neighbours.
with

contradicted as (
    select distinct document_id
    from {{ ref('int_finding_contradictions') }}
    where not is_regularity
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
        end as row_number
    from printed
    left join lines
        on
            printed.document_id = lines.document_id
            and printed.statement = lines.statement
            and printed.line_code = lines.line_code
)

select * from figures
