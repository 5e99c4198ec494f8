-- The amounts of a statement as one fingerprint, where there are enough different ones that chance cannot repeat them
-- (D8). Who copies may change a code: amounts are compared without regard to lines and measures.
with

amounts as (
    select document_id, statement, amount_yuan
    from {{ ref('fct_statement_line') }}
    where occurrence = 1 and amount_yuan <> 0
),

vectors as (
    select
        document_id,
        statement,
        cast(count(distinct amount_yuan) as integer) as amount_count,
        md5({{ joined('amount_yuan', "';'", 'amount_yuan') }}) as fingerprint
    from amounts
    group by document_id, statement
    having count(distinct amount_yuan) >= {{ var('repeated_amounts') }}
)

select * from vectors
