-- Rows below a header of a form, down to its next header, its total or the notes after it. Funds have no such end.
with

rows as (
    select * from {{ ref('int_performance_rows') }}
),

blocks as (
    select distinct document_id, block_number, table_number, last_header_row
    from {{ ref('int_performance_headers') }}
),

placed as (
    select
        *,
        max(case when header_kind is not null then sequence_number end) over form_order as block_number
    from rows
    window form_order as (
        partition by document_id, form_number order by sequence_number
        rows between unbounded preceding and current row
    )
),

blocked as (
    select
        placed.*,
        headers.header_kind as block_kind,
        sum(case when placed.ends_block and headers.header_kind <> 'fund' then 1 else 0 end) over (
            partition by placed.document_id, placed.block_number order by placed.sequence_number
            rows between unbounded preceding and current row
        ) as end_count
    from placed
    inner join rows as headers
        on placed.document_id = headers.document_id and placed.block_number = headers.sequence_number
    inner join blocks on placed.document_id = blocks.document_id and placed.block_number = blocks.block_number
    where
        placed.sequence_number > placed.block_number
        and (placed.table_number <> blocks.table_number or placed.row_number > blocks.last_header_row)
),

body_rows as (
    select
        document_id, form_number, block_number, block_kind, sequence_number, table_number, row_number, page_number,
        end_count > 0 as is_after_end,
        ends_block and end_count = 1 as is_end
    from blocked
)

select * from body_rows
