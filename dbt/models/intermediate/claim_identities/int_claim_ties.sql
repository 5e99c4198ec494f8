-- The cell that a claim of an amount is held to: the first of those that the catalogue allows which it meets; else the one
-- that others of its section meet so, else one that a slip of a digit makes it.
with

spoken_of as (
    select
        anchors.document_id, anchors.position, anchors.identity_id, anchors.variant,
        figures.section, figures.subject_key, figures.figure, figures.half_unit, figures.quantity, figures.code_basis,
        case terms.selector when 'cell' then terms.statement else figures.statement end as statement,
        case terms.selector
            when 'cell' then replace(terms.line_code, '{code}', coalesce(figures.code, '')) else figures.line_code
        end as line_code,
        case terms.selector when 'cell' then terms.measure else figures.measure end as measure
    from {{ ref('int_claim_anchors') }} as anchors
    inner join {{ ref('claim_terms') }} as terms
        on
            anchors.identity_id = terms.identity_id
            and anchors.variant = coalesce(terms.variant, '')
            and terms.term_number = 2
    inner join {{ ref('int_claim_figures') }} as figures
        on anchors.document_id = figures.document_id and anchors.position = figures.position
    where anchors.kind = 'tie' and figures.unit = 'yuan'
),

lines as (
    select distinct document_id, statement, line_code
    from {{ ref('int_statement_lines') }}
),

unmapped as (
    select distinct document_id, statement
    from {{ ref('int_identity_unmapped_blocks') }}
),

compared as (
    select
        spoken_of.*,
        cells.amount_yuan,
        cells.half_unit_yuan,
        case
            when statements.document_id is null then 'statement_missing'
            when statements.amount_count = 0 then 'statement_blank'
            when
                spoken_of.measure = 'budget'
                and not coalesce(bases.budget_basis, 'unstated') in ('unstated', spoken_of.quantity)
                then 'other_budget'
            when cells.document_id is not null then null
            when spoken_of.figure = 0 then 'nothing_to_compare'
            when lines.document_id is not null then 'total_blank'
            -- A code without a line has no amount; a total that the form does not print may have any, and so may a code
            -- where the statement leaves out its level.
            when not {{ matches('spoken_of.line_code', "'[0-9]{3,7}$'") }} then 'total_not_on_form'
            when levels.document_id is null and {{ identity_is_code('spoken_of.line_code') }}
                then 'total_not_on_form'
            when unmapped.document_id is not null then 'unmapped_row'
            when coalesce(spoken_of.code_basis, '') = 'near_name' then 'line_uncertain'
        end as reason_code
    from spoken_of
    left join {{ ref('int_statements') }} as statements
        on spoken_of.document_id = statements.document_id and spoken_of.statement = statements.statement
    left join {{ ref('int_identity_cells') }} as cells
        on
            spoken_of.document_id = cells.document_id
            and spoken_of.statement = cells.statement
            and spoken_of.line_code = cells.line_code
            and spoken_of.measure = cells.measure
    left join lines
        on
            spoken_of.document_id = lines.document_id
            and spoken_of.statement = lines.statement
            and spoken_of.line_code = lines.line_code
    left join {{ ref('int_identity_levels') }} as levels
        on
            spoken_of.document_id = levels.document_id
            and spoken_of.statement = levels.statement
            and length(spoken_of.line_code) = levels.code_length
    left join unmapped
        on spoken_of.document_id = unmapped.document_id and spoken_of.statement = unmapped.statement
    left join {{ ref('int_three_public_basis') }} as bases on spoken_of.document_id = bases.document_id
    where spoken_of.line_code is not null
),

judged as (
    select
        *,
        reason_code is null
        and abs(coalesce(amount_yuan, 0) - figure) <= coalesce(half_unit_yuan, 0) + half_unit as is_met
    from compared
),

weighed as (
    select
        *,
        count(*) filter (where is_met) over (
            partition by document_id, section, identity_id, variant, subject_key
        ) as company,
        {{ digit_distance(
            'cast(figure as varchar)', 'cast(cast(amount_yuan as decimal(28, 8)) as varchar)'
        ) }} as distance,
        length(cast(cast(amount_yuan as bigint) as varchar)) as digits
    from judged
),

ties as (
    select * exclude (section, subject_key, company, distance, digits)
    from weighed
    qualify row_number() over (
            partition by document_id, position, identity_id
            order by
                is_met desc, variant <> 'all_funds' desc, reason_code is null desc, amount_yuan is not null desc,
                company desc,
                coalesce(distance <= 1, false) desc,
                coalesce(distance = 2 and digits = length(cast(cast(figure as bigint) as varchar)), false) desc,
                variant asc
        ) = 1
)

select * from ties
