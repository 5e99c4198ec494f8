-- Of the names that a document prints, the one that counts most, with its region and key.
with

names as (
    select
        document_id,
        value as name,
        priority,
        count(*) as sighting_count,
        min(page_number) as page_number
    from {{ ref('int_document_sightings') }}
    where fact = 'department' and rejection is null
    group by document_id, value, priority
),

split_names as (
    select names.*, parts.region, parts.canonical_name
    from names
    inner join {{ ref('int_department_names') }} as parts on names.name = parts.name
),

chosen as (
    select *
    from split_names
    where canonical_name <> ''
    qualify
        row_number() over (
            partition by document_id order by priority, sighting_count desc, page_number, name
        ) = 1
),

-- The same department with a fuller region elsewhere in the document: 武昌区 becomes 武汉市武昌区.
fuller_regions as (
    select
        chosen.document_id,
        {{ first_by('split_names.region', 'length(split_names.region) desc, split_names.region') }} as region
    from chosen
    inner join split_names
        on
            chosen.document_id = split_names.document_id
            and chosen.canonical_name = split_names.canonical_name
            and split_names.region like '%' || coalesce(chosen.region, '')
    group by chosen.document_id
),

-- The folder only completes what the document says: it never stands in for it.
folders as (
    select
        document_id,
        min({{ captured('source_path', "'^([^/]+)/'") }}) as folder_region
    from {{ ref('stg_files') }}
    group by document_id
),

located as (
    select
        chosen.document_id,
        chosen.name,
        chosen.canonical_name,
        case
            when fuller_regions.region is not null and folders.folder_region like '%' || fuller_regions.region
                then folders.folder_region
            else fuller_regions.region
        end as region
    from chosen
    left join fuller_regions on chosen.document_id = fuller_regions.document_id
    left join folders on chosen.document_id = folders.document_id
),

named as (
    select
        located.document_id,
        located.name,
        located.region,
        coalesce(aliases.canonical_name, located.canonical_name) as canonical_name,
        {{ hash_key(
            "coalesce(located.region, '') || '|' || coalesce(aliases.canonical_name, located.canonical_name)"
        ) }} as department_id
    from located
    left join {{ ref('department_aliases') }} as aliases on
        coalesce(located.region, '') = coalesce(aliases.region, '')
        and aliases.alias_name in (located.name, located.canonical_name)
)

select * from named
