-- What the folder says of a document: raw/<region>/<year>/<department>.pdf. A path with less structure says nothing.
with

paths as (
    select
        document_id,
        source_path,
        {{ captured('source_path', "'^(?:.*/)?([^/]+)/20[0-9]{2}年?度?/[^/]+$'") }} as folder_region,
        {{ captured('source_path', "'^(?:.*/)?[^/]+/(20[0-9]{2})年?度?/[^/]+$'") }} as folder_year,
        {{ captured('source_path', "'^(?:.*/)?[^/]+/20[0-9]{2}年?度?/([^/]+)[.][Pp][Dd][Ff]$'") }} as file_name
    from {{ ref('stg_files') }}
    where status = 'loaded' and withdrawn_at is null
),

-- A file's name says more than the name of a department: 附件1：2023年X部门决算公开（更正）.
named as (
    select
        document_id,
        source_path,
        translate({{ name_key('folder_region') }}, '（）', '()') as folder_region,
        folder_year::integer as folder_year,
        {{ replaced(
            name_key('file_name'),
            "'20[0-9]{2}年?度?|(?:部门|单位)?(?:收支|预)?(?:决算|预算)(?:公开|报告|说明|信息|文本|情况|报表|表)*|[(][^()]*[)]|[0-9_. -]+'"
        ) }} as file_words
    from paths
),

cleaned as (
    select
        named.document_id,
        named.source_path,
        named.folder_region,
        named.folder_year,
        {{ replaced(replaced('named.file_words', 'patterns.before_pattern'), 'patterns.after_pattern') }} as words
    from named
    cross join {{ ref('int_name_patterns') }} as patterns
),

judged as (
    select cleaned.words, max(non_names.kind) as rejection
    from cleaned
    inner join {{ ref('not_a_department') }} as non_names on {{ matches('cleaned.words', 'non_names.pattern') }}
    group by cleaned.words
),

-- A name is Chinese from end to end; scan001 or 公开说明 names nobody.
folders as (
    select
        cleaned.document_id,
        cleaned.source_path,
        cleaned.folder_region,
        cleaned.folder_year,
        case
            when judged.words is null and {{ matches('cleaned.words', "'^[一-龥()·]{3,}$'") }} then cleaned.words
        end as folder_department
    from cleaned
    left join judged on cleaned.words = judged.words
)

select * from folders
