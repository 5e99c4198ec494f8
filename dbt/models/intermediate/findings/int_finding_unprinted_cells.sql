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
    -- A line of a level that the form leaves out is not missing.
    left join {{ ref('int_identity_levels') }} as levels
        on
            terms.document_id = levels.document_id
            and terms.statement = levels.statement
            and length(terms.line_code) = levels.code_length
    where
        terms.reach = 'cell'
        and (
            lines.document_id is not null
            or (
                terms.missing_is_zero
                and (levels.document_id is not null or not {{ identity_is_code('terms.line_code') }})
            )
        )
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

-- A line that a tie misses belongs to the sum of its nearest printed ancestor.
missing_lines as (
    select distinct document_id, statement, line_code, measure
    from named_cells
    where placement = 'missing_line'
),

ancestors as (
    select
        missing.document_id, missing.statement, missing.line_code, missing.measure,
        {{ first_by(
            'lines.line_code', "case when lines.line_code = 'total' then 0 else length(lines.line_code) end desc"
        ) }} as ancestor_code
    from missing_lines as missing
    inner join form_lines as lines
        on missing.document_id = lines.document_id and missing.statement = lines.statement
    where lines.line_code in ('total', substr(missing.line_code, 1, 3), substr(missing.line_code, 1, 5))
    group by missing.document_id, missing.statement, missing.line_code, missing.measure
),

missing_children as (
    select
        terms.document_id, terms.equation_id, terms.side, terms.weight,
        terms.statement, ancestors.line_code, terms.measure, 'missing_line' as placement
    from terms
    inner join ancestors
        on
            terms.document_id = ancestors.document_id
            and terms.statement = ancestors.statement
            and terms.line_code = ancestors.ancestor_code
            and terms.measure = ancestors.measure
    where terms.reach = 'children'
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
