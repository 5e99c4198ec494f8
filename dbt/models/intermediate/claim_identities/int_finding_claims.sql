-- The contradictions of the prose as findings: one per claim and kind, worded, with a proposal where one is singled out.
with

-- A percentage of figures that are believed reads their ratio, counted in its own last digits: half up, in integers.
proposed as (
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
        end as proposed_percent,
        case when contradiction = 'tie' then actual_yuan end as proposed_yuan,
        {{ identity_amount_text(
            'actual_yuan', 'coalesce(unit_yuan, 1)', 'coalesce(shown_precision_yuan, claim_precision_yuan, 1)'
        ) }} as actual_text,
        {{ identity_amount_text(
            'expected_yuan', 'coalesce(unit_yuan, 1)', 'coalesce(shown_precision_yuan, claim_precision_yuan, 1)'
        ) }} as expected_text,
        {{ identity_amount_text(
            'residual_yuan', 'coalesce(unit_yuan, 1)', 'coalesce(shown_precision_yuan, claim_precision_yuan, 1)'
        ) }} as residual_text,
        case coalesce(unit_yuan, 1) when 10000 then '万元' when 1000 then '千元' else '元' end as unit_zh
    from {{ ref('int_claim_contradictions') }}
),

worded as (
    select
        *,
        case contradiction
            when 'tie' then 'prose_amount'
            when 'sum' then 'prose_amount'
            when 'listing' then 'prose_amount'
            when 'percentage' then 'prose_percentage'
            when 'other_base' then 'prose_percentage'
            when 'comparison' then 'prose_comparison'
            when 'continuity' then 'continuity'
            else 'year'
        end as finding_type,
        case contradiction
            when 'tie' then actual_text || unit_zh
            when 'percentage'
                then case
                        when not rests_on_claims or (identity_id in ('N12', 'N15') and statement <> 'narrative')
                            then {{ identity_amount_text('proposed_percent', '1', 'stated_precision') }} || '%'
                    end
            when 'other_base' then case when sentence like '%全年预算%' then '全年预算' end
            when 'comparison' then case when residual_yuan > 0 then '大于' when residual_yuan < 0 then '小于' else '持平' end
            when 'date' then cast(fiscal_year as varchar) || '年12月31日'
        end as found_proposal,
        case contradiction
            when 'listing'
                then case
                        when variant = 'listed' and actual_yuan = 0 then '列举了' || subject || '，而报表该科目没有金额'
                        else '报表该科目有金额 ' || actual_text || ' ' || unit_zh || '，说明没有列出'
                    end
            when 'other_base' then '所称预算为零或与此比率不符，按另一项预算计算则相符'
            when 'date' then '所述日期不是决算年度的年末'
            else case when contradiction = 'percentage' and base_amount = 0 then '基数为零，没有百分比可言；' else '' end
                || actual_text || ' ≠ ' || expected_text || '，差 ' || residual_text || ' ' || unit_zh
                || case when contradiction = 'continuity' then coalesce('；句中所述原因：' || kinds_zh, '') else '' end
        end as reason_zh,
        case contradiction
            when 'listing'
                then case
                        when variant = 'listed' and actual_yuan = 0 then subject || ' is listed, its line has no amount'
                        else 'the line has an amount, ' || actual_text || ' ' || unit_zh || ', the prose leaves it out'
                    end
            when 'other_base' then 'the budget named is zero or does not give this rate; another one does'
            when 'date' then 'the date is not the end of the fiscal year'
            else case when contradiction = 'percentage' and base_amount = 0 then 'a rate of nothing; ' else '' end
                || actual_text || ' ≠ ' || expected_text || ', difference ' || residual_text || ' ' || unit_zh
                || case when contradiction = 'continuity' then coalesce('; reason given: ' || kinds_en, '') else '' end
        end as reason_en
    from proposed
),

-- Several equations on one claim are one finding: the gravest words it, all of them are its evidence.
findings as (
    select
        document_id,
        finding_type,
        case
            when bool_or(severity = 'error') then 'error' when bool_or(severity = 'warning') then 'warning' else 'info'
        end as severity,
        {{ first_by('statement', 'severity, equation_id') }} as statement,
        {{ first_by('line_code', 'severity, equation_id') }} as line_code,
        {{ first_by('measure', 'severity, equation_id') }} as measure,
        '#' || position || case when contradiction = 'listing' then min(line_code) else '' end as discriminator,
        min(page_number) as page_number,
        {{ first_by('stated_text', 'severity, equation_id') }} as printed_text,
        {{ first_by('claim_yuan', 'severity, equation_id') }} as printed_yuan,
        {{ first_by('found_proposal', 'severity, equation_id') }} as proposed_text,
        {{ first_by('proposed_yuan', 'severity, equation_id') }} as proposed_yuan,
        count(distinct equation_id) as evidence_count,
        string_agg(distinct identity_id, ',' order by identity_id) as identity_ids,
        '说明称“' || min(sentence) || '”：' || {{ first_by(
            "identity_id || ' ' || title_zh || '：' || reason_zh", 'severity, equation_id'
        ) }} as reason_zh,
        'the prose says “' || min(sentence) || '”: ' || {{ first_by(
            "identity_id || ' ' || title_en || ': ' || reason_en", 'severity, equation_id'
        ) }} as reason_en
    from worded
    group by
        document_id, finding_type, position, contradiction,
        case when contradiction = 'listing' then equation_id else '' end
)

select * from findings
