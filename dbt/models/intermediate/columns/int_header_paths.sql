-- Each wording of a column header is looked up once, however many documents print it.
with

header_keys as (
    select distinct
        tables.statement,
        {{ header_key('columns.header_path') }} as header_key
    from {{ ref('int_statement_tables') }} as tables
    inner join {{ ref('stg_columns') }} as columns
        on tables.document_id = columns.document_id and tables.header_table_number = columns.table_number
    union
    select statement, repaired_key as header_key
    from {{ ref('int_header_repairs') }}
),

lexicon as (
    select statement, pattern, role, coalesce(side, '') as side, measure, line_code
    from {{ ref('statement_columns') }}
),

-- 项目支出/其中:基本建设资金支出 is a part of the column named before 其中.
of_which_keys as (
    select
        statement,
        header_key,
        {{ captured('header_key', "'^(.+?)/其中'") }} as parent_key,
        {{ label_key(captured('header_key', "'(其中.*)$'")) }} as part_key
    from header_keys
    where {{ matches('header_key', "'.+/其中'") }}
),

-- 其中:基本支出 beside or under a total is the column 基本支出 itself, and so is 基本支出/本年决算数 (years are judged later).
without_of_which as (
    select statement, header_key, {{ without_account(without_of_which('header_key')) }} as lookup_key
    from header_keys
    union
    select statement, header_key, {{ without_of_which(captured('header_key', "'/(其中.*)$'")) }} as lookup_key
    from of_which_keys
    where {{ matches_all('parent_key', "'(?:.*/)?(?:本年)?(?:支出|收入)?(?:合计|小计|总计)'") }}
),

looked_up as (
    select statement, header_key, header_key as lookup_key, null as part_key, 1 as choice
    from header_keys
    union all
    select statement, header_key, lookup_key, null as part_key, 2 as choice
    from without_of_which
    union all
    select
        of_which_keys.statement,
        of_which_keys.header_key,
        of_which_keys.parent_key || tails.tail as lookup_key,
        of_which_keys.part_key,
        3 as choice
    from of_which_keys
    cross join (values (''), ('/小计'), ('/合计'), ('/金额')) as tails (tail)
),

matched as (
    select distinct
        looked_up.statement,
        looked_up.header_key,
        looked_up.part_key,
        looked_up.choice,
        lexicon.statement <> '*' as is_specific,
        lexicon.role,
        lexicon.side,
        lexicon.measure,
        lexicon.line_code
    from looked_up
    inner join lexicon
        on
            lexicon.statement in (looked_up.statement, '*')
            and {{ matches_all('looked_up.lookup_key', 'lexicon.pattern') }}
    where looked_up.choice = 1 or lexicon.role = 'measure'
),

-- A wording that the lexicon names is no 其中 to be made up; a statement's own wording goes before the general one.
preferred as (
    select *
    from matched
    qualify
        rank() over (
            partition by statement, header_key order by choice, not is_specific
        ) = 1
),

slugged as (
    select
        preferred.statement,
        preferred.header_key,
        preferred.side,
        preferred.role,
        preferred.line_code,
        case
            when preferred.part_key is null then preferred.measure
            else preferred.measure || '.of_which.' || coalesce(slugs.slug, {{ of_which_slug('preferred.part_key') }})
        end as measure
    from preferred
    left join {{ ref('of_which_slugs') }} as slugs on preferred.part_key = slugs.label_key
),

-- Two meanings on one side: nothing is chosen, the column stays unmapped.
unambiguous as (
    select
        statement,
        header_key,
        side,
        min(role) as role,
        min(measure) as measure,
        min(line_code) as line_code
    from slugged
    group by statement, header_key, side
    having count(distinct role || '|' || coalesce(measure, '') || '|' || coalesce(line_code, '')) = 1
)

select * from unambiguous
