-- Both classifications in the form in which printed codes and names are compared with them.
with

functional as (
    select
        'functional' as classification, code, level, name, parent_code, valid_from_year, valid_to_year,
        source_confidence
    from {{ ref('function_codes') }}
),

economic as (
    select
        'economic' as classification, code, level, name, parent_code, valid_from_year, valid_to_year,
        source_confidence
    from {{ ref('economic_codes') }}
),

codes as (
    select * from functional
    union all
    select * from economic
),

keyed as (
    select
        *,
        {{ name_key('name') }} as name_key
    from codes
)

select * from keyed
