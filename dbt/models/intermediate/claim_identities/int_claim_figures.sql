-- Claims as figures that equations can add: in yuan, percent or a count, each a cell of the narrative.
with

claims as (
    select * from {{ ref('int_claim_readings') }}
),

-- 657.8 beside 407.62 is 657.80 with its zero stripped: as in a statement, the finest figure tells the precision.
finest as (
    select
        document_id,
        unit_yuan,
        min(stated_precision) as precision_yuan
    from claims
    where unit = 'yuan'
    group by document_id, unit_yuan
),

amounts as (
    select
        claims.*,
        cast(claims.stated_value * coalesce(claims.unit_yuan, 1) as decimal(28, 8)) as figure,
        cast(claims.stated_precision * coalesce(claims.unit_yuan, 1) * 0.5 as decimal(28, 8)) as own_half_unit,
        cast(finest.precision_yuan * claims.unit_yuan * 0.5 as decimal(28, 8)) as finest_half_unit
    from claims
    left join finest on claims.document_id = finest.document_id and claims.unit_yuan = finest.unit_yuan
),

-- Unless the section is seen to round to so many decimals: a figure that is its cell rounded to them, and not its cell.
rounding as (
    select distinct
        amounts.document_id, amounts.section, amounts.unit_yuan, amounts.stated_precision
    from amounts
    inner join {{ ref('int_identity_cells') }} as cells
        on
            amounts.document_id = cells.document_id
            and amounts.statement = cells.statement
            and amounts.line_code = cells.line_code
            and amounts.measure = cells.measure
    where
        amounts.unit = 'yuan'
        and not amounts.is_of_prior_year
        and amounts.figure <> 0
        and abs(amounts.figure - cells.amount_yuan) > amounts.finest_half_unit + cells.half_unit_yuan
        and abs(amounts.figure - cells.amount_yuan) <= amounts.own_half_unit
),

figures as (
    select
        amounts.document_id, amounts.position, amounts.claim_id, amounts.fiscal_year, amounts.department_id,
        amounts.claim_type, amounts.section, amounts.subject, amounts.subject_ref, amounts.subject_key,
        amounts.subject_kind, amounts.code, amounts.code_basis, amounts.statement, amounts.line_code, amounts.measure,
        amounts.quantity, amounts.direction, amounts.base, amounts.whole_key, amounts.sentence,
        amounts.stated_text, amounts.stated_unit, amounts.unit_yuan, amounts.stated_precision, amounts.unit,
        amounts.figure,
        case
            when amounts.unit = 'count' then 0
            when amounts.unit = 'percent' then amounts.own_half_unit
            when amounts.figure <> 0 and rounding.document_id is not null then amounts.own_half_unit
            else amounts.finest_half_unit
        end as half_unit,
        amounts.section || '.' || coalesce(amounts.code, amounts.subject_key, 'unnamed') || '.' || amounts.position
            as narrative_line
    from amounts
    left join rounding
        on
            amounts.document_id = rounding.document_id
            and amounts.section = rounding.section
            and amounts.unit_yuan = rounding.unit_yuan
            and amounts.stated_precision = rounding.stated_precision
)

select * from figures
