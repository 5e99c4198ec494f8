-- What the sentence of a claim that contradicts the year before gives as the reason, by type.
with

failing as (
    select scopes.document_id, scopes.position
    from {{ ref('int_claim_equations') }} as equations
    inner join {{ ref('int_claim_scopes') }} as scopes
        on equations.document_id = scopes.document_id and equations.equation_id = scopes.equation_id
    where equations.status = 'fail' and equations.identity_id in ('C4', 'C5')
    group by scopes.document_id, scopes.position
),

-- 年初预算调整 adjusts a budget, not what the year opens with.
sentences as (
    select
        failing.document_id,
        failing.position,
        {{ replaced('figures.sentence', "'年初(?:部门)?预算数?'") }} as sentence
    from failing
    inner join {{ ref('int_claim_figures') }} as figures
        on failing.document_id = figures.document_id and failing.position = figures.position
),

reasons as (
    select
        sentences.document_id,
        sentences.position,
        {{ joined('wordings.title_zh', "'、'", 'wordings.kind') }} as kinds_zh,
        {{ joined('wordings.title_en', "', '", 'wordings.kind') }} as kinds_en
    from sentences
    inner join {{ ref('continuity_explanations') }} as wordings
        on {{ matches('sentences.sentence', 'wordings.pattern') }}
    group by sentences.document_id, sentences.position
)

select * from reasons
