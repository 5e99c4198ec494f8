-- 三公 by line. Whether the budget is the 年初 or the 全年 one is told by the column header, else by the note under the
-- statement.
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
        and facts.line_code not like 'unmapped:%'
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

wordings as (
    select document_id, header_path as wording, 0 as distance
    from {{ ref('int_statement_columns') }}
    where statement = 'three_public' and measure = 'budget'
    union all
    select captions.document_id, captions.text_key as wording, 1 as distance
    from {{ ref('stg_captions') }} as captions
    inner join {{ ref('int_statement_tables') }} as tables
        on captions.document_id = tables.document_id and captions.table_number = tables.table_number
    where tables.statement = 'three_public' and captions.caption_position = 'below'
),

stated_bases as (
    select
        document_id,
        distance,
        case
            when {{ matches('wording', "'全年预算|调整预算|调整后预算'") }} then 'full_year'
            when {{ matches('wording', "'年初预算'") }} then 'initial'
        end as budget_basis
    from wordings
),

bases as (
    select
        document_id,
        {{ first_by('budget_basis', 'distance, budget_basis') }} as budget_basis
    from stated_bases
    where budget_basis is not null
    group by document_id
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
        coalesce(bases.budget_basis, 'unstated') as budget_basis,
        lines.budget_yuan,
        lines.actual_yuan
    from lines
    left join bases on lines.document_id = bases.document_id
)

select * from described
