-- Cells that a later edition of a disclosure prints otherwise than the edition before it: changed, added, left out.
with

editions as (
    select
        document_id,
        lag(document_id) over (
            partition by department_id, fiscal_year, disclosure_scope
            order by edition_rank, published_on nulls first, first_seen_at, document_id
        ) as former_document_id
    from {{ ref('dim_document') }}
    where load_status = 'loaded' and department_id is not null and fiscal_year is not null and withdrawn_at is null
),

cells as (
    select document_id, statement, line_code, measure, amount_yuan, precision_yuan, printed_text, page_number
    from {{ ref('fct_statement_line') }}
    where occurrence = 1
),

-- A statement that one edition lacks altogether is no restatement of its cells: it has a finding of its own.
shared as (
    select distinct editions.document_id, editions.former_document_id, later.statement
    from editions
    inner join cells as later on editions.document_id = later.document_id
    inner join cells as former
        on editions.former_document_id = former.document_id and later.statement = former.statement
),

later_cells as (
    select
        shared.document_id, shared.former_document_id, cells.statement, cells.line_code, cells.measure,
        cells.amount_yuan, cells.precision_yuan, cells.printed_text, cells.page_number
    from shared
    inner join cells on shared.document_id = cells.document_id and shared.statement = cells.statement
),

former_cells as (
    select
        shared.document_id, shared.former_document_id, cells.statement, cells.line_code, cells.measure,
        cells.amount_yuan, cells.precision_yuan, cells.printed_text, cells.page_number
    from shared
    inner join cells on shared.former_document_id = cells.document_id and shared.statement = cells.statement
),

restated as (
    select
        coalesce(later_cells.document_id, former_cells.document_id) as document_id,
        coalesce(later_cells.former_document_id, former_cells.former_document_id) as former_document_id,
        coalesce(later_cells.statement, former_cells.statement) as statement,
        coalesce(later_cells.line_code, former_cells.line_code) as line_code,
        coalesce(later_cells.measure, former_cells.measure) as measure,
        case
            when former_cells.document_id is null then 'added'
            when later_cells.document_id is null then 'left_out'
            else 'changed'
        end as change,
        later_cells.amount_yuan,
        former_cells.amount_yuan as former_yuan,
        later_cells.printed_text,
        former_cells.printed_text as former_text,
        later_cells.page_number,
        former_cells.page_number as former_page_number
    from later_cells
    full outer join former_cells
        on
            later_cells.document_id = former_cells.document_id
            and later_cells.statement = former_cells.statement
            and later_cells.line_code = former_cells.line_code
            and later_cells.measure = former_cells.measure
    -- An edition in another unit says the same where the intervals of its figures meet.
    where
        later_cells.amount_yuan is distinct from former_cells.amount_yuan
        and not (
            later_cells.precision_yuan is distinct from former_cells.precision_yuan
            and coalesce(
                2 * abs(later_cells.amount_yuan - former_cells.amount_yuan)
                <= later_cells.precision_yuan + former_cells.precision_yuan,
                false
            )
        )
)

select * from restated
