-- Whose form each is, and of what kind: as its title says, else as it has results or execution beside targets.
with

rows as (
    select * from {{ ref('int_performance_rows') }}
),

extents as (
    select
        document_id, form_number,
        min(page_number) as first_page, max(page_number) as last_page,
        min(table_number) as first_table, min(sequence_number) as first_sequence,
        {{ first_by('title_text', 'case when is_start then 0 else 1 end, sequence_number') }} as title_text,
        {{ first_by('title_kind', 'case when is_start then 0 else 1 end, sequence_number') }} as title_kind,
        bool_or(header_kind = 'list') as is_list,
        bool_or(header_kind = 'indicator') as has_indicators
    from rows
    group by document_id, form_number
),

contents as (
    select
        document_id, form_number,
        bool_or(field in ('actual', 'executed', 'rate')) as has_results
    from {{ ref('int_performance_headers') }}
    group by document_id, form_number
),

titled as (
    select
        extents.*,
        heads.project_name as printed_project_name,
        heads.overall_name, heads.department_name, heads.unit_name, heads.rate_weight, heads.goal, heads.goal_result,
        case
            when extents.is_list and not extents.has_indicators then 'summary_list'
            when extents.title_kind is not null then extents.title_kind
            when heads.project_name is null and heads.overall_name is not null and contents.has_results
                then 'overall_self_evaluation'
            when heads.project_name is null and heads.overall_name is not null then 'overall_target'
            when contents.has_results then 'self_evaluation'
            else 'target'
        end as form_kind,
        nullif({{ replaced(
            replaced('extents.title_text', "'^[(（]?20[0-9]{2}[)）]?年?度?|(?:项目)?(?:支出)?(?:绩效|自评).*$'"),
            "'^(?:财政)?(?:部门)?(?:预算)?项目$|\\s'"
        ) }}, '') as name_in_title
    from extents
    left join {{ ref('int_performance_heads') }} as heads
        on extents.document_id = heads.document_id and extents.form_number = heads.form_number
    left join contents on extents.document_id = contents.document_id and extents.form_number = contents.form_number
),

forms as (
    select
        document_id, form_number, form_kind, first_page, last_page, first_table, title_text,
        case
            when form_kind like 'overall%' then '部门整体支出'
            else coalesce(printed_project_name, name_in_title, 'unmapped:' || first_page || ':' || form_number)
        end as project_name,
        coalesce(printed_project_name, name_in_title) is not null or form_kind like 'overall%' as is_named,
        department_name,
        coalesce(unit_name, overall_name) as unit_name,
        rate_weight, goal, goal_result, has_indicators, is_list
    from titled
)

select * from forms
