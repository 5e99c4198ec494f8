-- What the prose says of a statement as a whole: that there is nothing to print, or an amount other than zero. The
-- instruction of the form (无……的部门，作下述说明) says it of nobody.
with

claims as (
    select document_id, statement, line_code, quantity, stated_value, page_number, position, sentence
    from {{ ref('fct_narrative_claim') }}
    where statement is not null and statement <> 'narrative'
),

instructions as (
    select distinct claims.sentence
    from claims
    inner join {{ ref('empty_statement_sentences') }} as patterns
        on patterns.kind = 'instructs' and {{ matches('claims.sentence', 'patterns.pattern') }}
    where claims.quantity = 'none'
),

said as (
    select
        claims.document_id,
        claims.statement,
        claims.quantity = 'none' as is_denial,
        min(claims.page_number) as page_number,
        {{ first_by('claims.sentence', 'claims.position') }} as sentence
    from claims
    left join instructions on claims.sentence = instructions.sentence
    where
        (claims.quantity = 'none' and claims.line_code is null and instructions.sentence is null)
        or (claims.quantity in ('amount', 'final') and claims.stated_value <> 0)
    group by claims.document_id, claims.statement, claims.quantity = 'none'
)

select * from said
