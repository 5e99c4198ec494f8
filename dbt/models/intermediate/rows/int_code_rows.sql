-- Rows that a code names, printed or told by the name, with the last well-formed code above each: the ancestor under which a damaged one is sought.
{%- set bracket = '[\\[\\]()]' %}
{%- set glued = bracket ~ '?[0-9]{3}(?:[0-9]{2}){0,2}' ~ bracket ~ '?' %}
with

rows as (
    select
        rows.* exclude (code_key),
        coalesce(stepped.code_key, rows.code_key, named.code) as code_key,
        named.code is not null as is_named,
        named.document_id is not null as is_uncoded,
        tables.classification_year,
        case rows.statement when 'basic_expenditure' then 'economic' else 'functional' end as classification
    from {{ ref('int_row_keys') }} as rows
    inner join {{ ref('int_statement_tables') }} as tables
        on rows.document_id = tables.document_id and rows.table_number = tables.table_number
    left join {{ ref('int_stepped_codes') }} as stepped
        on
            rows.document_id = stepped.document_id
            and rows.table_number = stepped.table_number
            and rows.row_number = stepped.row_number
            and rows.block_number = stepped.block_number
    left join {{ ref('int_named_codes') }} as named
        on
            rows.document_id = named.document_id
            and rows.table_number = named.table_number
            and rows.row_number = named.row_number
            and rows.block_number = named.block_number
    where rows.statement not in ('summary', 'fiscal_summary', 'three_public')
),

-- Some forms print code and name in one cell: 2050201学前教育, [2050201]学前教育, 2050201-学前教育.
glued as (
    select
        *,
        case when code_key is null then {{ captured('name_key', "'^(" ~ glued ~ ")(?:[^0-9].*)?$'") }} end
            as glued_code
    from rows
),

split_rows as (
    select
        document_id,
        table_number,
        statement,
        row_number,
        block_number,
        page_number,
        classification,
        classification_year,
        is_named,
        is_uncoded,
        coalesce(printed_code, glued_code) as printed_code,
        {{ replaced('coalesce(code_key, glued_code)', "'[-.·]|" ~ bracket ~ "'") }} as code_key,
        case
            when glued_code is null then name_key
            else {{ replaced('substr(name_key, 1 + length(glued_code))', "'^[-:.、·]+'") }}
        end as name_key
    from glued
),

-- Trailing pairs of zeros pad a shorter code: 2010000 is 201.
padded as (
    select
        *,
        {{ replaced('code_key', "'^([0-9]{3}(?:[0-9]{2})*?)(?:00)+$'", "'\\1'") }} as trimmed_code
    from split_rows
),

well_formed as (
    select
        *,
        case
            when classification = 'functional' and {{ matches_all('trimmed_code', "'2[0-9]{2}(?:[0-9]{2}){0,2}'") }}
                then trimmed_code
            when classification = 'economic' and {{ matches_all('trimmed_code', "'[35][0-9]{2}(?:[0-9]{2})?'") }}
                then trimmed_code
        end as code
    from padded
),

in_context as (
    select
        *,
        {{ digits_only("coalesce(code_key, '')") }} as code_digits,
        {{ last_known('code', 'document_id, statement', 'table_number, block_number, row_number') }} as last_code
    from well_formed
)

select * from in_context
