-- 三公 by line, budget and outcome side by side.
with

facts as (
    select facts.*
    from {{ ref('fct_statement_line') }} as facts
    inner join {{ ref('dim_document') }} as documents on facts.document_id = documents.document_id
    where
        documents.is_current
        and facts.statement = 'three_public'
        and facts.occurrence = 1
        and not facts.is_of_which
        -- Some forms print 会议费, 培训费 and 机关运行经费 in the same table.
        and facts.line_code in (
            'total', 'overseas_travel', 'vehicle_total', 'vehicle_purchase', 'vehicle_operation', 'reception'
        )
),

lines as (
    select
        document_id,
        fiscal_year,
        department_id,
        line_code,
        max(case when measure = 'budget' then amount_yuan end) as budget_yuan,
        max(case when measure = 'actual' then amount_yuan end) as actual_yuan
    from facts
    group by document_id, fiscal_year, department_id, line_code
),

described as (
    select
        lines.document_id,
        lines.fiscal_year,
        lines.department_id,
        lines.line_code,
        case
            when lines.line_code = 'total' then 0
            when lines.line_code in ('vehicle_purchase', 'vehicle_operation') then 2
            else 1
        end as level,
        lines.line_code not in ('total', 'vehicle_total') as is_leaf,
        case bases.budget_basis
            when 'adjusted_budget' then 'full_year'
            when 'initial_budget' then 'initial'
            else 'unstated'
        end as budget_basis,
        lines.budget_yuan,
        lines.actual_yuan
    from lines
    left join {{ ref('int_three_public_basis') }} as bases on lines.document_id = bases.document_id
)

select * from described
