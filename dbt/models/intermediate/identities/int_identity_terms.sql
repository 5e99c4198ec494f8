-- The catalogue's terms with the blanks of the CSV made explicit.
with

terms as (
    select
        identity_id,
        coalesce(variant, '') as variant,
        term_number,
        side,
        weight,
        statement,
        line_selector,
        coalesce(line, '') as line,
        coalesce(key_pattern, '') as key_pattern,
        measure_selector,
        coalesce(measure, '') as measure,
        missing_is_zero,
        unless_line
    from {{ ref('identity_terms') }}
)

select * from terms
