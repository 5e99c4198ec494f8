-- Each contradicted equation implies a value for each of its cells, were the others right.
with

contradictions as (
    select * from {{ ref('int_finding_contradictions') }}
    where names_value
),

printed as (
    select
        contradictions.*, operands.side, operands.weight,
        operands.statement, operands.line_code, operands.measure,
        'printed' as placement, operands.amount_yuan as printed_yuan
    from contradictions
    inner join {{ ref('int_identity_operands') }} as operands
        on contradictions.document_id = operands.document_id and contradictions.scope_id = operands.scope_id
    where not contradictions.is_total_blank
),

unprinted as (
    select
        contradictions.*, cells.side, cells.weight,
        cells.statement, cells.line_code, cells.measure,
        cells.placement, cast(null as decimal(20, 2)) as printed_yuan
    from contradictions
    inner join {{ ref('int_finding_unprinted_cells') }} as cells
        on contradictions.document_id = cells.document_id and contradictions.scope_id = cells.scope_id
),

every_cell as (
    select * from printed
    union all
    select * from unprinted
),

suspects as (
    select
        document_id, scope_id, identity_id, scope, is_regularity,
        statement, line_code, measure, side, placement, printed_yuan, tolerance_yuan,
        cast(
            case
                when side = 'lhs' then expected_yuan
                else coalesce(printed_yuan, 0) + weight * residual_yuan
            end as decimal(24, 4)
        ) as implied_yuan
    from every_cell
)

select * from suspects
