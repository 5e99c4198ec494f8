-- Raw parts are append-only: a document read again has rows in two parts, of which the manifest names the valid one.
with

loaded_files as (
    select document_id, part_id, seen_at
    from {{ ref('stg_files') }}
    where status = 'loaded' and part_id is not null
),

current_parts as (
    select
        document_id,
        {{ first_by('part_id', 'seen_at desc, part_id desc') }} as part_id
    from loaded_files
    group by document_id
)

select * from current_parts
