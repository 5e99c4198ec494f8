-- Decisions of people about findings, as triage/dispositions.csv gives them.
with

dispositions as (
    select finding_id, disposition, reason, decided_on, decided_by
    from {{ source('triage', 'dispositions') }}
)

select * from dispositions
