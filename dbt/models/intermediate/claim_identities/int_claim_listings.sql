-- Names after 主要包括 against the economic statement: each has an amount, and each line with an amount is named.
with

listed as (
    select document_id, position, code, code_basis, whole_key, line_code
    from {{ ref('int_claim_figures') }}
    where quantity = 'listed'
),

-- A list with a name that no code is known of, or that ends in 等, may mean any line.
listers as (
    select
        document_id,
        whole_key,
        min(position) as first_position,
        bool_and(code is not null) and not bool_or({{ matches('sentence', "'等[。;,]|等$'") }}) as is_closed
    from {{ ref('int_claim_figures') }}
    where quantity = 'listed'
    group by document_id, whole_key
),

printed as (
    select document_id, line_code, amount_yuan
    from {{ ref('int_identity_cells') }}
    where
        statement = 'basic_expenditure'
        and measure = 'amount'
        and length(line_code) = 5
        and {{ identity_is_code('line_code') }}
),

statements as (
    select document_id
    from {{ ref('int_statements') }}
    where statement = 'basic_expenditure' and amount_count > 0
),

named as (
    select
        listed.document_id,
        listed.position,
        listed.line_code,
        coalesce(printed.amount_yuan, 0) as amount_yuan,
        coalesce(printed.amount_yuan, 0) <> 0 as is_met,
        true as is_listed
    from listed
    inner join statements on listed.document_id = statements.document_id
    left join printed on listed.document_id = printed.document_id and listed.line_code = printed.line_code
    where listed.code is not null and (listed.code_basis = 'name' or printed.document_id is not null)
),

left_out as (
    select
        printed.document_id,
        listers.first_position as position,
        printed.line_code,
        printed.amount_yuan,
        false as is_met,
        false as is_listed
    from printed
    inner join listers
        on
            printed.document_id = listers.document_id
            and case when substr(printed.line_code, 1, 3) in ('301', '303') then 'personnel' else 'public' end
            = listers.whole_key
    left join listed on printed.document_id = listed.document_id and printed.line_code = listed.code
    where printed.amount_yuan <> 0 and listers.is_closed and listed.document_id is null
),

listings as (
    select * from named
    union all
    select * from left_out
)

select * from listings
