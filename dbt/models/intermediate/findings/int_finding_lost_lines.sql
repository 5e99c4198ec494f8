-- Lines that must be missing though every sum holds: a class or group without its own line above the items that it is the
-- sum of, or one without any item below it where its sisters have theirs.
with

absent as (
    select *
    from {{ ref('int_finding_absent_lines') }}
    -- What the contradictions of the statements say of the line, or of the one above it, is told there; prose that speaks
    -- of it is right.
    where
        witness = 'statement'
        and (document_id, statement, line_code) not in (
            select (culprits.document_id, culprits.statement, culprits.line_code)
            from {{ ref('int_finding_culprits') }} as culprits
            inner join {{ ref('int_equations') }} as equations
                on
                    culprits.equation_document_id = equations.document_id
                    and culprits.equation_id = equations.equation_id
            inner join {{ ref('identities') }} as identities on equations.identity_id = identities.identity_id
            where culprits.line_code is not null and identities.category <> 'prose'
        )
),

lost_above as (
    select document_id, statement, line_code
    from absent
    where below_count > 0
),

lost_below as (
    select document_id, statement, ancestor_code, min(line_code) as line_code, count(*) as line_count
    from absent
    where below_count = 0 and sibling_count = 0 and ancestor_code = substr(line_code, 1, length(line_code) - 2)
    group by document_id, statement, ancestor_code
),

identities as (
    select terms.statement, min(terms.identity_id) as identity_id
    from {{ ref('int_identity_terms') }} as terms
    where terms.side = 'rhs' and terms.line_selector = 'each_children'
    group by terms.statement
),

amounts as (
    select document_id, statement, line_code, parent_line_code, measure, amount_yuan
    from {{ ref('int_identity_cells') }}
    where measure = 'total'
),

sums as (
    select
        lost_above.document_id, lost_above.statement, lost_above.line_code, null::varchar as ancestor_code,
        1 as line_count, sum(amounts.amount_yuan) as amount_yuan
    from lost_above
    left join amounts
        on
            lost_above.document_id = amounts.document_id
            and lost_above.statement = amounts.statement
            and starts_with(amounts.line_code, lost_above.line_code)
            and not starts_with(coalesce(amounts.parent_line_code, ''), lost_above.line_code)
    group by lost_above.document_id, lost_above.statement, lost_above.line_code
    union all
    select
        lost_below.document_id, lost_below.statement, lost_below.line_code, lost_below.ancestor_code,
        lost_below.line_count, case when lost_below.line_count = 1 then amounts.amount_yuan end as amount_yuan
    from lost_below
    left join amounts
        on
            lost_below.document_id = amounts.document_id
            and lost_below.statement = amounts.statement
            and lost_below.ancestor_code = amounts.line_code
),

findings as (
    select
        sums.document_id,
        'missing_cell' as finding_type,
        'warning' as severity,
        sums.statement,
        sums.line_code,
        'total' as measure,
        identities.identity_id as identity_ids,
        sums.amount_yuan as proposed_yuan,
        case
            when sums.ancestor_code is null then '本表列有其下级科目，却缺该科目行；其他报表列有该行'
            else '本表列有上级科目 ' || sums.ancestor_code || '，其下无一明细；其他报表列有该行'
        end as reason_zh,
        case
            when sums.ancestor_code is null
                then 'the statement prints what belongs below this line and not the line; another statement prints it'
            else 'the statement prints ' || sums.ancestor_code
                || ' with no line below it; another statement prints this one there'
        end as reason_en
    from sums
    inner join identities on sums.statement = identities.statement
    union all
    select * from {{ ref('int_finding_lost_totals') }}
)

select * from findings
