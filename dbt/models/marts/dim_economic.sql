with

codes as (
    select
        code,
        level,
        name,
        parent_code,
        valid_from_year,
        valid_to_year,
        source,
        source_confidence
    from {{ ref('economic_codes') }}
)

select * from codes
