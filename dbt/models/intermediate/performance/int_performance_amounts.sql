-- What a form prints of money, rates and scores: beside a label, or where a row of funds meets a column. Text stays
-- beside what was read from it; a unit printed in the cell itself counts before that of the form.
with

row_labels as (
    select
        labels.document_id, labels.table_number, labels.row_number,
        {{ first_by('labels.field', 'labels.column_number desc') }} as fund
    from {{ ref('int_performance_label_cells') }} as labels
    where labels.role = 'fund_row'
    group by labels.document_id, labels.table_number, labels.row_number
),

in_columns as (
    select
        cells.document_id, cells.form_number, cells.sequence_number, cells.page_number, row_labels.fund, cells.field,
        cells.text, cells.x0, cells.top, cells.x1, cells.bottom, cells.method, cells.confidence
    from {{ ref('int_performance_values') }} as cells
    inner join {{ ref('int_performance_body_rows') }} as body
        on cells.document_id = body.document_id and cells.sequence_number = body.sequence_number
    left join row_labels
        on
            body.document_id = row_labels.document_id
            and body.table_number = row_labels.table_number
            and body.row_number = row_labels.row_number
    where cells.block_kind = 'fund' and cells.begins_here and cells.field_count = 1
),

-- A block whose rows carry no label prints the year's total in its first row.
told_apart as (
    select
        *,
        bool_or(fund is not null) over (partition by document_id, form_number) as has_labels,
        min(sequence_number) over (partition by document_id, form_number) as first_sequence
    from in_columns
),

-- Where the whole project and the year stand side by side, what is below 项目资金总额 is of the whole project.
label_scopes as (
    select
        rows.document_id, rows.form_number, rows.sequence_number, labels.table_number, labels.row_number,
        labels.right_column, labels.role, labels.field,
        bool_or(labels.role = 'fund_row' and labels.field = 'project_total') over (
            partition by rows.document_id, rows.form_number, labels.column_number
        ) as is_of_project,
        bool_or(labels.role = 'fund_row' and labels.field = 'total') over (
            partition by rows.document_id, rows.form_number
        ) as has_year_total
    from {{ ref('int_performance_label_cells') }} as labels
    inner join {{ ref('int_performance_rows') }} as rows
        on
            labels.document_id = rows.document_id
            and labels.table_number = rows.table_number
            and labels.row_number = rows.row_number
    left join {{ ref('int_performance_body_rows') }} as body
        on rows.document_id = body.document_id and rows.sequence_number = body.sequence_number
    where
        labels.role in ('fund_row', 'fund_column') and labels.has_value_beside and body.document_id is null
        and rows.header_kind is null
),

beside_labels as (
    select
        labels.document_id, labels.form_number, labels.sequence_number, cells.page_number,
        case
            when labels.field in ('score', 'grade') then 'form'
            when labels.role = 'fund_column' then 'total'
            when labels.field = 'project_total' and not labels.has_year_total then 'total'
            when labels.is_of_project and labels.has_year_total and labels.field <> 'project_total'
                then 'project_' || labels.field
            else labels.field
        end as fund,
        case when labels.role = 'fund_row' then 'budget' else labels.field end as field,
        cells.text, cells.x0, cells.top, cells.x1, cells.bottom, cells.method, cells.confidence
    from label_scopes as labels
    inner join {{ ref('stg_cells') }} as cells
        on
            labels.document_id = cells.document_id
            and labels.table_number = cells.table_number
            and labels.row_number = cells.row_number
            and labels.right_column = cells.column_number
),

printed as (
    select
        document_id, form_number, sequence_number, page_number,
        coalesce(fund, case when not has_labels and sequence_number = first_sequence then 'total' end) as fund,
        field, text, x0, top, x1, bottom, method, confidence
    from told_apart
    union all
    select * from beside_labels
),

amounts as (
    select
        printed.*,
        {{ one_line('printed.text') }} as printed_text,
        {{ replaced(compact_amount('printed.text'), "'(?:(?:亿|[百十]?万|[千百])?元|分|[%％])$'") }} as number_text,
        {{ captured(compact_amount('printed.text'), "'((?:亿|[百十]?万|[千百])?元)$'") }} as own_unit_zh
    from printed
),

known_units as (
    select distinct unit_zh, unit_yuan
    from {{ ref('unit_phrases') }}
),

parsed as (
    select
        amounts.document_id, amounts.form_number, amounts.sequence_number, amounts.page_number, amounts.fund,
        amounts.field, amounts.printed_text, amounts.x0, amounts.top, amounts.x1, amounts.bottom, amounts.method,
        amounts.confidence,
        {{ parse_amount('amounts.number_text') }} as printed_number,
        {{ printed_decimals('amounts.number_text') }} as decimals,
        {{ is_no_amount('amounts.printed_text') }} as is_declared_blank,
        coalesce(known_units.unit_yuan, units.unit_yuan) as unit_yuan
    from amounts
    left join known_units on amounts.own_unit_zh = known_units.unit_zh
    left join {{ ref('int_performance_units') }} as units
        on amounts.document_id = units.document_id and amounts.form_number = units.form_number
)

select * from parsed
