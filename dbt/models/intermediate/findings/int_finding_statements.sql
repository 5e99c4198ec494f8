-- What is wrong with a statement as a whole: absent, empty against other statements or its sentence, without a unit. A
-- form that nobody has filled in (XX局) is not accused of being empty.
with

statements as (
    select * from {{ ref('int_statements') }}
),

documents as (
    select
        statements.document_id,
        bool_or(forms.document_id is not null) as is_form,
        sum(statements.amount_count) as amount_count
    from statements
    left join (select distinct document_id from {{ ref('int_finding_residues') }}) as forms
        on statements.document_id = forms.document_id
    group by statements.document_id
),

contradicted_blanks as (
    select
        verdicts.document_id,
        blanks.statement,
        string_agg(distinct verdicts.identity_id, ',' order by verdicts.identity_id) as identity_ids,
        cast(count(distinct verdicts.identity_id) as integer) as evidence_count
    from {{ ref('int_identity_evaluations') }} as verdicts
    inner join {{ ref('identities') }} as identities on verdicts.identity_id = identities.identity_id
    inner join (select distinct identity_id, statement from {{ ref('int_identity_terms') }}) as members
        on verdicts.identity_id = members.identity_id
    inner join statements as blanks
        on verdicts.document_id = blanks.document_id and members.statement = blanks.statement
    where
        verdicts.reason_code = 'statement_blank'
        and blanks.is_blank
        and identities.category = 'between_statements'
        and identities.operator = '='
        and identities.condition_test is null
        and identities.derived_from is null
        and coalesce(verdicts.actual_yuan, verdicts.expected_yuan, 0) <> 0
    group by verdicts.document_id, blanks.statement
),

empty_statements as (
    select
        statements.document_id, 'empty_statement' as finding_type,
        case
            when
                statements.is_blank
                and contradicted.document_id is null and stated.document_id is null and documents.amount_count > 0
                then 'warning'
            else 'error'
        end as severity,
        statements.statement,
        case
            when documents.amount_count = 0 then '全部报表未读出一个金额，也未见“本部门无……”的说明'
            when contradicted.document_id is not null then '此表为空，其他报表却有对应金额'
            when statements.is_blank and stated.document_id is not null
                then '此表为空，说明却称“' || substr(stated.sentence, 1, 60) || '”'
            when statements.is_blank then '此表为空，未见“本部门无……”的说明'
            else '此表有金额，却说明“' || statements.empty_sentence || '”'
        end as reason_zh,
        case
            when documents.amount_count = 0
                then 'no amount could be read in any statement, and no sentence says that this one is empty'
            when contradicted.document_id is not null
                then 'the statement is empty, yet others print amounts that belong in it'
            when statements.is_blank and stated.document_id is not null
                then 'the statement is empty, yet the prose says “' || substr(stated.sentence, 1, 60) || '”'
            when statements.is_blank then 'the statement is empty and no sentence says so'
            else 'the statement prints amounts, yet a sentence says that it is empty'
        end as reason_en,
        case
            when contradicted.identity_ids is null then 'D4'
            else {{ with_identity('contradicted.identity_ids', "'D4'") }}
        end as identity_ids,
        1 + coalesce(contradicted.evidence_count, 0) as evidence_count
    from statements
    inner join documents on statements.document_id = documents.document_id
    left join contradicted_blanks as contradicted
        on statements.document_id = contradicted.document_id and statements.statement = contradicted.statement
    left join {{ ref('int_prose_of_statements') }} as stated
        on
            statements.document_id = stated.document_id
            and statements.statement = stated.statement
            and not stated.is_denial
    left join (
        select distinct document_id, statement
        from {{ ref('int_identity_cells') }}
        where amount_yuan <> 0
    ) as filled
        on statements.document_id = filled.document_id and statements.statement = filled.statement
    where
        (documents.amount_count > 0 or not documents.is_form)
        and (
            contradicted.document_id is not null
            or (statements.is_blank and (statements.empty_sentence is null or stated.document_id is not null))
            or (statements.empty_sentence is not null and filled.document_id is not null)
        )
),

-- Where other places tell that the unit is another, that is the finding.
mistaken_units as (
    select document_id, statement
    from {{ ref('int_finding_identities') }}
    where finding_type = 'unit'
),

unprinted_units as (
    select
        statements.document_id, 'unit' as finding_type, 'warning' as severity, statements.statement,
        '此表未标金额单位，按其他报表的单位计' as reason_zh,
        'the statement prints no unit; that of its siblings is taken' as reason_en,
        'D5' as identity_ids, 1 as evidence_count
    from statements
    left join mistaken_units
        on statements.document_id = mistaken_units.document_id and statements.statement = mistaken_units.statement
    where
        not statements.unit_printed and not statements.is_blank and statements.unit_yuan is not null
        and mistaken_units.document_id is null
),

findings as (
    select * from {{ ref('int_finding_missing_statements') }}
    union all
    select * from empty_statements
    union all
    select * from {{ ref('int_finding_denied_statements') }}
    union all
    select * from unprinted_units
)

select * from findings
