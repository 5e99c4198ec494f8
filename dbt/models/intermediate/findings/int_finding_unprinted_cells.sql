-- The cells of equations where nothing is printed, in contradicted documents: blank on the form, or on no line at all.
with

terms as (
    select
        verdicts.document_id, verdicts.identity_id || '|' || verdicts.scope as equation_id,
        terms.side, terms.weight, terms.reach, terms.statement, terms.line_code, terms.measure, terms.missing_is_zero
    from {{ ref('int_identity_evaluations') }} as verdicts
    inner join {{ ref('int_identity_terms_resolved') }} as terms on verdicts.scope_id = terms.scope_id
    where
        verdicts.document_id in (select found.document_id from {{ ref('int_finding_contradictions') }} as found)
        and (verdicts.status <> 'not_applicable' or (verdicts.reason_code = 'total_blank' and terms.side = 'lhs'))
),

form_lines as (
    select document_id, statement, line_code, parent_line_code
    from {{ ref('int_statement_lines') }}
    where occurrence = 1 and not is_of_which and not is_unmapped
),

named_cells as (
    select
        terms.document_id, terms.equation_id, terms.side, terms.weight,
        terms.statement, terms.line_code, terms.measure,
        case when lines.document_id is null then 'missing_line' else 'blank' end as placement
    from terms
    left join form_lines as lines
        on
            terms.document_id = lines.document_id
            and terms.statement = lines.statement
            and terms.line_code = lines.line_code
    {{ identity_stand_ins('terms') }}
    where
        terms.reach = 'cell'
        and (lines.document_id is not null or (terms.missing_is_zero and {{ identity_is_missing('terms') }}))
),

children as (
    select
        terms.document_id, terms.equation_id, terms.side, terms.weight,
        terms.statement, lines.line_code, terms.measure, 'blank' as placement
    from terms
    inner join form_lines as lines
        on
            terms.document_id = lines.document_id
            and terms.statement = lines.statement
            and terms.line_code = lines.parent_line_code
    where terms.reach = 'children'
),

-- A line that another statement prints may be what a sum of its nearest printed ancestor misses.
missing_children as (
    select
        terms.document_id, terms.equation_id, terms.side, terms.weight,
        terms.statement, absent.line_code, terms.measure, 'missing_line' as placement
    from terms
    inner join {{ ref('int_finding_absent_lines') }} as absent
        on
            terms.document_id = absent.document_id
            and terms.statement = absent.statement
            and terms.line_code = absent.ancestor_code
    -- What is printed below a line takes its place in the sum above.
    where terms.reach = 'children' and absent.below_count = 0
),

every_cell as (
    select * from named_cells
    union
    select * from children
    union
    select * from missing_children
),

unprinted as (
    select
        every_cell.document_id,
        every_cell.equation_id,
        case every_cell.side when 'lhs' then 'left' else 'right' end as role,
        cast(case every_cell.side when 'lhs' then 1 else every_cell.weight end as integer) as weight,
        every_cell.statement,
        every_cell.line_code,
        every_cell.measure,
        every_cell.placement,
        cast(statements.precision_yuan * 0.5 as decimal(38, 8)) as half_unit
    from every_cell
    inner join {{ ref('int_statements') }} as statements
        on every_cell.document_id = statements.document_id and every_cell.statement = statements.statement
    inner join {{ ref('int_statement_columns') }} as columns
        on
            every_cell.document_id = columns.document_id
            and every_cell.statement = columns.statement
            and every_cell.measure = columns.measure
            and coalesce(columns.line_code, every_cell.line_code) = every_cell.line_code
    left join {{ ref('int_identity_cells') }} as printed
        on
            every_cell.document_id = printed.document_id
            and every_cell.statement = printed.statement
            and every_cell.line_code = printed.line_code
            and every_cell.measure = printed.measure
    where printed.document_id is null
)

select * from unprinted
