with

codes as (
    select
        code,
        level,
        name,
        parent_code,
        valid_from_year,
        valid_to_year,
        fund,
        source,
        source_confidence
    from {{ ref('function_codes') }}
),

-- The nearest mapped ancestor decides; what has none is in the unmapped bucket, never left out of a total.
mapped as (
    select
        codes.*,
        coalesce(cofog.cofog_code, 'unmapped') as cofog_code,
        coalesce(cofog.cofog_name, 'No COFOG counterpart') as cofog_name,
        case
            when cofog.function_code is null then 'unmapped'
            when cofog.function_code = codes.code or cofog.match_kind = 'unmapped' then cofog.match_kind
            else 'inherited'
        end as cofog_match_kind
    from codes
    left join {{ ref('function_cofog') }} as cofog
        on starts_with(codes.code, cofog.function_code)
    qualify
        row_number() over (
            partition by codes.code, codes.valid_from_year order by length(cofog.function_code) desc nulls last
        ) = 1
)

select * from mapped
