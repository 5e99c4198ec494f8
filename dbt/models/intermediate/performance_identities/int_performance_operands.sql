-- The figures of the equations of performance forms, in the shape of int_equation_operands.
with

figures as (
    select * from {{ ref('int_performance_figures') }}
),

equations as (
    select document_id, equation_id, identity_id, line_code, measure, status, actual_yuan
    from {{ ref('int_performance_equations') }}
),

parts as (
    {%- for identity_id, own_measure, role, measure in [
        ('P1', 'executed', 'left', 'executed'), ('P1', 'executed', 'rate', 'rate'), ('P1', 'executed', 'base', 'budget'),
        ('P2', 'budget', 'left', 'budget'), ('P2', 'budget', 'right', 'listed_budget'),
        ('P2', 'executed', 'left', 'executed'), ('P2', 'executed', 'right', 'listed_executed'),
        ('P3', 'score', 'left', 'score'), ('P3', 'score', 'right', 'weight'),
    ] %}
    select
        '{{ identity_id }}' as identity_id, '{{ own_measure }}' as own_measure, '{{ role }}' as role,
        '{{ measure }}' as measure
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

of_lines as (
    select
        equations.document_id, equations.equation_id, parts.role, figures.line_code, figures.measure, figures.amount,
        figures.half_unit, figures.unit
    from equations
    inner join parts on equations.identity_id = parts.identity_id and equations.measure = parts.own_measure
    inner join figures
        on
            equations.document_id = figures.document_id
            and equations.line_code = figures.line_code
            and parts.measure = figures.measure
),

of_weights as (
    select
        equations.document_id, equations.equation_id, 'left' as role, figures.line_code, figures.measure,
        figures.amount, figures.half_unit, figures.unit
    from equations
    inner join figures
        on equations.document_id = figures.document_id and equations.line_code = figures.project_line
    where equations.identity_id = 'P3' and equations.measure = 'weights' and figures.measure = 'weight'
),

of_projects as (
    select
        equations.document_id, equations.equation_id, 'left' as role, figures.line_code, figures.measure,
        figures.amount, figures.half_unit, figures.unit
    from equations
    inner join figures on equations.document_id = figures.document_id
    where
        equations.identity_id = 'P4' and figures.measure = 'executed' and figures.indicator_number is null
        and not figures.is_whole_department and figures.line_code like '%#1'
),

of_targets as (
    select
        equations.document_id, equations.equation_id,
        case when (figures.measure = 'target') = (figures.comparison = '>=') then 'left' else 'right' end as role,
        figures.line_code, figures.measure, figures.amount, figures.half_unit, figures.unit
    from equations
    inner join figures
        on equations.document_id = figures.document_id and equations.line_code = figures.line_code
    where equations.identity_id = 'P5' and figures.measure in ('target', 'actual')
),

of_forms as (
    select * from of_lines
    union all
    select * from of_weights
    union all
    select * from of_projects
    union all
    select * from of_targets
),

operands as (
    select
        document_id, equation_id, document_id as operand_document_id, role, 1 as weight, 'performance' as statement,
        line_code, measure, cast(amount as decimal(38, 8)) as amount, cast(half_unit as decimal(38, 8)) as half_unit,
        unit
    from of_forms
    union all
    select
        equations.document_id, equations.equation_id, cells.document_id as operand_document_id, 'right' as role,
        1 as weight, cells.statement, cells.line_code, cells.measure,
        cast(cells.amount_yuan as decimal(38, 8)) as amount,
        cast(cells.half_unit_yuan as decimal(38, 8)) as half_unit, 'yuan' as unit
    from equations
    inner join {{ ref('int_identity_cells') }} as cells on equations.document_id = cells.document_id
    where
        equations.identity_id = 'P4' and cells.statement = 'expenditure' and cells.line_code = 'total'
        and cells.measure = 'project'
)

select * from operands
