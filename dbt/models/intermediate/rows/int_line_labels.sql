-- Every label that names a line: the lexicon's, and the classes of the functional classification in all their wordings.
with

lexicon as (
    select
        statement,
        coalesce(side, '') as side,
        label_key,
        line_code,
        after_line_code,
        coalesce(is_line_after_of_which, false) as is_line_after_of_which
    from {{ ref('statement_lines') }}
),

class_names as (
    select {{ name_key('name') }} as label_key, code as class_code
    from {{ ref('function_codes') }}
    where level = 1
    union
    select label_key, class_code
    from {{ ref('class_aliases') }}
),

class_lines as (
    select
        statements.statement,
        'expenditure' as side,
        class_names.label_key,
        'expenditure.' || class_names.class_code as line_code,
        null as after_line_code,
        false as is_line_after_of_which
    from class_names
    cross join (values ('summary'), ('fiscal_summary')) as statements (statement)
),

-- Where expenditure is printed by nature instead of by class, the totals stay what they are; the rest is not understood,
-- so that sums of classes know that they lack something.
totals_by_nature as (
    select
        statement,
        'expenditure_by_nature' as side,
        label_key,
        line_code,
        after_line_code,
        is_line_after_of_which
    from lexicon
    where statement = 'summary' and side = 'expenditure'
),

labels as (
    select * from lexicon
    union all
    select * from class_lines
    union all
    select * from totals_by_nature
)

select * from labels
