-- Budgets that only the statement prints: the base of 公务接待费支出决算为0.97万元，完成预算的75.19%.
with

wanted as (
    select
        anchors.document_id, anchors.position, anchors.identity_id, anchors.variant,
        terms.term_number, terms.role, terms.weight,
        partners.subject_position
    from {{ ref('int_claim_anchors') }} as anchors
    inner join {{ ref('claim_terms') }} as terms
        on anchors.identity_id = terms.identity_id and anchors.variant = coalesce(terms.variant, '')
    inner join {{ ref('int_claim_partners') }} as partners
        on anchors.document_id = partners.document_id and anchors.position = partners.position
    where terms.selector = 'budget_cell'
),

-- Some statements print 全年预算 where the prose means 年初预算: a total that both give alike says that they mean one.
agreeing as (
    select distinct document_id
    from {{ ref('int_claim_ties') }}
    where statement = 'three_public' and line_code = 'total' and measure = 'budget' and reason_code is null and is_met
),

budget_cells as (
    select
        wanted.document_id, wanted.position, wanted.identity_id, wanted.variant, wanted.term_number,
        wanted.role, wanted.weight, wanted.document_id as operand_document_id,
        cells.statement, cells.line_code, cells.measure, cells.amount_yuan as amount, cells.half_unit_yuan as half_unit,
        'yuan' as unit
    from wanted
    inner join agreeing on wanted.document_id = agreeing.document_id
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
