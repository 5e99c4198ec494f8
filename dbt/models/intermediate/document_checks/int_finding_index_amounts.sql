-- Column numbers, line numbers and years that have become amounts (D7). Real amounts may count by chance; then some
-- identity holds them against amounts that do not.
with

cells as (
    select * from {{ ref('int_index_blocks') }}
),

held as (
    select operands.*
    from {{ ref('int_equation_operands') }} as operands
    inner join {{ ref('int_equations') }} as equations
        on operands.document_id = equations.document_id and operands.equation_id = equations.equation_id
    where
        equations.status = 'pass'
        and equations.operator = '='
        and equations.document_id in (select cells.document_id from cells)
),

telling as (
    select distinct held.document_id, held.equation_id
    from held
    left join cells
        on
            held.operand_document_id = cells.document_id
            and held.statement = cells.statement
            and held.line_code = cells.line_code
            and held.measure = cells.measure
    where held.amount <> 0 and cells.document_id is null
),

vouched as (
    select distinct cells.document_id, cells.statement, cells.kind, cells.block
    from cells
    inner join held
        on
            cells.document_id = held.operand_document_id
            and cells.statement = held.statement
            and cells.line_code = held.line_code
            and cells.measure = held.measure
    inner join telling on held.document_id = telling.document_id and held.equation_id = telling.equation_id
),

-- A row that the contradicted identities already tell to be one of column numbers is told once.
told as (
    select distinct document_id, statement, line_code
    from {{ ref('int_finding_identities') }}
    where finding_type = 'index_as_amount'
),

blocks as (
    select
        cells.document_id, cells.statement, cells.kind, cells.block, cells.is_years, cells.printed_text,
        cells.page_number,
        case cells.kind when 'row' then min(cells.line_code) end as line_code,
        case cells.kind when 'column' then min(cells.measure) end as measure
    from cells
    left join vouched
        on
            cells.document_id = vouched.document_id
            and cells.statement = vouched.statement
            and cells.kind = vouched.kind
            and cells.block = vouched.block
    left join told
        on
            cells.kind = 'row'
            and cells.document_id = told.document_id
            and cells.statement = told.statement
            and cells.line_code = told.line_code
    where vouched.document_id is null and told.document_id is null
    group by
        cells.document_id, cells.statement, cells.kind, cells.block, cells.is_years, cells.printed_text,
        cells.page_number
),

findings as (
    select
        document_id, 'index_as_amount' as finding_type, 'error' as severity, 'D7' as identity_ids,
        statement, line_code, measure, block as discriminator, page_number,
        substr(printed_text, 1, 60) as printed_text,
        case kind when 'row' then '此行' else '此栏' end
        || case when is_years then '各数均为年份' when kind = 'row' then '各数依次为栏次' else '各数依次为行次' end
        || '，没有一项勾稽关系可以印证其为金额' as reason_zh,
        case kind when 'row' then 'the row reads ' else 'the column reads ' end
        || case when is_years then 'years' when kind = 'row' then 'column numbers' else 'line numbers' end
        || ', and no identity vouches that they are amounts' as reason_en
    from blocks
)

select * from findings
