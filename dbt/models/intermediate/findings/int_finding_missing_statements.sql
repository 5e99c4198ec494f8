-- Statements that the document does not hold, though its form requires them (D1) or its contents list them (D2). Where the
-- prose says that there is nothing to print, the statement is stated to be empty: a note, and no contradiction.
with

held as (
    select * from {{ ref('int_held_statements') }}
),

-- Contents that leave out a statement may list it under the name of another.
loosely_listed as (
    select distinct held.document_id
    from held
    left join {{ ref('int_listed_statements') }} as listed
        on held.document_id = listed.document_id and held.statement = listed.statement
    where held.is_printed and listed.document_id is null
),

expected as (
    select
        coalesce(required.document_id, listed.document_id) as document_id,
        coalesce(required.statement, listed.statement) as statement,
        required.document_id is not null as is_required,
        listed.page_number as contents_page
    from {{ ref('int_required_statements') }} as required
    full outer join {{ ref('int_listed_statements') }} as listed
        on required.document_id = listed.document_id and required.statement = listed.statement
),

missing as (
    select expected.*, held.document_id is not null as is_denied
    from expected
    left join held on expected.document_id = held.document_id and expected.statement = held.statement
    left join loosely_listed on expected.document_id = loosely_listed.document_id
    where
        coalesce(not held.is_printed, true)
        and (expected.is_required or loosely_listed.document_id is null)
),

findings as (
    select
        document_id, 'missing_statement' as finding_type,
        case when is_denied then 'info' else 'error' end as severity, statement,
        case when is_required then '该表式应有此表' else '' end
        || case when is_required and contents_page is not null then '，' else '' end
        || coalesce('目录（第' || contents_page || '页）列有此表', '')
        || case when is_denied then '，文中未见，说明称无此项' else '，文中未见' end as reason_zh,
        case when is_required then 'the form requires this statement' else 'this statement is listed' end
        || coalesce(
            case when is_required then ' and the contents list it' else ' in the contents' end
            || ' (page ' || contents_page || ')', ''
        )
        || ', and the document does not hold it'
        || case when is_denied then '; the prose says that there is nothing to print' else '' end as reason_en,
        case
            when is_denied then null
            when is_required and contents_page is not null then 'D1,D2'
            when is_required then 'D1'
            else 'D2'
        end as identity_ids,
        case when is_denied then 0 else 1 end as evidence_count
    from missing
)

select * from findings
