-- The statements that each document must hold: those of the form that it follows, in its year. It is the form to which
-- most of its statements belong; more than half of the form's tell that it is in use, fewer may be an extract. A
-- document that says no year is held to what every year requires.
with

years as (
    select distinct document_id, fiscal_year
    from {{ ref('fct_statement_line') }}
),

forms as (
    select form, count(*) as statement_count
    from {{ ref('required_statements') }}
    group by form
),

held as (
    select statements.document_id, required.form, count(*) as statement_count
    from {{ ref('int_statements') }} as statements
    inner join {{ ref('required_statements') }} as required on statements.statement = required.statement
    group by statements.document_id, required.form
),

followed as (
    select held.document_id, held.form
    from held
    inner join forms on held.form = forms.form
    qualify
        held.statement_count * 2 > forms.statement_count
        and row_number() over (
            partition by held.document_id order by held.statement_count desc, forms.statement_count, held.form
        ) = 1
),

required_statements as (
    select followed.document_id, followed.form, required.statement
    from followed
    left join years on followed.document_id = years.document_id
    inner join {{ ref('required_statements') }} as required
        on
            followed.form = required.form
            and coalesce(years.fiscal_year, 0) between required.valid_from_year and required.valid_to_year
)

select * from required_statements
