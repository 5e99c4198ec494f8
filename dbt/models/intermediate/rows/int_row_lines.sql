-- What each row of a statement is, in each of its blocks. No line_code: the label was not understood.
with

rows as (
    select * from {{ ref('int_row_keys') }}
),

labelled as (
    select * from {{ ref('int_labelled_rows') }}
),

coded as (
    select * from {{ ref('int_coded_rows') }}
),

resolved as (
    select
        rows.document_id,
        rows.table_number,
        rows.statement,
        rows.row_number,
        rows.block_number,
        rows.page_number,
        coalesce(coded.printed_code, rows.printed_code) as printed_code,
        case
            when rows.printed_code is null and coded.printed_code is not null
                then trim({{ replaced('substr(rows.printed_name, 1 + length(coded.printed_code))', "'^[-－:：.、· ]+'") }})
            else rows.printed_name
        end as printed_name,
        case
            when coded.line_code is not null and coded.code_status <> 'by_name' then coded.line_code
            else coalesce(labelled.line_code, coded.line_code)
        end as line_code,
        case
            when coded.line_code is not null and coded.code_status <> 'by_name' then coded.code_status
            else coalesce(labelled.code_status, coded.code_status)
        end as code_status
    from rows
    left join labelled
        on
            rows.document_id = labelled.document_id
            and rows.table_number = labelled.table_number
            and rows.row_number = labelled.row_number
            and rows.block_number = labelled.block_number
    left join coded
        on
            rows.document_id = coded.document_id
            and rows.table_number = coded.table_number
            and rows.row_number = coded.row_number
            and rows.block_number = coded.block_number
)

select * from resolved
