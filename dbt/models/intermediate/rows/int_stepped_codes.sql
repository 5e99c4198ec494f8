-- Under 类, 款 and 项 some forms print a code once and leave it out below: 208 ‖ ‖, ‖ 05 ‖, ‖ ‖ 01 are 208, 20805, 2080501.
with

levelled_columns as (
    select
        document_id,
        table_number,
        statement,
        block_number,
        column_number,
        {{ captured('header_key', "'(?:^|/)(类|款|项)$'") }} as level_name
    from {{ ref('int_columns') }}
    where role = 'code'
),

-- One column each for two levels at least, the topmost among them.
stepped_blocks as (
    select document_id, table_number, block_number
    from levelled_columns
    group by document_id, table_number, block_number
    having
        count(*) = count(level_name)
        and count(*) = count(distinct level_name)
        and count(*) >= 2
        and bool_or(level_name = '类')
),

code_cells as (
    select
        cells.document_id,
        cells.table_number,
        columns.statement,
        columns.block_number,
        cells.row_number,
        min(case when columns.level_name = '类' then cells.text_key end) as class_text,
        min(case when columns.level_name = '款' then cells.text_key end) as group_text,
        min(case when columns.level_name = '项' then cells.text_key end) as item_text
    from {{ ref('stg_cells') }} as cells
    inner join levelled_columns as columns
        on
            cells.document_id = columns.document_id
            and cells.table_number = columns.table_number
            and cells.column_number = columns.column_number
    inner join stepped_blocks
        on
            columns.document_id = stepped_blocks.document_id
            and columns.table_number = stepped_blocks.table_number
            and columns.block_number = stepped_blocks.block_number
    where cells.column_span = 1 and {{ matches_all('cells.text_key', "'[0-9]{2,3}'") }}
    group by cells.document_id, cells.table_number, columns.statement, columns.block_number, cells.row_number
),

with_classes as (
    select
        *,
        {{ last_known(
            'class_text', 'document_id, statement', 'table_number, block_number, row_number'
        ) }} as last_class,
        count(class_text) over (
            partition by document_id, statement order by table_number, block_number, row_number
        ) as class_number
    from code_cells
),

with_groups as (
    select
        *,
        {{ last_known(
            'group_text', 'document_id, statement, class_number', 'table_number, block_number, row_number'
        ) }} as last_group
    from with_classes
),

completed as (
    select
        document_id,
        table_number,
        row_number,
        block_number,
        last_class
        || case when group_text is not null then group_text when item_text is not null then last_group else '' end
        || coalesce(item_text, '') as code_key
    from with_groups
    where class_text is null and length(last_class) = 3 and (group_text is not null or last_group is not null)
)

select * from completed
