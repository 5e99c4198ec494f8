-- Claims that a total is the sum of: those that the catalogue names, after the total and before the next one.
with

openings as (
    select
        anchors.document_id, anchors.position, anchors.identity_id, anchors.variant, figures.section
    from {{ ref('int_claim_anchors') }} as anchors
    inner join {{ ref('int_claim_figures') }} as figures
        on anchors.document_id = figures.document_id and anchors.position = figures.position
),

list_terms as (
    select
        identity_id,
        coalesce(variant, '') as variant,
        term_number, role, weight, section,
        coalesce(subject_kind, '') as subject_kind,
        coalesce(subject_key, '') as subject_key,
        quantity
    from {{ ref('claim_terms') }}
    where selector = 'stated'
),

profiles as (
    select distinct
        section, coalesce(subject_kind, '') as subject_kind, coalesce(subject_key, '') as subject_key, quantity
    from {{ ref('int_claim_figures') }}
    where figure is not null
),

members_by_profile as (
    select
        profiles.*, list_terms.identity_id, list_terms.variant, list_terms.term_number, list_terms.role,
        list_terms.weight
    from profiles
    inner join list_terms
        on
            profiles.section = list_terms.section
            and {{ identity_list_has('list_terms.quantity', 'profiles.quantity') }}
            and (
                list_terms.subject_kind = ''
                or {{ identity_list_has('list_terms.subject_kind', 'profiles.subject_kind') }}
            )
            and (
                list_terms.subject_key = ''
                or {{ identity_list_has('list_terms.subject_key', 'profiles.subject_key') }}
            )
),

members as (
    select
        figures.*, matched.identity_id, matched.variant, matched.term_number, matched.role, matched.weight
    from {{ ref('int_claim_figures') }} as figures
    inner join members_by_profile as matched
        on
            figures.section = matched.section
            and coalesce(figures.subject_kind, '') = matched.subject_kind
            and coalesce(figures.subject_key, '') = matched.subject_key
            and figures.quantity = matched.quantity
    where figures.figure is not null
),

in_order as (
    select
        document_id, identity_id, variant, section, position, position as opened_at,
        null as term_number, null as role, null as weight, null as line_code, null as measure,
        null as subject_key, null as subject_ref, null as amount, null as half_unit, null as unit
    from openings
    union all
    select
        document_id, identity_id, variant, section, position, null as opened_at,
        term_number, role, weight, narrative_line as line_code, quantity as measure,
        subject_key, subject_ref, figure as amount, half_unit, unit
    from members
),

placed as (
    select
        * exclude (position, opened_at),
        {{ last_known('opened_at', 'document_id, identity_id, variant, section', 'position') }} as position
    from in_order
),

list_members as (
    select *
    from placed
    where term_number is not null and position is not null
)

select * from list_members
