-- Whether the budget column of 三公 is the 年初 or the 全年 one: told by its header, else by the note under the statement.
with

wordings as (
    select document_id, header_path as wording, 0 as distance
    from {{ ref('int_statement_columns') }}
    where statement = 'three_public' and measure = 'budget'
    union all
    select captions.document_id, captions.text_key as wording, 1 as distance
    from {{ ref('stg_captions') }} as captions
    inner join {{ ref('int_statement_tables') }} as tables
        on captions.document_id = tables.document_id and captions.table_number = tables.table_number
    where tables.statement = 'three_public' and captions.caption_position = 'below'
),

stated_bases as (
    select
        document_id,
        distance,
        case
            when {{ matches('wording', "'全年预算|调整预算|调整后预算'") }} then 'adjusted_budget'
            when {{ matches('wording', "'年初预算'") }} then 'initial_budget'
        end as budget_basis
    from wordings
),

bases as (
    select
        document_id,
        {{ first_by('budget_basis', 'distance, budget_basis') }} as budget_basis
    from stated_bases
    where budget_basis is not null
    group by document_id
)

select * from bases
