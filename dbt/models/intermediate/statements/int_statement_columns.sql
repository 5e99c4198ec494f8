with

columns as (
    select document_id, statement, measure, line_code, header_path, table_number, column_number
    from {{ ref('int_measure_columns') }}
    where measure is not null
    union all
    select document_id, 'three_public' as statement, measure, line_code, header_path, table_number, column_number
    from {{ ref('int_turned_cells') }}
),

forms as (
    select
        document_id,
        statement,
        measure,
        line_code,
        {{ first_by('header_path', 'table_number, column_number') }} as header_path
    from columns
    group by document_id, statement, measure, line_code
)

select * from forms
