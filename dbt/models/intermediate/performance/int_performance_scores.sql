-- The total of a form: what its row 总分 prints under weight and score.
with

totals as (
    select distinct rows.document_id, rows.form_number, rows.sequence_number
    from {{ ref('int_performance_label_cells') }} as labels
    inner join {{ ref('int_performance_rows') }} as rows
        on
            labels.document_id = rows.document_id
            and labels.table_number = rows.table_number
            and labels.row_number = rows.row_number
    where labels.role = 'score_total'
),

printed as (
    select
        cells.document_id, cells.form_number, cells.field,
        {{ replaced(compact_amount('cells.text'), "'分$'") }} as number_text
    from {{ ref('int_performance_values') }} as cells
    inner join totals
        on cells.document_id = totals.document_id and cells.sequence_number = totals.sequence_number
    where cells.block_kind = 'indicator' and cells.is_after_end and cells.field in ('weight', 'score')
),

parsed as (
    select document_id, form_number, field, {{ parse_amount('number_text') }} as printed_number
    from printed
),

scores as (
    select
        document_id, form_number,
        max(case when field = 'weight' then printed_number end) as weight_total,
        max(case when field = 'score' then printed_number end) as score_total
    from parsed
    group by document_id, form_number
)

select * from scores
