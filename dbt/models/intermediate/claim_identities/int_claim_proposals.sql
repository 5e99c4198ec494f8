-- What each claim that contradicts should read, where the evidence singles that out, and how it may have been spoilt.
with

-- A percentage of figures that are believed reads their ratio, counted in its own last digits: half up, in integers.
ratios as (
    select
        *,
        case
            when contradiction = 'percentage' and base_amount > 0 and left_amount >= 0
                then cast(
                        (
                            cast(left_amount * 10000 as hugeint) * 200
                            + cast(base_amount * 10000 as hugeint) * cast(stated_precision * 10000 as bigint) // 10000
                        ) * 10000
                        // (cast(base_amount * 10000 as hugeint) * 2 * cast(stated_precision * 10000 as bigint))
                        as decimal(18, 0)
                    ) * cast(stated_precision as decimal(12, 4))
        end as ratio
    from {{ ref('int_claim_contradictions') }}
),

worded as (
    select
        ratios.*,
        slips.slip as copied_slip,
        slips.other_line_code,
        words.printed_word,
        words.meant_word,
        {{ identity_amount_text(
            'ratios.actual_yuan', 'coalesce(ratios.unit_yuan, 1)',
            'coalesce(ratios.shown_precision_yuan, ratios.claim_precision_yuan, 1)'
        ) }} as actual_text,
        case
            when ratios.unit = 'count' then ratios.stated_unit
            else case coalesce(ratios.unit_yuan, 1) when 10000 then '万元' when 1000 then '千元' else '元' end
        end as unit_zh
    from ratios
    left join {{ ref('int_claim_slips') }} as slips
        on ratios.document_id = slips.document_id and ratios.position = slips.position
    left join {{ ref('int_claim_words') }} as words
        on ratios.document_id = words.document_id and ratios.position = words.position
),

proposals as (
    select
        *,
        case
            when contradiction = 'turned' then printed_word
            -- What the prose leaves out it does not print.
            when contradiction = 'listing' and (variant = 'left_out' or actual_yuan <> 0) then null
            else stated_text
        end as found_text,
        case
            when contradiction = 'solved' and unit = 'yuan' then cast(solved_number as decimal(24, 4))
            when contradiction = 'tie' and coalesce(copied_slip, '') <> 'absent' then actual_yuan
        end as proposed_yuan,
        case contradiction
            when 'tie'
                then case
                        when copied_slip = 'absent' then other_line_code
                        when own_slip = 'unit' and unit_yuan = 1 and actual_yuan = claim_yuan * 10000
                            then replace(stated_text, '元', '万元')
                        when own_slip = 'unit' and unit_yuan = 10000 and actual_yuan * 10000 = claim_yuan
                            then replace(stated_text, '万元', '元')
                        else actual_text || unit_zh
                    end
            when 'solved'
                then case unit
                        when 'yuan'
                            then case
                                    when solved_slip = 'unit' and unit_yuan = 1 and solved_number = claim_yuan * 10000
                                        then replace(stated_text, '元', '万元')
                                    else {{ identity_amount_text(
                                        'cast(solved_number as decimal(24, 4))', 'unit_yuan', 'claim_precision_yuan'
                                    ) }} || unit_zh
                                end
                        when 'percent'
                            then {{ identity_amount_text(
                                'cast(solved_number as decimal(24, 4))', '1', 'stated_precision'
                            ) }} || '%'
                        else cast(cast(solved_number as bigint) as varchar)
                    end
            when 'turned' then meant_word
            when 'percentage'
                then case
                        when not rests_on_claims or is_blamed or copied_slip = 'wrong_base'
                            then {{ identity_amount_text('ratio', '1', 'stated_precision') }} || '%'
                    end
            when 'other_base' then case when sentence like '%全年预算%' then '全年预算' end
            when 'comparison' then case when residual_yuan > 0 then '大于' when residual_yuan < 0 then '小于' else '持平' end
            when 'date' then cast(fiscal_year as varchar) || '年12月31日'
        end as found_proposal,
        case
            when contradiction = 'comparison' then 'direction'
            else coalesce(nullif(copied_slip, 'absent'), solved_slip, own_slip)
        end as slip
    from worded
)

select * from proposals
