-- Amounts that both readers read alike, but that stand, as the second reader has it, under the header of another column
-- or in the row of another line. Said only where that header or name is printed so for another: silence proves nothing.
with

facts as (
    select
        figures.document_id, figures.statement, figures.line_code, figures.measure, figures.occurrence,
        figures.page_number, figures.table_number as second_table_number, figures.x, figures.y,
        amounts.table_number, amounts.header_path,
        {{ label_key(name_key('amounts.printed_name')) }} as name_key
    from {{ ref('int_second_figures') }} as figures
    inner join {{ ref('int_second_cells') }} as cells
        on
            figures.document_id = cells.document_id
            and figures.statement = cells.statement
            and figures.line_code = cells.line_code
            and figures.measure = cells.measure
            and figures.occurrence = cells.occurrence
    inner join {{ ref('int_amounts') }} as amounts
        on
            cells.document_id = amounts.document_id
            and cells.statement = amounts.statement
            and cells.line_code = amounts.line_code
            and cells.measure = amounts.measure
            and cells.page_number = amounts.page_number
            and cells.x0 = amounts.x0
            and cells.top = amounts.top
),

headers as (
    select
        facts.document_id, facts.statement, facts.line_code, facts.measure, facts.occurrence, facts.table_number,
        facts.header_path,
        {{ joined('labels.label_key', "'/'", 'labels.cell_top') }} as second_header
    from facts
    inner join {{ ref('int_second_labels') }} as labels
        on
            facts.document_id = labels.document_id
            and facts.page_number = labels.page_number
            and facts.second_table_number = labels.table_number
            and facts.x between labels.cell_x0 and labels.cell_x1
    where labels.is_header
    group by all
),

under_others as (
    select distinct
        headers.document_id, headers.statement, headers.line_code, headers.measure, headers.occurrence,
        headers.second_header as second_place
    from headers
    inner join {{ ref('stg_columns') }} as columns
        on
            headers.document_id = columns.document_id
            and headers.table_number = columns.table_number
            and headers.second_header = columns.header_path
    where headers.second_header <> headers.header_path
),

nearest_labels as (
    select
        facts.document_id, facts.statement, facts.line_code, facts.measure, facts.occurrence, facts.page_number,
        facts.name_key,
        {{ first_by(label_key('labels.label_key'), 'labels.cell_x1 desc, labels.cell_top') }} as second_name
    from facts
    inner join {{ ref('int_second_labels') }} as labels
        on
            facts.document_id = labels.document_id
            and facts.page_number = labels.page_number
            and facts.second_table_number = labels.table_number
            and facts.y between labels.cell_top and labels.cell_bottom
            and facts.x >= labels.cell_x1
    where not labels.is_header and facts.name_key is not null
    group by all
),

in_others as (
    select distinct
        nearest.document_id, nearest.statement, nearest.line_code, nearest.measure, nearest.occurrence,
        nearest.second_name as second_place
    from nearest_labels as nearest
    inner join facts as others
        on
            nearest.document_id = others.document_id
            and nearest.statement = others.statement
            and nearest.page_number = others.page_number
            and nearest.second_name = others.name_key
    where nearest.second_name <> nearest.name_key
),

displaced as (
    select * from under_others
    union
    select * from in_others
),

first_places as (
    select document_id, statement, line_code, measure, occurrence, min(second_place) as second_place
    from displaced
    group by document_id, statement, line_code, measure, occurrence
)

select * from first_places
