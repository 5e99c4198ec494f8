-- Sentences of the narrative that compare with another year than the one before, or speak of a year that is neither (D3).
-- What a heading already says of the same year is not said twice.
with

documents as (
    select document_id, fiscal_year
    from {{ ref('int_documents') }}
    where document_type = 'final_accounts' and fiscal_year is not null
),

-- 比2019年减少，beside 比上年增加 in one sentence, is no slip: what it says of the year before is said as well.
compared_rightly as (
    select distinct claims.document_id, claims.sentence
    from {{ ref('fct_narrative_claim') }} as claims
    inner join documents on claims.document_id = documents.document_id
    where
        claims.base = 'prior_year'
        and coalesce(claims.base_year, documents.fiscal_year - 1) = documents.fiscal_year - 1
),

compared as (
    select
        claims.document_id, claims.position, claims.page_number, claims.sentence, claims.base_year as said,
        documents.fiscal_year - 1 as chosen, 'compared' as kind
    from {{ ref('fct_narrative_claim') }} as claims
    inner join documents on claims.document_id = documents.document_id
    left join compared_rightly
        on claims.document_id = compared_rightly.document_id and claims.sentence = compared_rightly.sentence
    where
        claims.base = 'prior_year'
        and claims.base_year <> documents.fiscal_year - 1
        and compared_rightly.document_id is null
),

-- Only a figure that speaks of a cell of this year's statements is of this year; others may tell of any.
stated as (
    select
        claims.document_id, claims.position, claims.page_number, claims.sentence, claims.period_year as said,
        documents.fiscal_year as chosen, 'stated' as kind
    from {{ ref('fct_narrative_claim') }} as claims
    inner join documents on claims.document_id = documents.document_id
    left join {{ ref('int_finding_headings') }} as headings
        on
            claims.document_id = headings.document_id
            and headings.finding_type = 'year'
            and headings.discriminator = 'heading ' || claims.period_year
    where
        claims.statement is not null
        and claims.period_year not in (documents.fiscal_year, documents.fiscal_year - 1)
        and headings.document_id is null
),

differing as (
    select * from compared
    union all
    select * from stated
),

findings as (
    select
        document_id, 'year' as finding_type, 'warning' as severity, 'D3' as identity_ids,
        'sentence ' || min(position) as discriminator,
        min(page_number) as page_number,
        said || '年' as printed_text,
        max(chosen) || '年' as proposed_text,
        case kind
            when 'compared' then '说明与 ' || said || ' 年相比，上年应为 ' || max(chosen) || ' 年：“'
            else '说明称 ' || said || ' 年度，决算年度为 ' || max(chosen) || ' 年：“'
        end || substr(sentence, 1, 60) || '”' as reason_zh,
        case kind
            when 'compared' then 'the prose compares with ' || said || ', the year before is ' || max(chosen) || ': “'
            else 'the prose speaks of ' || said || ', the accounts are of ' || max(chosen) || ': “'
        end || substr(sentence, 1, 60) || '”' as reason_en
    from differing
    group by document_id, kind, said, sentence
)

select * from findings
