-- Which claims the catalogue holds to which identity: its selectors meet each profile of claims once.
with

profiled as (
    select
        *,
        coalesce(subject_kind, '') as kind_profile,
        coalesce(subject_key, '') as key_profile,
        coalesce(base, '') as base_profile,
        coalesce(whole_key, '') as whole_profile
    from {{ ref('int_claim_figures') }}
    where figure is not null or quantity = 'direction'
),

profiles as (
    select distinct section, kind_profile, key_profile, quantity, base_profile, whole_profile
    from profiled
),

openings as (
    select
        identity_id,
        coalesce(variant, '') as variant,
        kind,
        coalesce(section, '') as section,
        coalesce(subject_kind, '') as subject_kind,
        coalesce(subject_key, '') as subject_key,
        coalesce(quantity, '') as quantity,
        coalesce(base, '') as base,
        coalesce(whole_key, '') as whole_key
    from {{ ref('claim_terms') }}
    where term_number = 1
),

matches as (
    select profiles.*, openings.identity_id, openings.variant, openings.kind
    from profiles
    inner join openings
        on
            {{ identity_list_has('openings.section', 'profiles.section') }}
            and {{ identity_list_has('openings.quantity', 'profiles.quantity') }}
            and (
                openings.subject_kind = ''
                or {{ identity_list_has('openings.subject_kind', 'profiles.kind_profile') }}
            )
            and (
                openings.subject_key = ''
                or {{ identity_list_has('openings.subject_key', 'profiles.key_profile') }}
            )
            and (openings.base = '' or {{ identity_list_has('openings.base', 'profiles.base_profile') }})
            and (openings.whole_key = '' or {{ identity_list_has('openings.whole_key', 'profiles.whole_profile') }})
),

anchors as (
    select
        profiled.document_id,
        profiled.position,
        matches.identity_id,
        matches.variant,
        matches.kind
    from profiled
    inner join matches
        on
            profiled.section = matches.section
            and profiled.kind_profile = matches.kind_profile
            and profiled.key_profile = matches.key_profile
            and profiled.quantity = matches.quantity
            and profiled.base_profile = matches.base_profile
            and profiled.whole_profile = matches.whole_profile
)

select * from anchors
