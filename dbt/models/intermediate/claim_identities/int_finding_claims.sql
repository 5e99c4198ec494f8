-- The contradictions of the prose as findings: one per claim and kind, worded, with a proposal where one is singled out.
with

proposed as (
    select
        * exclude (statement, line_code, measure),
        case when contradiction = 'solved' then 'narrative' else statement end as statement,
        case when contradiction = 'solved' then narrative_line else line_code end as line_code,
        case when contradiction = 'solved' then quantity else measure end as measure,
        {{ identity_amount_text(
            'expected_yuan', 'coalesce(unit_yuan, 1)', 'coalesce(shown_precision_yuan, claim_precision_yuan, 1)'
        ) }} as expected_text,
        {{ identity_amount_text(
            'residual_yuan', 'coalesce(unit_yuan, 1)', 'coalesce(shown_precision_yuan, claim_precision_yuan, 1)'
        ) }} as residual_text,
        case when residual_yuan > 0 then ' > ' when residual_yuan < 0 then ' < ' else ' = ' end as comparison_sign
    from {{ ref('int_claim_proposals') }}
),

told as (
    select
        *,
        actual_text || comparison_sign || expected_text as comparison_text,
        case when copied_slip = 'absent' then '报表没有该行的数' else actual_text end as found_zh,
        case when copied_slip = 'absent' then 'no amount in the statement' else actual_text end as found_en
    from proposed
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
            when 'turned' then 'prose_comparison'
            when 'solved' then case unit when 'percent' then 'prose_percentage' else 'prose_amount' end
            when 'continuity' then 'continuity'
            else 'year'
        end as finding_type,
        case contradiction
            when 'listing'
                then case
                        when variant = 'listed' and actual_yuan = 0 then '列举了' || subject || '，而报表该科目没有金额'
                        else '报表该科目有金额 ' || actual_text || ' ' || unit_zh || '，说明没有列出'
                    end
            when 'other_base' then '所称预算为零或与此比率不符，按另一项预算计算则相符'
            when 'date' then '所述日期不是决算年度的年末'
            when 'comparison'
                then comparison_text || ' ' || unit_zh || '，而称' || stated_text
            else case when contradiction = 'percentage' and base_amount = 0 then '基数为零，没有百分比可言；' else '' end
                || found_zh || ' ≠ ' || expected_text || '，差 ' || residual_text || ' ' || unit_zh
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
            when 'comparison'
                then comparison_text || ' ' || unit_zh || ', the word is ' || stated_text
            else case when contradiction = 'percentage' and base_amount = 0 then 'a rate of nothing; ' else '' end
                || found_en || ' ≠ ' || expected_text || ', difference ' || residual_text || ' ' || unit_zh
                || case when contradiction = 'continuity' then coalesce('; reason given: ' || kinds_en, '') else '' end
        end as reason_en
    from told
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
        {{ first_by('found_text', 'severity, equation_id') }} as printed_text,
        {{ first_by('claim_yuan', 'severity, equation_id') }} as printed_yuan,
        {{ first_by('found_proposal', 'severity, equation_id') }} as proposed_text,
        {{ first_by('proposed_yuan', 'severity, equation_id') }} as proposed_yuan,
        coalesce(max(solved_evidence), count(distinct equation_id)) as evidence_count,
        {{ first_by('slip', 'severity, equation_id') }} as slip,
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
