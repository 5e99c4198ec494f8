-- Three public expenses set the other way round: the columns name the items, each row says whether it is the budget or
-- the accounts. The head of the column and the label of the row together are a heading that the lexicon knows.
with

columns as (
    select * from {{ ref('int_columns') }}
    where statement = 'three_public'
),

row_heads as (
    select
        columns.document_id,
        columns.table_number,
        cells.row_number,
        {{ header_key('cells.text_key') }} as row_key
    from columns
    inner join {{ ref('stg_cells') }} as cells
        on
            columns.document_id = cells.document_id
            and columns.table_number = cells.table_number
            and columns.column_number = cells.column_number
    inner join {{ ref('stg_rows') }} as rows
        on
            cells.document_id = rows.document_id
            and cells.table_number = rows.table_number
            and cells.row_number = rows.row_number
    where columns.role = 'label' and rows.kind = 'body'
),

crossings as (
    select
        columns.document_id,
        columns.table_number,
        row_heads.row_number,
        columns.column_number,
        columns.header_key || '/' || row_heads.row_key as crossing_key,
        {{ captured('row_heads.row_key', "'(20[0-9]{2})年'") }}::integer as row_year
    from columns
    inner join row_heads
        on columns.document_id = row_heads.document_id and columns.table_number = row_heads.table_number
    where columns.role = 'unmapped'
),

meant as (
    select
        crossings.document_id,
        crossings.table_number,
        crossings.row_number,
        crossings.column_number,
        min(crossings.crossing_key) as header_path,
        min(lexicon.measure) as measure,
        min(lexicon.line_code) as line_code
    from crossings
    inner join {{ ref('int_documents') }} as documents on crossings.document_id = documents.document_id
    inner join {{ ref('statement_columns') }} as lexicon
        on
            lexicon.statement = 'three_public'
            and {{ matches_all('crossings.crossing_key', 'lexicon.pattern') }}
    where
        lexicon.line_code is not null
        and coalesce(crossings.row_year = documents.fiscal_year, true)
    group by crossings.document_id, crossings.table_number, crossings.row_number, crossings.column_number
    having count(distinct lexicon.measure || '|' || lexicon.line_code) = 1
),

-- Budget and accounts of one item are one line of the statement, though they are printed in two rows.
turned as (
    select
        *,
        min(row_number) over (partition by document_id, table_number) as line_row_number
    from meant
)

select * from turned
