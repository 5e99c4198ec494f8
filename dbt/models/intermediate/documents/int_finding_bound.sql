-- Files in which another disclosure is bound behind the first: it is set aside, and nobody should miss it unawares.
with

findings as (
    select
        document_id,
        'unmapped' as finding_type,
        'error' as severity,
        'bound' as discriminator,
        bound_from_page as page_number,
        null::varchar as printed_text,
        '自第 ' || bound_from_page || ' 页起是装订在同一文件中的另一份公开文本，其内容未入库；请拆分为单独的文件' as reason_zh,
        'from page ' || bound_from_page || ' on the file holds another disclosure, which is in no fact; '
        || 'put it into a file of its own' as reason_en
    from {{ ref('stg_documents') }}
    where bound_from_page is not null
)

select * from findings
