-- Statements that print amounts, and whether to the fen: nothing finer is money, so nothing was left to round.
with

statements as (
    select
        document_id,
        statement,
        max(half_unit_yuan) <= 0.005 as is_exact_money
    from {{ ref('int_identity_cells') }}
    group by document_id, statement
)

select * from statements
