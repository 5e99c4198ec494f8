-- Where a scope prints only one side: could the other have been printed? Blank, missing and not on the form differ.
with

unprinted as (
    select document_id, scope_id, 'lhs' as side
    from {{ ref('int_identity_sums') }}
    where lhs_printed = 0
    union all
    select document_id, scope_id, 'rhs' as side
    from {{ ref('int_identity_sums') }}
    where rhs_printed = 0
),

unprinted_cells as (
    select
        unprinted.document_id, unprinted.scope_id, unprinted.side,
        terms.reach, terms.statement, terms.line_code, terms.measure, terms.missing_is_zero
    from unprinted
    inner join {{ ref('int_identity_terms_resolved') }} as terms
        on unprinted.scope_id = terms.scope_id and unprinted.side = terms.side
),

form_lines as (
    select distinct document_id, statement, line_code, 'cell' as reach
    from {{ ref('int_statement_lines') }}
    union all
    select distinct document_id, statement, parent_line_code, 'children' as reach
    from {{ ref('int_statement_lines') }}
    where parent_line_code is not null and occurrence = 1 and not is_of_which and not is_unmapped
),

form_columns as (
    select distinct document_id, statement, measure
    from {{ ref('int_statement_columns') }}
    where line_code is null
),

form_cells as (
    select distinct document_id, statement, line_code, measure
    from {{ ref('int_statement_columns') }}
    where line_code is not null
),

located as (
    select
        cells.*,
        form_cells.document_id is not null
        or (form_lines.document_id is not null and form_columns.document_id is not null) as is_on_form,
        form_lines.document_id is null
        and form_columns.document_id is not null
        and {{ identity_is_missing('cells') }}
            as is_missing_line,
        unmapped.document_id is not null as is_beside_unmapped
    from unprinted_cells as cells
    left join form_lines
        on
            cells.document_id = form_lines.document_id
            and cells.statement = form_lines.statement
            and cells.line_code = form_lines.line_code
            and cells.reach = form_lines.reach
    left join form_columns
        on
            cells.document_id = form_columns.document_id
            and cells.statement = form_columns.statement
            and cells.measure = form_columns.measure
    left join form_cells
        on
            cells.document_id = form_cells.document_id
            and cells.statement = form_cells.statement
            and cells.line_code = form_cells.line_code
            and cells.measure = form_cells.measure
    {{ identity_stand_ins('cells') }}
    left join (select distinct document_id, statement from {{ ref('int_identity_unmapped_blocks') }}) as unmapped
        on cells.document_id = unmapped.document_id and cells.statement = unmapped.statement
),

sides as (
    select
        document_id,
        scope_id,
        side,
        bool_or(is_on_form) as is_on_form,
        bool_or(is_missing_line and missing_is_zero) as is_missing_as_zero,
        bool_or(is_missing_line and missing_is_zero and is_beside_unmapped) as may_be_unmapped
    from located
    group by document_id, scope_id, side
)

select * from sides
