-- Findings on a document as a whole: whose it says it is, where it lies, what was left unfilled.
with

findings as (
    select * from {{ ref('int_finding_paths') }}
    union all
    select * from {{ ref('int_finding_headings') }}
    union all
    select * from {{ ref('int_finding_residues') }}
    union all
    select * from {{ ref('int_finding_renames') }}
)

select * from findings
