with

rejected as (
    select
        source_path,
        document_id as sha256,
        reason_code,
        message,
        seen_at
    from {{ ref('stg_files') }}
    where status = 'rejected' and withdrawn_at is null
)

select * from rejected
