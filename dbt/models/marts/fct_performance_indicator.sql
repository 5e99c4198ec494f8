-- Indicators with target and result, as the forms print them; numbers are read beside the text where it is one number.
with

indicators as (
    select
        indicators.*,
        documents.fiscal_year,
        documents.department_id,
        projects.occurrence,
        projects.form_kind,
        {{ compact_amount('indicators.weight') }} as weight_text,
        {{ compact_amount('indicators.score') }} as score_text,
        {{ indicator_number('indicators.target') }} as target_number,
        {{ indicator_unit('indicators.target') }} as target_unit,
        coalesce({{ indicator_operator('indicators.operator') }}, {{ indicator_operator('indicators.target') }})
            as target_operator,
        {{ indicator_number('indicators.actual') }} as actual_number,
        {{ indicator_unit('indicators.actual') }} as actual_unit,
        {{ indicator_operator('indicators.actual') }} as actual_operator
    from {{ ref('int_performance_indicators') }} as indicators
    inner join {{ ref('int_documents') }} as documents on indicators.document_id = documents.document_id
    inner join {{ ref('int_performance_projects') }} as projects
        on
            indicators.document_id = projects.document_id
            and indicators.form_number = projects.form_number
            and indicators.project_name = projects.project_name
    where documents.document_type = 'final_accounts'
),

facts as (
    select
        document_id,
        fiscal_year,
        department_id,
        project_name,
        occurrence::integer as occurrence,
        row_number() over (
            partition by document_id, project_name, occurrence order by indicator_number
        )::integer as indicator_number,
        form_kind,
        level1,
        level2,
        level3,
        target,
        target_operator,
        target_number::decimal(28, 8) as target_number,
        coalesce(target_unit, measure_unit) as target_unit,
        actual,
        actual_operator,
        actual_number::decimal(28, 8) as actual_number,
        coalesce(actual_unit, case when actual_number is not null then measure_unit end) as actual_unit,
        weight as weight_text,
        {{ parse_amount(replaced('weight_text', "'[分%％]$'")) }}::decimal(10, 4) as weight,
        score as score_text,
        {{ parse_amount(replaced('score_text', "'[分%％]$'")) }}::decimal(10, 4) as score,
        deviation,
        page_number::integer as page_number,
        row_number::integer as row_number,
        x0::double as x0, top::double as top, x1::double as x1, bottom::double as bottom,
        method as extraction_method,
        confidence::double as confidence
    from indicators
)

select * from facts
