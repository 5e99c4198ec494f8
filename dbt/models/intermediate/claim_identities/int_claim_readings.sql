-- Claims with what each is stated of and compared with, as its neighbours tell: the subject as a key, the year, the unit.
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

-- 比上年减少1.47万元；比2019年减少24.87万元: what is compared with the year before may be compared with another, too.
of_last_year as (
    select distinct document_id, section, subject_ref, sentence
    from claims
    where base = 'prior_year' and coalesce(base_year, fiscal_year - 1) = fiscal_year - 1
),

dated as (
    select
        claims.*,
        claims.quantity in {{ amounts }} and claims.period_year = claims.fiscal_year - 1
        and of_this_year.document_id is not null as is_of_prior_year,
        claims.base = 'prior_year' and claims.base_year <> claims.fiscal_year - 1
        and of_last_year.document_id is not null as is_with_other_year
    from claims
    left join of_this_year
        on
            claims.document_id = of_this_year.document_id
            and claims.section = of_this_year.section
            and claims.subject_ref = of_this_year.subject_ref
    left join of_last_year
        on
            claims.document_id = of_last_year.document_id
            and claims.section = of_last_year.section
            and claims.subject_ref = of_last_year.subject_ref
            and claims.sentence = of_last_year.sentence
),

readings as (
    select
        * exclude (quantity, base, whole_key),
        case when is_of_prior_year then 'prior_amount' else quantity end as quantity,
        case
            when is_of_prior_year then 'prior_year' when is_with_other_year then 'other_year' else base
        end as base,
        coalesce(whole_key, case when quantity = 'share' and whole is null then 'unnamed' end) as whole_key
    from dated
)

select * from readings
