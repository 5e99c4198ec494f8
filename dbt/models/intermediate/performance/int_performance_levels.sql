-- First and second level of each indicator row: printed, or merged and left blank after the row that prints it. A name
-- that a page break cut is put together again; one printed on the later page only speaks for the rows before the break.
with

rows as (
    select
        *,
        row_number() over (partition by document_id, form_number, page_number order by sequence_number) as page_row
    from {{ ref('int_performance_row_values') }}
),

{% for level in ['level1', 'level2'] %}
{{ level }}_neighbours as (
    select
        document_id, form_number, sequence_number, page_number, page_row,
        {{ level }} as printed,
        {{ last_known(level, 'document_id, form_number', 'sequence_number') }} as before_text,
        {{ last_known(
            'case when ' ~ level ~ ' is not null then page_number end', 'document_id, form_number', 'sequence_number'
        ) }} as before_page,
        {{ last_known(level ~ '_span', 'document_id, form_number', 'sequence_number') }} as before_span,
        {{ last_known(
            'case when ' ~ level ~ ' is not null then sequence_number end', 'document_id, form_number', 'sequence_number'
        ) }} as before_sequence,
        {{ last_known_before(level, 'document_id, form_number', 'sequence_number') }} as earlier_text,
        {{ last_known_before(
            'case when ' ~ level ~ ' is not null then page_number end', 'document_id, form_number', 'sequence_number'
        ) }} as earlier_page,
        first_value({{ level }} ignore nulls) over following as after_text,
        first_value(case when {{ level }} is not null then page_number end ignore nulls) over following as after_page,
        first_value(case when {{ level }} is not null then page_row end ignore nulls) over following as after_page_row
    from rows
    window following as (
        partition by document_id, form_number order by sequence_number
        rows between 1 following and unbounded following
    )
),

-- The halves of a name on either side of a page break.
{{ level }}_cuts as (
    select
        neighbours.document_id, neighbours.form_number, neighbours.earlier_page as first_page,
        neighbours.earlier_text as first_half, neighbours.printed as second_half,
        neighbours.earlier_text || neighbours.printed as whole
    from {{ level }}_neighbours as neighbours
    inner join {{ ref('performance_levels') }} as names
        on {{ replaced("neighbours.earlier_text || neighbours.printed", "'\\s'") }} = names.name_key
    left join {{ ref('performance_levels') }} as second_names
        on {{ replaced('neighbours.printed', "'\\s'") }} = second_names.name_key
    where
        neighbours.page_row = 1 and neighbours.page_number = neighbours.earlier_page + 1
        and neighbours.printed is not null and second_names.name_key is null
),

{{ level }}_resolved as (
    select distinct
        neighbours.document_id, neighbours.form_number, neighbours.sequence_number,
        coalesce(
            cuts.whole,
            case
                when
                    neighbours.printed is null and neighbours.before_span > 1
                    and neighbours.before_page = neighbours.page_number
                    and neighbours.after_page = neighbours.page_number + 1 and neighbours.after_page_row = 1
                    then neighbours.after_text
                else neighbours.before_text
            end
        ) as {{ level }},
        neighbours.printed is null as {{ level }}_is_carried,
        neighbours.before_sequence,
        neighbours.before_text
    from {{ level }}_neighbours as neighbours
    left join {{ level }}_cuts as cuts
        on
            neighbours.document_id = cuts.document_id
            and neighbours.form_number = cuts.form_number
            and (
                (neighbours.before_text = cuts.first_half and neighbours.page_number = cuts.first_page)
                or (neighbours.before_text = cuts.second_half and neighbours.page_number = cuts.first_page + 1)
            )
){{ ',' if not loop.last }}
{% endfor %},

changes as (
    select
        document_id, form_number, sequence_number, level1, level1_is_carried,
        coalesce(level1, '') <> coalesce(
            lag(level1) over (partition by document_id, form_number order by sequence_number), ''
        ) as is_change
    from level1_resolved
),

groups as (
    select
        *,
        {{ last_known('case when is_change then sequence_number end', 'document_id, form_number', 'sequence_number') }}
            as level1_start
    from changes
),

-- A second level ends with its first.
levels as (
    select
        groups.document_id, groups.form_number, groups.sequence_number, groups.level1, groups.level1_is_carried,
        case
            when second_levels.level2_is_carried and second_levels.before_sequence < groups.level1_start
                and second_levels.level2 = second_levels.before_text
                then null
            else second_levels.level2
        end as level2,
        second_levels.level2_is_carried
    from groups
    inner join level2_resolved as second_levels
        on
            groups.document_id = second_levels.document_id
            and groups.sequence_number = second_levels.sequence_number
)

select * from levels
