-- Projects with budget, execution and score, as their performance forms print them. Nothing printed is overwritten.
with

projects as (
    select projects.*
    from {{ ref('int_performance_projects') }} as projects
    inner join {{ ref('int_documents') }} as documents on projects.document_id = documents.document_id
    where documents.document_type = 'final_accounts'
),

measured as (
    select
        projects.*,
        documents.fiscal_year,
        documents.department_id,
        {%- for field in ['initial_budget', 'full_year_budget', 'budget', 'executed'] %}
        case when projects.form_number is null then lists.{{ field }}_yuan else amounts.{{ field }}_yuan end
            as {{ field }}_yuan,
        case when projects.form_number is null then lists.{{ field }}_text else amounts.{{ field }}_text end
            as {{ field }}_text,
        {%- endfor %}
        case when projects.form_number is null then lists.rate else amounts.rate end as rate,
        case when projects.form_number is null then lists.rate_text else amounts.rate_text end as rate_text,
        case
            when projects.form_number is null then lists.score
            else coalesce(scores.score_total, amounts.form_score)
        end as score,
        scores.weight_total, amounts.rate_score,
        coalesce(amounts.rate_weight, projects.labelled_rate_weight) as rate_weight,
        amounts.fiscal_budget_yuan, amounts.fiscal_executed_yuan, amounts.carried_over_budget_yuan,
        amounts.carried_over_executed_yuan, amounts.other_funds_budget_yuan, amounts.other_funds_executed_yuan,
        coalesce(amounts.form_grade, lists.grade_text) as grade_text,
        case
            when projects.form_number is not null
                then coalesce(lists.full_year_budget_yuan, lists.budget_yuan, lists.initial_budget_yuan)
        end as listed_budget_yuan,
        case when projects.form_number is not null then lists.executed_yuan end as listed_executed_yuan,
        case when projects.form_number is not null then lists.rate_text end as listed_rate_text,
        lists.page_number as listed_page_number,
        coalesce(amounts.unit_yuan, lists.unit_yuan, units.unit_yuan) as unit_yuan,
        coalesce(amounts.page_number, projects.first_page, lists.page_number) as page_number,
        coalesce(amounts.x0, lists.x0) as x0,
        coalesce(amounts.top, lists.top) as top,
        coalesce(amounts.x1, lists.x1) as x1,
        coalesce(amounts.bottom, lists.bottom) as bottom,
        coalesce(amounts.method, lists.method, 'text') as extraction_method,
        coalesce(amounts.confidence, lists.confidence, 1.0) as confidence
    from projects
    inner join {{ ref('int_documents') }} as documents on projects.document_id = documents.document_id
    left join {{ ref('int_performance_form_amounts') }} as amounts
        on projects.document_id = amounts.document_id and projects.form_number = amounts.form_number
    left join {{ ref('int_performance_scores') }} as scores
        on projects.document_id = scores.document_id and projects.form_number = scores.form_number
    left join {{ ref('int_performance_units') }} as units
        on projects.document_id = units.document_id and projects.form_number = units.form_number
    left join {{ ref('int_performance_list_rows') }} as lists
        on projects.document_id = lists.document_id and projects.list_sequence = lists.sequence_number
),

facts as (
    select
        document_id,
        fiscal_year,
        department_id,
        project_name,
        occurrence::integer as occurrence,
        form_kind,
        title_text as form_title,
        department_name as supervising_department,
        unit_name as implementing_unit,
        coalesce(full_year_budget_yuan, budget_yuan, initial_budget_yuan)::decimal(20, 2) as budget_yuan,
        case
            when full_year_budget_yuan is not null then 'full_year'
            when budget_yuan is not null then 'unstated'
            when initial_budget_yuan is not null then 'initial'
        end as budget_basis,
        coalesce(full_year_budget_text, budget_text, initial_budget_text) as budget_text,
        initial_budget_yuan::decimal(20, 2) as initial_budget_yuan,
        executed_yuan::decimal(20, 2) as executed_yuan,
        executed_text,
        rate::decimal(20, 8) as execution_rate,
        rate_text as execution_rate_text,
        fiscal_budget_yuan::decimal(20, 2) as fiscal_budget_yuan,
        fiscal_executed_yuan::decimal(20, 2) as fiscal_executed_yuan,
        carried_over_budget_yuan::decimal(20, 2) as carried_over_budget_yuan,
        carried_over_executed_yuan::decimal(20, 2) as carried_over_executed_yuan,
        other_funds_budget_yuan::decimal(20, 2) as other_funds_budget_yuan,
        other_funds_executed_yuan::decimal(20, 2) as other_funds_executed_yuan,
        rate_weight::decimal(10, 4) as execution_weight,
        rate_score::decimal(10, 4) as execution_score,
        weight_total::decimal(10, 4) as weight_total,
        score::decimal(10, 4) as score,
        grade_text as grade,
        goal,
        goal_result,
        listed_budget_yuan::decimal(20, 2) as listed_budget_yuan,
        listed_executed_yuan::decimal(20, 2) as listed_executed_yuan,
        listed_rate_text,
        listed_page_number::integer as listed_page_number,
        unit_yuan::integer as unit_yuan,
        page_number::integer as page_number,
        x0::double as x0, top::double as top, x1::double as x1, bottom::double as bottom,
        extraction_method,
        confidence::double as confidence
    from measured
)

select * from facts
