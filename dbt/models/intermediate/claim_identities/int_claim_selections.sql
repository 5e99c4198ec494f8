-- The figures that each equation of the prose is made of, one row per term and figure, before it is known which holds.
with

wanted as (
    select * from {{ ref('int_claim_wanted_terms') }}
),

of_claims as (
    select
        wanted.document_id, wanted.position, wanted.identity_id, wanted.variant, wanted.term_number, wanted.role,
        -- A change and its percentage whose words disagree (减少…，增长…%) are of opposite signs: the amount's counts.
        wanted.weight * case
            when
                ends_with(wanted.selector, 'change')
                and least(wanted.direction, figures.direction) = 'decrease'
                and greatest(wanted.direction, figures.direction) = 'increase'
                then -1
            else 1
        end as weight, wanted.document_id as operand_document_id,
        case wanted.term_number when 1 then 'narrative' else claim_values.statement end as statement,
        case wanted.term_number when 1 then figures.narrative_line else claim_values.line_code end as line_code,
        case wanted.term_number when 1 then figures.quantity else claim_values.measure end as measure,
        case wanted.term_number when 1 then figures.figure else claim_values.amount end as amount,
        case wanted.term_number when 1 then figures.half_unit else claim_values.half_unit end as half_unit,
        figures.unit
    from wanted
    inner join {{ ref('int_claim_values') }} as claim_values
        on wanted.document_id = claim_values.document_id and wanted.claim_position = claim_values.position
    inner join {{ ref('int_claim_figures') }} as figures
        on wanted.document_id = figures.document_id and wanted.claim_position = figures.position
    where not ends_with(wanted.selector, 'prior_cell')
),

of_cells as (
    select
        wanted.document_id, wanted.position, wanted.identity_id, wanted.variant, wanted.term_number,
        wanted.role, wanted.weight, wanted.document_id as operand_document_id,
        cells.statement, cells.line_code, cells.measure, cells.amount_yuan as amount, cells.half_unit_yuan as half_unit,
        'yuan' as unit
    from wanted
    inner join {{ ref('int_identity_cells') }} as cells
        on
            wanted.document_id = cells.document_id
            and wanted.statement = cells.statement
            and wanted.line_code = cells.line_code
            and wanted.measure = cells.measure
    where wanted.selector = 'cell'
),

of_prior_cells as (
    select
        wanted.document_id, wanted.position, wanted.identity_id, wanted.variant, wanted.term_number,
        wanted.role, wanted.weight, prior_documents.prior_document_id as operand_document_id,
        cells.statement, cells.line_code, cells.measure, cells.amount_yuan as amount, cells.half_unit_yuan as half_unit,
        'yuan' as unit
    from wanted
    inner join {{ ref('int_claim_prior_documents') }} as prior_documents
        on wanted.document_id = prior_documents.document_id
    inner join {{ ref('int_claim_values') }} as claim_values
        on wanted.document_id = claim_values.document_id and wanted.claim_position = claim_values.position
    inner join {{ ref('int_identity_cells') }} as cells
        on
            prior_documents.prior_document_id = cells.document_id
            and claim_values.statement = cells.statement
            and claim_values.line_code = cells.line_code
            and claim_values.measure = cells.measure
    where ends_with(wanted.selector, 'prior_cell')
),

of_lists as (
    select
        document_id, position, identity_id, variant, term_number, role, weight, document_id as operand_document_id,
        'narrative' as statement, line_code, measure, amount, half_unit, unit
    from {{ ref('int_claim_list_members') }}
),

selections as (
    select * from of_claims
    union all
    select * from of_cells
    union all
    select * from {{ ref('int_claim_budget_cells') }}
    union all
    select * from of_prior_cells
    union all
    select * from of_lists
)

select * from selections
