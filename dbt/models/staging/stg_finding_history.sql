-- Every finding that was ever published, and since when.
with

history as (
    select finding_id, document_id, finding_type, severity, first_seen_at, last_seen_at, resolved_at
    from {{ source('triage', 'finding_history') }}
)

select * from history
