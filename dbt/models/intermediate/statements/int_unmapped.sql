-- What was read but not understood, so that nothing is dropped in silence: adding a layout is guided by this table.
with

amounts as (
    select * from {{ ref('int_amounts') }}
),

unmapped_lines as (
    select
        document_id, statement, page_number, line_code, measure, 'line' as reason,
        coalesce(printed_name, printed_code, '') || ' ' || text as text, x0, top, x1, bottom
    from amounts
    where line_code like 'unmapped:%'
),

unmapped_measures as (
    select
        document_id, statement, page_number, line_code, measure, 'column' as reason,
        header_path || ' ' || text as text, x0, top, x1, bottom
    from amounts
    where measure like 'unmapped:%' and line_code not like 'unmapped:%'
),

without_unit as (
    select
        amounts.document_id, amounts.statement, amounts.page_number, amounts.line_code, amounts.measure,
        case when units.conflicting_units is null then 'unit' else 'unit_conflict' end as reason,
        coalesce(units.conflicting_units, amounts.text) as text, amounts.x0, amounts.top, amounts.x1, amounts.bottom
    from amounts
    inner join {{ ref('int_table_units') }} as units
        on amounts.document_id = units.document_id and amounts.table_number = units.table_number
    where units.unit_yuan is null
),

finer_than_a_cent as (
    select
        amounts.document_id, amounts.statement, amounts.page_number, amounts.line_code, amounts.measure,
        'finer_than_a_cent' as reason, amounts.text, amounts.x0, amounts.top, amounts.x1, amounts.bottom
    from amounts
    inner join {{ ref('int_table_units') }} as units
        on amounts.document_id = units.document_id and amounts.table_number = units.table_number
    where
        (amounts.printed_amount::decimal(24, 8) * units.unit_yuan::decimal(10, 0))
        <> (amounts.printed_amount::decimal(24, 8) * units.unit_yuan::decimal(10, 0))::decimal(20, 2)
),

unreadable as (
    select
        cells.document_id, cells.statement, cells.page_number,
        coalesce(cells.column_line_code, lines.line_code) as line_code, cells.measure,
        'unparsable' as reason, cells.text, cells.x0, cells.top, cells.x1, cells.bottom
    from {{ ref('int_amount_cells') }} as cells
    left join {{ ref('int_row_lines') }} as lines
        on
            cells.document_id = lines.document_id
            and cells.table_number = lines.table_number
            and cells.row_number = lines.row_number and cells.block_number = lines.block_number
    where cells.printed_amount is null and not cells.is_declared_blank
),

stray_money as (
    select
        document_id, statement, page_number, null as line_code, null as measure,
        'stray' as reason, text, x0, top, x1, bottom
    from {{ ref('int_stray_money') }}
),

untabled_titles as (
    select
        document_id, statement, page_number, null as line_code, null as measure,
        'statement' as reason, text, x0, top, x1, bottom
    from {{ ref('int_untabled_titles') }}
    where not is_declared_empty
),

untabled_amounts as (
    select
        document_id, null as statement, page_number, null as line_code, null as measure, 'rows' as reason, text,
        null::double as x0, null::double as top, null::double as x1, null::double as bottom
    from {{ ref('int_untabled_amounts') }}
),

prior_year_tables as (
    select
        document_id, statement, first_page as page_number, null as line_code, null as measure, 'prior_year' as reason,
        title_text as text, null::double as x0, null::double as top, null::double as x1, null::double as bottom
    from {{ ref('int_prior_year_tables') }}
),

unknown_tables as (
    select
        document_id, null as statement, first_page as page_number, null as line_code, null as measure,
        case when is_performance then 'form' else 'table' end as reason, coalesce(title_text, header_text) as text,
        null::double as x0, null::double as top, null::double as x1, null::double as bottom
    from {{ ref('int_unknown_money_tables') }}
),

without_fact as (
    select
        document_id, statement, page_number, line_code, measure, 'line' as reason, text, x0, top, x1, bottom
    from {{ ref('int_amounts_without_fact') }}
),

unmapped as (
    select * from unmapped_lines
    union all
    select * from without_fact
    union all
    select * from unmapped_measures
    union all
    select * from without_unit
    union all
    select * from finer_than_a_cent
    union all
    select * from unreadable
    union all
    select * from stray_money
    union all
    select * from untabled_titles
    union all
    select * from untabled_amounts
    union all
    select * from prior_year_tables
    union all
    select * from unknown_tables
)

select * from unmapped
