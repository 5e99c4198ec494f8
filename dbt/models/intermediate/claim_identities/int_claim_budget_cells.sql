-- Budgets that only the statement prints: the base of 公务接待费支出决算为0.97万元，完成预算的75.19%.
with

wanted as (
    select terms.*, partners.subject_position, figures.base
    from {{ ref('int_claim_wanted_terms') }} as terms
    inner join {{ ref('int_claim_partners') }} as partners
        on terms.document_id = partners.document_id and terms.position = partners.position
    inner join {{ ref('int_claim_figures') }} as figures
        on terms.document_id = figures.document_id and terms.position = figures.position
    where terms.selector = 'budget_cell'
),

-- Some statements print 全年预算 where the prose means 年初预算: a total that both give alike says that they mean one.
totals as (
    select document_id, bool_or(reason_code is null and is_met) as is_agreed
    from {{ ref('int_claim_ties') }}
    where statement = 'three_public' and line_code = 'total' and measure = 'budget'
    group by document_id
),

-- Where the prose states no total, its 预算 is that of the statement, and a budget with a name the one of that name.
meant as (
    select wanted.*
    from wanted
    left join totals on wanted.document_id = totals.document_id
    left join {{ ref('int_three_public_basis') }} as bases on wanted.document_id = bases.document_id
    where coalesce(totals.is_agreed, wanted.base in ('budget', bases.budget_basis))
),

budget_cells as (
    select
        wanted.document_id, wanted.position, wanted.identity_id, wanted.variant, wanted.term_number,
        wanted.role, wanted.weight, wanted.document_id as operand_document_id,
        cells.statement, cells.line_code, cells.measure, cells.amount_yuan as amount, cells.half_unit_yuan as half_unit,
        'yuan' as unit
    from meant as wanted
    inner join {{ ref('int_claim_values') }} as claim_values
        on wanted.document_id = claim_values.document_id and wanted.subject_position = claim_values.position
    inner join {{ ref('int_identity_cells') }} as cells
        on
            wanted.document_id = cells.document_id
            and claim_values.statement = cells.statement
            and claim_values.line_code = cells.line_code
            and cells.measure = 'budget'
)

select * from budget_cells
