-- Findings on performance forms of final accounts: units, amounts and names that could not be read, and what contradicts
-- itself within one form. Identities P1 to P5 are not judged here.
with

amounts as (
    select
        amounts.*,
        amounts.field in ('initial_budget', 'full_year_budget', 'budget', 'executed') as is_money,
        forms.project_name,
        units.units_text
    from {{ ref('int_performance_amounts') }} as amounts
    inner join {{ ref('int_performance_forms') }} as forms
        on amounts.document_id = forms.document_id and amounts.form_number = forms.form_number
    left join {{ ref('int_performance_units') }} as units
        on amounts.document_id = units.document_id and amounts.form_number = units.form_number
),

without_unit as (
    select
        document_id, 'unit' as finding_type,
        case when max(units_text) is null then 'warning' else 'error' end as severity,
        'form ' || form_number as discriminator, min(page_number) as page_number,
        coalesce(max(units_text), min(project_name)) as printed_text,
        '绩效表金额单位不明，共 ' || count(*) || ' 个金额未入库' as reason_zh,
        'the unit of the performance form is unknown; ' || count(*) || ' amounts are not in the facts' as reason_en
    from amounts
    where is_money and printed_number is not null and unit_yuan is null
    group by document_id, form_number
),

lists_without_unit as (
    select
        document_id, 'unit' as finding_type, 'warning' as severity,
        'list ' || form_number as discriminator, min(page_number) as page_number,
        min(project_name_text) as printed_text,
        '绩效情况表金额单位不明，共 ' || count(*) || ' 行金额未入库' as reason_zh,
        'the unit of the list of projects is unknown; the amounts of ' || count(*) || ' rows are not in the facts'
            as reason_en
    from {{ ref('int_performance_list_rows') }}
    where
        unit_yuan is null
        and coalesce(initial_budget_text, full_year_budget_text, budget_text, executed_text) is not null
    group by document_id, form_number
),

unreadable as (
    select
        document_id, 'unmapped' as finding_type, case when is_money then 'error' else 'warning' end as severity,
        'cell ' || sequence_number || ' ' || coalesce(fund, '') || ' ' || field as discriminator, page_number,
        printed_text,
        '绩效表中的文字无法读作数字' as reason_zh,
        'text in a performance form that cannot be read as a number' as reason_en
    from amounts
    where
        (is_money or field in ('rate', 'weight', 'score')) and printed_number is null and not is_declared_blank
        and (is_money or {{ matches('printed_text', "'[0-9]'") }})
    qualify
        row_number() over (partition by document_id, sequence_number, fund, field order by printed_text) = 1
),

contradictory as (
    select
        document_id, 'performance' as finding_type, 'warning' as severity,
        'twice ' || form_number || ' ' || fund || ' ' || field as discriminator, min(page_number) as page_number,
        {{ joined('distinct printed_text', "'、'", 'printed_text') }} as printed_text,
        '同一绩效表对同一项印有不同的数，未入库' as reason_zh,
        'the form prints one figure twice and differently; neither is in the facts' as reason_en
    from amounts
    where fund is not null and fund <> 'other' and field <> 'other'
    group by document_id, form_number, fund, field
    having count(distinct printed_number) > 1
),

repeated as (
    select
        document_id, 'performance' as finding_type, 'info' as severity,
        'repeated ' || project_name || ' ' || occurrence as discriminator, first_page as page_number,
        project_name as printed_text,
        '同一项目有多张绩效表' as reason_zh, 'the project has more than one performance form' as reason_en
    from {{ ref('int_performance_projects') }}
    where occurrence > 1
),

unread as (
    select
        document_id, 'unmapped' as finding_type,
        case when reason in ('form', 'name', 'table', 'fund') then 'warning' else 'info' end as severity,
        reason || ' ' || page_number || ' ' || text as discriminator, page_number, text as printed_text,
        case reason
            when 'heading' then '绩效表的栏目未能识别'
            when 'fund' then '绩效表的资金行未能识别，金额未入库'
            when 'note' then '绩效指标处的说明文字未入库'
            when 'table' then '涉及绩效的表格未能识别'
            when 'form' then '绩效表未读出内容'
            else '绩效表未见项目名称'
        end as reason_zh,
        case reason
            when 'heading' then 'a heading of a performance form that is not known'
            when 'fund' then 'an amount of a performance form in a row that is not known; it is not in the facts'
            when 'note' then 'a note in the place of indicators; it is not in the facts'
            when 'table' then 'a table that speaks of performance and is no known form'
            when 'form' then 'nothing could be read from the performance form'
            else 'the performance form does not name its project'
        end as reason_en
    from {{ ref('int_performance_unread') }}
),

all_findings as (
    select * from without_unit
    union all
    select * from lists_without_unit
    union all
    select * from unreadable
    union all
    select * from contradictory
    union all
    select * from repeated
    union all
    select * from unread
    union all
    select * from {{ ref('int_finding_form_totals') }}
),

findings as (
    select all_findings.*
    from all_findings
    inner join {{ ref('int_documents') }} as documents on all_findings.document_id = documents.document_id
    where documents.document_type = 'final_accounts'
)

select * from findings
