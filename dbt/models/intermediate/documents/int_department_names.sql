-- Names told apart into region and the rest, so that 武昌区X and 武汉市武昌区X are one department.
with

patterns as (
    select * from {{ ref('int_name_patterns') }}
),

names as (
    select distinct value as name
    from {{ ref('int_document_sightings') }}
    where fact = 'department' and rejection is null
    union
    select folder_department as name
    from {{ ref('int_document_folders') }}
    where folder_department is not null
    union
    select folder_region as name
    from {{ ref('int_document_folders') }}
    where folder_region is not null
),

without_party as (
    select names.name, {{ replaced('names.name', 'patterns.party_pattern') }} as place_and_office
    from names
    cross join patterns
),

found_regions as (
    select
        names.name,
        names.place_and_office,
        {{ first_by(captured('names.place_and_office', "'^(' || regions.pattern || ')'"), 'regions.priority') }}
            as region
    from without_party as names
    inner join {{ ref('name_patterns') }} as regions
        on
            regions.kind = 'region'
            and {{ captured('names.place_and_office', "'^(' || regions.pattern || ')'") }} is not null
    group by names.name, names.place_and_office
),

last_parts as (
    select *, {{ captured('region', "'^(?:.*(?:自治州|[省市区县盟旗]))?(.+)$'") }} as last_part
    from found_regions
),

real_regions as (
    select
        last_parts.name,
        nullif(
            case
                when
                    {{ matches('last_parts.last_part', 'patterns.not_region_pattern') }}
                    and not {{ matches('last_parts.last_part', 'patterns.real_region_pattern') }}
                    then left(last_parts.region, length(last_parts.region) - length(last_parts.last_part))
                else last_parts.region
            end, ''
        ) as region
    from last_parts
    cross join patterns
),

remainders as (
    select
        without_party.name,
        real_regions.region,
        substr(without_party.place_and_office, 1 + coalesce(length(real_regions.region), 0)) as remainder
    from without_party
    left join real_regions on without_party.name = real_regions.name
),

-- 区委员会宣传部 and 区委宣传部 are one; 本级, 机关 and (汇总) tell the scope and not the department.
department_names as (
    select
        remainders.name,
        remainders.region,
        {{ replaced(replaced('remainders.remainder', 'patterns.office_pattern', "'\\1'"), "'^委员会(.+)$'", "'委\\1'") }}
            as canonical_name
    from remainders
    cross join patterns
),

keyed as (
    select *, {{ unscoped_department('canonical_name') }} as unscoped_name
    from department_names
)

select * from keyed
