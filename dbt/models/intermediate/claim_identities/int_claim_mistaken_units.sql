-- Amounts in 元 that 万元 is meant for: 预算数为100万元，执行数为98元，完成98% — times ten thousand the rate holds, and all but a
-- few amounts of the document are in 万元.
with

rates as (
    select
        choices.document_id, choices.left_amount, choices.percent, choices.base_amount,
        percents.half_unit as half_percent,
        partners.subject_position as position
    from {{ ref('int_claim_choices') }} as choices
    inner join {{ ref('int_claim_partners') }} as partners
        on choices.document_id = partners.document_id and choices.position = partners.position
    inner join {{ ref('int_claim_figures') }} as percents
        on choices.document_id = percents.document_id and choices.position = percents.position
    where choices.kind = 'rate' and choices.reason_code is null and not choices.is_met and choices.base_amount > 0
),

mistaken_units as (
    select distinct
        rates.document_id,
        rates.position,
        cast(figures.figure * 10000 as decimal(38, 8)) as meant_yuan
    from rates
    inner join {{ ref('int_claim_figures') }} as figures
        on rates.document_id = figures.document_id and rates.position = figures.position
    inner join {{ ref('int_claim_usual_units') }} as usual_units on rates.document_id = usual_units.document_id
    where
        usual_units.unit_yuan = 10000
        and figures.unit_yuan = 1
        and figures.figure > 0
        and rates.left_amount = figures.figure
        and abs(1000000 * figures.figure - rates.percent * rates.base_amount)
        <= rates.half_percent * rates.base_amount + 1000000 * figures.half_unit
)

select * from mistaken_units
