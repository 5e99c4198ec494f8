-- Printed codes stand as printed; damaged ones take the recovered code and keep the printed one beside it.
with

rows as (
    select * from {{ ref('int_code_rows') }}
),

known_codes as (
    select
        printed.classification,
        printed.code,
        printed.classification_year,
        bool_or(printed.classification_year between items.valid_from_year and items.valid_to_year) as is_of_year
    from (select distinct classification, code, classification_year from rows) as printed
    inner join {{ ref('int_classification') }} as items
        on printed.classification = items.classification and printed.code = items.code
    group by printed.classification, printed.code, printed.classification_year
),

printed_codes as (
    select distinct document_id, statement, code
    from rows
    where code is not null
),

judged as (
    select
        rows.*,
        recovered.code as recovered_code,
        recovered.is_exact,
        known_codes.code is not null as is_known,
        coalesce(known_codes.is_of_year, false) as is_of_year,
        length(rows.code) = 3 or parents.code is not null as is_under_its_parent
    from rows
    left join known_codes
        on
            rows.classification = known_codes.classification
            and rows.code = known_codes.code
            and rows.classification_year = known_codes.classification_year
    left join printed_codes as parents
        on
            rows.document_id = parents.document_id
            and rows.statement = parents.statement
            and substr(rows.code, 1, length(rows.code) - 2) = parents.code
    left join {{ ref('int_recovered_codes') }} as recovered
        on
            rows.code is null
            and not rows.is_uncoded
            and rows.classification = recovered.classification
            and rows.classification_year = recovered.classification_year
            and substr(rows.last_code, 1, 3) is not distinct from recovered.class_code
            and case when length(rows.last_code) >= 5 then substr(rows.last_code, 1, 5) end
            is not distinct from recovered.group_code
            and rows.code_digits = recovered.code_digits
            and rows.name_key = recovered.name_key
),

lines as (
    select
        document_id,
        table_number,
        statement,
        row_number,
        block_number,
        printed_code,
        coalesce(code, recovered_code) as line_code,
        case
            when is_named then 'by_name'
            when code is not null and is_known and is_of_year then 'printed'
            when code is not null and is_known then 'other_year'
            when code is not null and is_under_its_parent then 'unverified'
            when code is not null then 'misplaced'
            when code_digits = '' then 'by_name'
            when is_exact then 'recovered'
            else 'recovered_near_name'
        end as code_status
    from judged
    where code is not null or recovered_code is not null
)

select * from lines
