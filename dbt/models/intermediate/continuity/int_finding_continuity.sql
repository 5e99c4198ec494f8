-- A year that does not open with what the year before closed with, and what the prose gives as the reason.
with

gaps as (
    select * from {{ ref('int_continuity_gaps') }}
),

reasons as (
    select
        explanations.document_id,
        {{ joined('wordings.title_zh', "'、'", 'wordings.kind') }} as kinds_zh,
        {{ joined('wordings.title_en', "', '", 'wordings.kind') }} as kinds_en,
        substr({{ first_by('explanations.sentence', 'explanations.page_number, wordings.kind') }}, 1, 80) as sentence
    from {{ ref('int_continuity_explanations') }} as explanations
    inner join {{ ref('continuity_explanations') }} as wordings on explanations.kind = wordings.kind
    group by explanations.document_id
),

worded as (
    select
        gaps.*,
        identities.title_zh,
        identities.title_en,
        {%- for side in ['actual', 'expected', 'residual'] %}
        {{ identity_amount_text('gaps.' ~ side ~ '_yuan', 'gaps.unit_yuan', 'gaps.precision_yuan') }}
            as {{ side }}_text,
        {%- endfor %}
        reasons.kinds_zh,
        reasons.kinds_en,
        reasons.sentence
    from gaps
    inner join {{ ref('identities') }} as identities on gaps.identity_id = identities.identity_id
    left join reasons on gaps.document_id = reasons.document_id
),

findings as (
    select
        document_id, 'continuity' as finding_type, severity, statement, line_code, measure, identity_ids,
        identity_id || ' ' || title_zh || '：' || actual_text || ' ≠ ' || prior_year || ' 年末 ' || expected_text
        || '，差 ' || residual_text
        || coalesce('；说明所述原因（' || kinds_zh || '）：' || sentence, '；说明未述原因') as reason_zh,
        identity_id || ' ' || title_en || ': ' || actual_text || ' ≠ ' || expected_text || ' at the end of '
        || prior_year || ', difference ' || residual_text
        || coalesce(
            '; the narrative gives a reason (' || kinds_en || '): ' || sentence, '; the narrative gives no reason'
        ) as reason_en
    from worded
)

select * from findings
