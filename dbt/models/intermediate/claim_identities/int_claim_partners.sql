-- For each claim the other claims of its sentence and section that it may be computed from, nearest first.
{% set amounts = "('amount', 'final', 'received', 'spent', 'executed', 'involved')" %}
{% set of_subject = "document_id, section, subject_ref" %}
{% set of_sentence = "document_id, section, subject_ref, sentence, coalesce(base, '')" %}
with

marked as (
    select
        document_id, position, section, subject_ref, subject_key, sentence, base, quantity, whole_key, figure,
        case when quantity in {{ amounts }} then position end as amount_at,
        case when quantity = 'initial_budget' then position end as initial_at,
        case when quantity = 'adjusted_budget' then position end as adjusted_at,
        case when quantity = 'budget' then position end as budget_at,
        case when quantity = 'change_amount' then position end as change_at
    from {{ ref('int_claim_figures') }}
    where figure is not null or quantity = 'direction'
),

neighbours as (
    select
        document_id, position, base,
        {{ nearest_known('amount_at', of_subject, 'position') }} as subject_position,
        {{ nearest_known('initial_at', of_subject, 'position') }} as initial_position,
        {{ nearest_known('adjusted_at', of_subject, 'position') }} as adjusted_position,
        {{ nearest_known('budget_at', of_subject, 'position') }} as budget_position,
        {{ nearest_known('change_at', of_sentence, 'position') }} as change_position
    from marked
),

-- 收入总计100万元，支出总计100万元；收支较上年增加5万元: a subject without an amount of its own, where all that it stands for agree.
stand_ins as (
    select
        marked.document_id,
        marked.position,
        min(amounts.position) as stand_in_position
    from marked
    inner join {{ ref('claim_stand_ins') }} as stand_ins
        on marked.section = stand_ins.section and marked.subject_key = stand_ins.subject_key
    inner join marked as amounts
        on
            marked.document_id = amounts.document_id
            and marked.section = amounts.section
            and stand_ins.stands_for = amounts.subject_key
    where amounts.amount_at is not null
    group by marked.document_id, marked.position
    having count(distinct amounts.figure) = 1
),

-- Amounts by what they are of, and shares by what they are a share of, in one order: the last total before the share.
wholes_and_shares as (
    select document_id, section, subject_key as key, position, amount_at
    from marked
    where amount_at is not null and subject_key is not null
    union all
    select document_id, section, whole_key as key, position, null as amount_at
    from marked
    where quantity = 'share' and whole_key is not null
),

wholes as (
    select
        document_id,
        position,
        amount_at is null as is_share,
        {{ last_known('amount_at', 'document_id, section, key', 'position') }} as whole_position
    from wholes_and_shares
),

partners as (
    select
        neighbours.document_id,
        neighbours.position,
        coalesce(neighbours.subject_position, stand_ins.stand_in_position) as subject_position,
        neighbours.initial_position,
        neighbours.adjusted_position,
        case neighbours.base
            when 'initial_budget' then coalesce(neighbours.initial_position, neighbours.budget_position)
            when 'adjusted_budget' then coalesce(neighbours.adjusted_position, neighbours.budget_position)
            else coalesce(neighbours.budget_position, neighbours.initial_position, neighbours.adjusted_position)
        end as budget_position,
        case neighbours.base
            when 'initial_budget' then neighbours.adjusted_position
            when 'adjusted_budget' then neighbours.initial_position
        end as other_budget_position,
        neighbours.change_position,
        wholes.whole_position
    from neighbours
    left join stand_ins
        on neighbours.document_id = stand_ins.document_id and neighbours.position = stand_ins.position
    left join wholes
        on
            neighbours.document_id = wholes.document_id
            and neighbours.position = wholes.position
            and wholes.is_share
)

select * from partners
