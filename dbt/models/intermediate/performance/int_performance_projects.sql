-- One row per project (or the department as a whole) of a document, from its form, else from a summary list. What a list
-- prints of a project that has a form stands beside the form's figures, so that the two can be compared.
with

forms as (
    select
        forms.document_id, forms.form_number, forms.form_kind, forms.project_name, forms.title_text,
        forms.department_name, forms.unit_name, forms.goal, forms.goal_result, forms.first_page,
        {{ parse_amount('forms.rate_weight') }} as labelled_rate_weight,
        {{ name_key('forms.project_name') }} as project_key
    from {{ ref('int_performance_forms') }} as forms
    where not (forms.is_list and not forms.has_indicators)
),

-- A table that names its projects in a column holds as many forms as projects.
columned as (
    select
        document_id, form_number, project_name, {{ name_key('project_name') }} as project_key,
        min(page_number) as page_number
    from {{ ref('int_performance_indicators') }}
    group by document_id, form_number, project_name
),

form_projects as (
    select
        forms.document_id, forms.form_number, forms.form_kind,
        coalesce(columned.project_name, forms.project_name) as project_name,
        coalesce(columned.project_key, forms.project_key) as project_key,
        forms.title_text, forms.department_name, forms.unit_name, forms.goal, forms.goal_result, forms.first_page,
        forms.labelled_rate_weight
    from forms
    left join columned on forms.document_id = columned.document_id and forms.form_number = columned.form_number
),

occurring as (
    select
        *,
        row_number() over (partition by document_id, project_key order by form_number) as occurrence
    from form_projects
),

lists as (
    select
        *,
        {{ name_key('project_name_text') }} as project_key,
        row_number() over (
            partition by document_id, {{ name_key('project_name_text') }} order by sequence_number
        ) as occurrence
    from {{ ref('int_performance_list_rows') }}
),

joined_projects as (
    select
        coalesce(occurring.document_id, lists.document_id) as document_id,
        occurring.form_number,
        lists.sequence_number as list_sequence,
        coalesce(occurring.form_kind, 'summary_list') as form_kind,
        coalesce(occurring.project_name, lists.project_name_text) as project_name,
        coalesce(occurring.occurrence, lists.occurrence) as occurrence,
        occurring.title_text, occurring.department_name, occurring.unit_name, occurring.goal,
        occurring.goal_result, occurring.first_page, occurring.labelled_rate_weight
    from occurring
    full outer join lists
        on
            occurring.document_id = lists.document_id
            and occurring.project_key = lists.project_key
            and occurring.occurrence = lists.occurrence
)

select * from joined_projects
