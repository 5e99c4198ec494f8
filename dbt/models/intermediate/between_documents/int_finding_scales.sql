-- A total that is many times that of the year before or after, which no growth explains: a slip of the unit in a whole
-- disclosure contradicts nothing within it.
with

-- Where its prose or its other statements tell that the unit is another, other years need not.
mistaken_units as (
    select distinct document_id
    from {{ ref('int_finding_identities') }}
    where finding_type = 'unit' and coalesce(statement, 'expenditure') = 'expenditure'
),

totals as (
    select
        documents.document_id, documents.department_id, documents.disclosure_scope, documents.fiscal_year,
        statements.first_page, lines.statement, lines.line_code, lines.measure, lines.amount_yuan
    from {{ ref('dim_document') }} as documents
    inner join {{ ref('fct_statement_line') }} as lines on documents.document_id = lines.document_id
    inner join {{ ref('int_statements') }} as statements
        on lines.document_id = statements.document_id and lines.statement = statements.statement
    left join mistaken_units on documents.document_id = mistaken_units.document_id
    where
        documents.load_status = 'loaded'
        and mistaken_units.document_id is null
        and documents.is_current
        and documents.department_id is not null
        and lines.statement = 'expenditure' and lines.line_code = 'total' and lines.measure = 'total'
        and lines.occurrence = 1 and lines.amount_yuan > 0
),

-- The middle one of three or more years tells which is out of scale; of two years the later carries the finding.
compared as (
    select
        *,
        count(*) over yearly_all as year_count,
        quantile_disc(amount_yuan, 0.5) over yearly_all as middle_yuan,
        lag(amount_yuan) over yearly as former_yuan
    from totals
    window
        yearly as (partition by department_id, disclosure_scope order by fiscal_year, document_id),
        yearly_all as (partition by department_id, disclosure_scope)
),

out_of_scale as (
    select
        *,
        case when year_count = 2 then former_yuan else middle_yuan end as other_yuan
    from compared
    where
        amount_yuan >= {{ var('out_of_scale') }} * case when year_count = 2 then former_yuan else middle_yuan end
        or case when year_count = 2 then former_yuan else middle_yuan end >= {{ var('out_of_scale') }} * amount_yuan
),

findings as (
    select
        document_id, 'scale' as finding_type, 'warning' as severity, 'D5' as identity_ids,
        statement, line_code, measure,
        cast(first_page as bigint) as page_number,
        '支出合计 ' || {{ identity_amount_text('amount_yuan', '10000', '100') }} || ' 万元，本部门其他年度为 '
        || {{ identity_amount_text('other_yuan', '10000', '100') }}
        || ' 万元，相差 {{ var("out_of_scale") }} 倍以上，单位或许有误' as reason_zh,
        'total expenditure is ' || {{ identity_amount_text('amount_yuan', '10000', '100') }}
        || ' 万元, that of the department in other years '
        || {{ identity_amount_text('other_yuan', '10000', '100') }}
        || ' 万元: {{ var("out_of_scale") }} times apart or more; the unit may be wrong' as reason_en
    from out_of_scale
)

select * from findings
