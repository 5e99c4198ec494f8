-- Accounts that print what others print: those of another department (D8), or of another year of their own. A department
-- and its only unit, which it names, and editions of one disclosure, print the same by right. Of two alike the one that
-- came later carries the finding, an edition counting from when the first of its disclosure came; of two years the later.
with

vectors as (
    select
        vectors.statement, vectors.amount_count, vectors.fingerprint,
        documents.*
    from {{ ref('int_amount_vectors') }} as vectors
    inner join {{ ref('int_disclosures_in_order') }} as documents on vectors.document_id = documents.document_id
),

alike as (
    select
        later.document_id, later.statement, later.amount_count, later.department_id = earlier.department_id as is_own,
        earlier.document_id as other_document_id, earlier.department_name as other_name,
        earlier.fiscal_year as other_year, earlier.place as other_place,
        case later.disclosure_scope when 'department' then later.document_id else earlier.document_id end
            as department_document_id,
        case later.disclosure_scope when 'department' then earlier.own_name else later.own_name end as unit_name,
        coalesce(
            least(later.disclosure_scope, earlier.disclosure_scope) = 'department'
            and greatest(later.disclosure_scope, earlier.disclosure_scope) = 'unit', false
        ) as may_be_unit
    from vectors as later
    inner join vectors as earlier
        on
            later.fingerprint = earlier.fingerprint
            and later.statement = earlier.statement
    where
        (later.department_id = earlier.department_id and later.fiscal_year > earlier.fiscal_year)
        or (later.department_id <> earlier.department_id and later.place > earlier.place)
),

possible_units as (
    select distinct department_document_id, unit_name
    from alike
    where may_be_unit
),

-- A department names its units; a name that only begins as its own does is another's.
own_units as (
    select distinct suspects.department_document_id, suspects.unit_name
    from possible_units as suspects
    inner join {{ ref('stg_lines') }} as lines
        on
            suspects.department_document_id = lines.document_id
            and contains(lines.text_key, suspects.unit_name)
),

-- What its own department printed before is no other department's, whoever else copied it.
unexplained as (
    select alike.*
    from alike
    left join own_units
        on
            alike.may_be_unit
            and not alike.is_own
            and alike.department_document_id = own_units.department_document_id
            and alike.unit_name = own_units.unit_name
    qualify count(own_units.unit_name) over (partition by alike.document_id, alike.statement) = 0
),

-- Statements that two documents share are one finding; of several others the first is named.
pairs as (
    select
        document_id, other_document_id, other_name, other_year, other_place, is_own,
        max(amount_count) as amount_count,
        {{ joined('distinct statement', "', '", 'statement') }} as statements,
        {{ first_by('statement', 'amount_count desc, statement') }} as statement
    from unexplained
    group by document_id, other_document_id, other_name, other_year, other_place, is_own
),

firsts as (
    select *
    from pairs
    qualify row_number() over (partition by document_id order by is_own desc, other_place) = 1
),

findings as (
    select
        firsts.document_id, 'repeated_amounts' as finding_type,
        case when firsts.is_own then 'warning' else 'error' end as severity, 'D8' as identity_ids, firsts.statement,
        -- Not the other document: which one is named may change as others are added, the finding's number may not.
        'between documents' as discriminator,
        statements.first_page as page_number,
        null::varchar as printed_text,
        case
            when firsts.is_own then '与本部门 ' || firsts.other_year || ' 年度决算'
            else '与' || coalesce(firsts.other_name, '') || coalesce(' ' || firsts.other_year || ' 年度', '') || '决算'
        end || '金额逐一相同的报表：' || firsts.statements || '，其中一表有 ' || firsts.amount_count || ' 个不同的金额'
            as reason_zh,
        'every amount is that of '
        || case when firsts.is_own then 'its own accounts of ' else coalesce(firsts.other_name, '') || ', ' end
        || coalesce((firsts.other_year)::varchar, 'an unknown year') || ', in: ' || firsts.statements
        || '; one of them has ' || firsts.amount_count || ' different amounts' as reason_en
    from firsts
    inner join {{ ref('int_statements') }} as statements
        on firsts.document_id = statements.document_id and firsts.statement = statements.statement
)

select * from findings
