-- The unit of most amounts that the prose of a document states, and its finest figure in it.
with

amounts as (
    select document_id, unit_yuan, min(stated_precision * unit_yuan) as precision_yuan, count(*) as amount_count
    from {{ ref('int_claim_figures') }}
    where unit = 'yuan'
    group by document_id, unit_yuan
),

usual_units as (
    select document_id, unit_yuan, cast(precision_yuan as decimal(28, 8)) as precision_yuan
    from amounts
    qualify row_number() over (partition by document_id order by amount_count desc, unit_yuan asc) = 1
)

select * from usual_units
