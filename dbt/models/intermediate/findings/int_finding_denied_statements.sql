-- Statements that print what was spent while the prose, which states no amount of them, says that nothing was. Balances
-- and budgets do not count: one may hold a balance, or plan a journey, and spend nothing.
with

said as (
    select
        document_id,
        statement,
        bool_or(not is_denial) as is_stated,
        {{ first_by('sentence', 'not is_denial') }} as sentence,
        {{ first_by('page_number', 'not is_denial') }} as page_number
    from {{ ref('int_prose_of_statements') }}
    group by document_id, statement
),

denials as (
    select document_id, statement, sentence, page_number
    from said
    where not is_stated and sentence like '%支%'
),

spent as (
    select distinct document_id, statement
    from {{ ref('int_identity_cells') }}
    where measure in ('total', 'actual', 'amount') and amount_yuan <> 0
),

-- A sentence below the statement itself is told with the empty statements.
findings as (
    select
        denials.document_id, 'empty_statement' as finding_type, 'error' as severity, denials.statement,
        '此表有金额，说明（第' || denials.page_number || '页）却称“' || substr(denials.sentence, 1, 60) || '”'
            as reason_zh,
        'the statement prints amounts, yet the prose on page ' || denials.page_number || ' says “'
        || substr(denials.sentence, 1, 60) || '”' as reason_en,
        'D4' as identity_ids, 1 as evidence_count
    from denials
    inner join spent on denials.document_id = spent.document_id and denials.statement = spent.statement
    inner join {{ ref('int_statements') }} as statements
        on denials.document_id = statements.document_id and denials.statement = statements.statement
    where statements.empty_sentence is null
)

select * from findings
