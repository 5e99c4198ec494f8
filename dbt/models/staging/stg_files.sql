with

manifest as (
    select *
    from {{ source('raw', 'manifest') }}
),

files as (
    select
        source_path,
        document_id,
        byte_size,
        mtime_ns,
        status,
        reason_code,
        message,
        part_id,
        extractor_version,
        first_seen_at,
        seen_at,
        withdrawn_at
    from manifest
)

select * from files
