-- Units recognised in a picture that are not those of the document's other statements: 万 is soon lost from 万元.
with

units as (
    select
        units.document_id,
        units.table_number,
        units.statement,
        units.unit_yuan,
        printed.method,
        printed.first_page
    from {{ ref('int_table_units') }} as units
    inner join {{ ref('stg_tables') }} as printed
        on units.document_id = printed.document_id and units.table_number = printed.table_number
    where units.is_printed and units.unit_yuan is not null
),

counted as (
    select document_id, unit_yuan, count(distinct statement) as statement_count
    from units
    group by document_id, unit_yuan
),

usual as (
    select document_id, {{ first_by('unit_yuan', 'statement_count desc, unit_yuan desc') }} as unit_yuan
    from counted
    group by document_id
),

odd as (
    select units.document_id, units.statement, min(units.first_page) as page_number
    from units
    inner join usual on units.document_id = usual.document_id
    where units.method = 'ocr' and units.unit_yuan <> usual.unit_yuan
    group by units.document_id, units.statement
),

findings as (
    select
        document_id,
        'unit' as finding_type,
        'warning' as severity,
        'D5' as identity_ids,
        statement,
        page_number,
        '由图像识别的金额单位与其他报表不同，请与原页核对' as reason_zh,
        'the unit was recognised in a picture and is not that of the other statements; compare it with the page'
            as reason_en
    from odd
)

select * from findings
