-- Blocks: side by side, each led by its label and code columns. An amount belongs to the labels of its own block.
with

statement_tables as (
    select * from {{ ref('int_statement_tables') }}
),

-- A continuation without a header of its own takes the header of the column that it lies under.
own_columns as (
    select
        tables.document_id,
        tables.table_number,
        tables.statement,
        columns.column_number,
        coalesce(
            nullif(columns.header_path, ''),
            case when tables.found_by = 'continuation' then heads.header_path end,
            ''
        ) as header_path
    from statement_tables as tables
    inner join {{ ref('stg_columns') }} as columns
        on tables.document_id = columns.document_id and tables.table_number = columns.table_number
    left join {{ ref('stg_columns') }} as heads
        on
            tables.document_id = heads.document_id
            and tables.header_table_number = heads.table_number
            and tables.header_table_number <> tables.table_number
            and (columns.x0 + columns.x1) * 0.5 >= heads.x0
            and (columns.x0 + columns.x1) * 0.5 < heads.x1
),

read_keys as (
    select
        *,
        {{ header_key('header_path') }} as read_key
    from own_columns
),

-- Only where the table was recognised in a picture is a header taken for the nearest one.
keyed as (
    select
        read_keys.*,
        coalesce(repairs.repaired_key, read_keys.read_key) as header_key
    from read_keys
    inner join {{ ref('stg_tables') }} as printed
        on read_keys.document_id = printed.document_id and read_keys.table_number = printed.table_number
    left join {{ ref('int_header_repairs') }} as repairs
        on
            printed.method = 'ocr'
            and read_keys.statement = repairs.statement
            and read_keys.read_key = repairs.header_key
),

roles as (
    select statement, header_key, min(role) as role
    from {{ ref('int_header_paths') }}
    group by statement, header_key
),

with_roles as (
    select
        keyed.*,
        coalesce(roles.role, 'unmapped') as role,
        coalesce(roles.role in ('code', 'label', 'line_number'), false) as is_key
    from keyed
    left join roles on keyed.statement = roles.statement and keyed.header_key = roles.header_key
),

starts as (
    select
        *,
        is_key and not coalesce(
            lag(is_key) over (partition by document_id, table_number order by column_number), true
        ) as starts_block
    from with_roles
),

blocks as (
    select
        document_id,
        table_number,
        statement,
        column_number,
        header_path,
        header_key,
        role,
        (1 + sum(case when starts_block then 1 else 0 end) over (
            partition by document_id, table_number
            order by column_number rows between unbounded preceding and current row
        ))::integer as block_number
    from starts
)

select * from blocks
