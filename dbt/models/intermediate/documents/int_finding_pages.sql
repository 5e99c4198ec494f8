-- Pages that could not be read, whole or in part: what they print is in no fact.
with

statement_pages as (
    select
        printed_rows.document_id,
        printed_rows.page_number,
        {{ first_by('tables.statement', 'printed_rows.table_number, printed_rows.row_number') }} as statement
    from {{ ref('stg_rows') }} as printed_rows
    inner join {{ ref('int_statement_tables') }} as tables
        on printed_rows.document_id = tables.document_id and printed_rows.table_number = tables.table_number
    group by printed_rows.document_id, printed_rows.page_number
),

pages as (
    select
        pages.document_id,
        pages.page_number,
        pages.method = 'none' as is_unread,
        pages.unmapped_char_count,
        statement_pages.statement
    from {{ ref('stg_pages') }} as pages
    inner join {{ ref('int_documents') }} as documents on pages.document_id = documents.document_id
    left join statement_pages
        on pages.document_id = statement_pages.document_id and pages.page_number = statement_pages.page_number
    where documents.document_type = 'final_accounts'
),

findings as (
    select
        document_id,
        'low_confidence' as finding_type,
        'warning' as severity,
        case when not is_unread then statement end as statement,
        page_number,
        case
            when is_unread then '此页没有可读的文字，页上内容未入库'
            else '此页有 ' || unmapped_char_count || ' 个字符没有编码、无法读出，报表内容可能不全'
        end as reason_zh,
        case
            when is_unread then 'the page has no text that can be read; what it prints is in no fact'
            else unmapped_char_count || ' characters of the page have no Unicode and could not be read; the statement may lack them'
        end as reason_en
    from pages
    where is_unread or (unmapped_char_count > 0 and statement is not null)
)

select * from findings
