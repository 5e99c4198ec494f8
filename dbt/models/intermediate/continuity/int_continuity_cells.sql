-- Both cells of each equation between years, printed or not, in every document that has statements.
with

documents as (
    select distinct document_id from {{ ref('int_statements') }}
),

equations as (
    select
        documents.document_id,
        terms.identity_id,
        terms.identity_id || '|' || terms.statement || ':' || terms.line || '.' || terms.measure as equation_id,
        terms.statement || ':' || terms.line || '.' || terms.measure as scope,
        terms.statement,
        terms.line as left_line,
        terms.measure as left_measure,
        terms.prior_line,
        terms.prior_measure,
        earlier.prior_document_id
    from documents
    cross join {{ ref('continuity_terms') }} as terms
    left join {{ ref('int_prior_disclosures') }} as earlier on documents.document_id = earlier.document_id
),

sides as (
    select
        document_id, equation_id, identity_id, scope, statement, 'left' as role,
        document_id as operand_document_id, left_line as line_code, left_measure as measure
    from equations
    union all
    select
        document_id, equation_id, identity_id, scope, statement, 'right' as role,
        prior_document_id as operand_document_id, prior_line as line_code, prior_measure as measure
    from equations
),

forms as (
    select distinct lines.document_id, lines.statement, lines.line_code, columns.measure
    from {{ ref('int_statement_lines') }} as lines
    inner join {{ ref('int_statement_columns') }} as columns
        on
            lines.document_id = columns.document_id
            and lines.statement = columns.statement
            and coalesce(columns.line_code, lines.line_code) = lines.line_code
    inner join {{ ref('continuity_terms') }} as terms
        on lines.statement = terms.statement and lines.line_code in (terms.line, terms.prior_line)
    where lines.occurrence = 1
),

unmapped as (
    select distinct document_id, statement from {{ ref('int_identity_unmapped_blocks') }}
),

cells as (
    select
        sides.*,
        statements.document_id is not null as has_statement,
        coalesce(statements.amount_count, 0) > 0 as has_amounts,
        forms.document_id is not null as is_on_form,
        unmapped.document_id is not null as has_unmapped,
        printed.amount_yuan,
        printed.half_unit_yuan
    from sides
    left join {{ ref('int_statements') }} as statements
        on sides.operand_document_id = statements.document_id and sides.statement = statements.statement
    left join forms
        on
            sides.operand_document_id = forms.document_id
            and sides.statement = forms.statement
            and sides.line_code = forms.line_code
            and sides.measure = forms.measure
    left join unmapped
        on sides.operand_document_id = unmapped.document_id and sides.statement = unmapped.statement
    left join {{ ref('int_identity_cells') }} as printed
        on
            sides.operand_document_id = printed.document_id
            and sides.statement = printed.statement
            and sides.line_code = printed.line_code
            and sides.measure = printed.measure
)

select * from cells
