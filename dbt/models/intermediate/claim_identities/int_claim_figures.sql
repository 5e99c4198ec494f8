-- Claims as figures that equations can add: in yuan, percent or a count, each a cell of the narrative.
{% set amounts = "('amount', 'final', 'received', 'spent', 'executed')" %}
with

units as (
    select distinct unit_zh, unit_yuan
    from {{ ref('unit_phrases') }}
),

claims as (
    select
        claims.*,
        case
            when claims.subject_kind in ('class', 'group', 'item', 'economic', 'project')
                then coalesce(claims.code, claims.subject)
            else coalesce(claims.subject_key, claims.subject)
        end as subject_ref,
        units.unit_yuan,
        case
            when units.unit_yuan is not null then 'yuan'
            when claims.stated_unit = '%' then 'percent'
            when claims.stated_value is not null then 'count'
        end as unit
    from {{ ref('fct_narrative_claim') }} as claims
    left join units
        on
            case when claims.stated_unit in ('万', '亿') then claims.stated_unit || '元' else claims.stated_unit end
            = units.unit_zh
    where claims.claim_type not in ('explanation', 'unresolved', 'figure_without_unit')
),

-- 2023年决算数为57.43万元，2024年支出决算为56.12万元: beside this year's amount, one of the year before is the base.
of_this_year as (
    select distinct document_id, section, subject_ref
    from claims
    where quantity in {{ amounts }} and coalesce(period_year, fiscal_year) = fiscal_year
),

dated as (
    select
        claims.*,
        claims.quantity in {{ amounts }} and claims.period_year = claims.fiscal_year - 1
        and of_this_year.document_id is not null as is_of_prior_year
    from claims
    left join of_this_year
        on
            claims.document_id = of_this_year.document_id
            and claims.section = of_this_year.section
            and claims.subject_ref = of_this_year.subject_ref
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
        claims.* exclude (quantity, base),
        case when claims.is_of_prior_year then 'prior_amount' else claims.quantity end as quantity,
        case when claims.is_of_prior_year then 'prior_year' else claims.base end as base,
        cast(claims.stated_value * coalesce(claims.unit_yuan, 1) as decimal(28, 8)) as figure,
        cast(claims.stated_precision * coalesce(claims.unit_yuan, 1) * 0.5 as decimal(28, 8)) as own_half_unit,
        cast(finest.precision_yuan * claims.unit_yuan * 0.5 as decimal(28, 8)) as finest_half_unit
    from dated as claims
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
