-- Each contradicted equation is laid at the door of one of its cells: the one that explains most and disturbs least.
with

ranked as (
    select
        *,
        rank() over (
            partition by document_id, scope_id
            order by score desc, objections asc, relief desc
        ) as place,
        row_number() over (
            partition by document_id, scope_id
            order by
                score desc, objections asc, relief desc, implied_yuan = 0 asc, placement = 'printed' desc,
                total_count desc, statement asc, line_code asc, measure asc
        ) as preference
    from {{ ref('int_finding_explanations') }}
),

choices as (
    select
        *,
        count(*) filter (where place = 1) over (partition by document_id, scope_id) as rivals
    from ranked
    qualify preference = 1
)

select * from choices
