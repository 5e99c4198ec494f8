-- Where a document lies in a folder of another region, year or department than its own words say.
with

folders as (
    select * from {{ ref('int_document_folders') }}
),

documents as (
    select * from {{ ref('int_documents') }}
),

names as (
    select * from {{ ref('int_department_names') }}
),

years as (
    select
        folders.document_id, folders.source_path, 'year' as fact,
        folders.folder_year::varchar as folder_says, documents.fiscal_year::varchar as document_says
    from folders
    inner join documents on folders.document_id = documents.document_id
    where folders.folder_year <> documents.fiscal_year
),

-- Regions are compared only where both name the same level: 湖北省 may well hold 武昌区.
regions as (
    select
        folders.document_id, folders.source_path, 'region' as fact,
        folders.folder_region as folder_says, documents.region as document_says
    from folders
    inner join documents on folders.document_id = documents.document_id
    inner join names on folders.folder_region = names.name and names.name = names.region
    where
        not contains(documents.region, folders.folder_region)
        and not contains(folders.folder_region, documents.region)
        and not contains(
            {{ replaced('documents.region', "'[省市区县州盟旗]|自治|地区'") }},
            {{ replaced('folders.folder_region', "'[省市区县州盟旗]|自治|地区'") }}
        )
        and (
            ({{ matches('folders.folder_region', "'[区县旗]$'") }} and {{ matches('documents.region', "'[区县旗]$'") }})
            or ({{ matches('folders.folder_region', "'[市州盟]'") }} and {{ matches('documents.region', "'[市州盟]'") }})
            or ({{ matches('folders.folder_region', "'省|自治区'") }} and {{ matches('documents.region', "'省|自治区'") }})
        )
),

-- A file may be named by a short form: 科创中心 for 科技创新服务中心.
departments as (
    select
        folders.document_id, folders.source_path, 'department' as fact,
        folders.folder_department as folder_says, documents.department_name as document_says
    from folders
    inner join documents on folders.document_id = documents.document_id
    inner join names as folder_names on folders.folder_department = folder_names.name
    inner join names as own_names on documents.department_name = own_names.name
    left join {{ ref('department_aliases') }} as aliases
        on
            documents.department_canonical_name = aliases.canonical_name
            and aliases.alias_name in (folders.folder_department, folder_names.canonical_name)
    where
        aliases.alias_name is null
        and folder_names.unscoped_name <> ''
        and not {{ is_short_form('folder_names.unscoped_name', 'own_names.unscoped_name') }}
        and not {{ is_short_form('own_names.unscoped_name', 'folder_names.unscoped_name') }}
        and not contains(documents.department_name, folders.folder_department)
),

mismatches as (
    select * from years
    union all
    select * from regions
    union all
    select * from departments
),

findings as (
    select
        document_id,
        'path_mismatch' as finding_type,
        'warning' as severity,
        fact || ' ' || source_path as discriminator,
        null::bigint as page_number,
        document_says as printed_text,
        '文件路径 ' || source_path || ' 的'
        || case fact when 'year' then '年度' when 'region' then '地区' else '部门' end
        || '（' || folder_says || '）与文档所述不符' as reason_zh,
        'it lies in ' || source_path || ', which names another ' || fact || ', ' || folder_says as reason_en
    from mismatches
)

select * from findings
