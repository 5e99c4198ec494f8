-- The unit of a form's amounts: printed in its labels, else over its table. Two units are none.
with

-- Indicators have units of their own; a unit in brackets anywhere else is that of the money.
label_units as (
    select
        rows.document_id, rows.form_number, 1 as source_rank,
        {{ captured('cells.text_key', "'[(:]((?:亿|[百十]?万|[千百])?元)(?:[),，、/]|$)'") }} as unit_zh
    from {{ ref('stg_cells') }} as cells
    inner join {{ ref('int_performance_rows') }} as rows
        on
            cells.document_id = rows.document_id
            and cells.table_number = rows.table_number
            and cells.row_number = rows.row_number
    left join {{ ref('int_performance_body_rows') }} as body
        on
            rows.document_id = body.document_id
            and rows.sequence_number = body.sequence_number
            and body.block_kind in ('indicator', 'list')
    where
        body.document_id is null and coalesce(rows.header_kind, '') <> 'indicator'
        and length(cells.text_key) <= 30 and cells.text_key like '%元%'
),

known_units as (
    select distinct unit_zh, unit_yuan
    from {{ ref('unit_phrases') }}
),

phrased as (
    select distinct captions.document_id, captions.table_number, phrases.unit_zh
    from {{ ref('stg_captions') }} as captions
    inner join {{ ref('int_performance_forms') }} as forms
        on captions.document_id = forms.document_id and captions.table_number = forms.first_table
    inner join {{ ref('unit_phrases') }} as phrases on {{ matches('captions.text_key', 'phrases.pattern') }}
    where captions.caption_position = 'above' and captions.text_key like '%元%' and length(captions.text_key) <= 80
),

units as (
    select document_id, form_number, source_rank, unit_zh
    from label_units
    where unit_zh is not null
    union
    select forms.document_id, forms.form_number, 2 as source_rank, phrased.unit_zh
    from {{ ref('int_performance_forms') }} as forms
    inner join phrased on forms.document_id = phrased.document_id and forms.first_table = phrased.table_number
),

nearest as (
    select units.document_id, units.form_number, units.unit_zh, known_units.unit_yuan
    from units
    inner join known_units on units.unit_zh = known_units.unit_zh
    qualify
        rank() over (partition by units.document_id, units.form_number order by units.source_rank) = 1
),

form_units as (
    select
        document_id, form_number,
        case when count(distinct unit_yuan) = 1 then min(unit_yuan) end as unit_yuan,
        {{ joined('distinct unit_zh', "'、'", 'unit_zh') }} as units_text
    from nearest
    group by document_id, form_number
)

select * from form_units
