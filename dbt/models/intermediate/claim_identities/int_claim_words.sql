-- The word of each change that is turned round, as its sentence prints it, and the one that is meant.
with

pairs (printed_word, meant_word) as (
    values
    ('增加', '减少'), ('减少', '增加'), ('增长', '下降'), ('下降', '增长'), ('上升', '下降'), ('提高', '降低'), ('降低', '提高'),
    ('上涨', '下降'), ('增', '减'), ('减', '增')
),

turned as (
    select distinct document_id, position, sentence, stated_text
    from {{ ref('int_claim_contradictions') }}
    where contradiction = 'turned'
),

words as (
    select
        turned.document_id,
        turned.position,
        {{ first_by('pairs.printed_word', 'length(pairs.printed_word) desc') }} as printed_word,
        {{ first_by('pairs.meant_word', 'length(pairs.printed_word) desc') }} as meant_word
    from turned
    inner join pairs
        on {{ matches(
            'turned.sentence',
            "pairs.printed_word || '[^0-9,;。]{0,6}' || replace(turned.stated_text, '.', '[.]')"
        ) }}
    group by turned.document_id, turned.position
)

select * from words
