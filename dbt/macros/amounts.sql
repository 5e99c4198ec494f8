{#-
  Printed text to exact amounts (docs/keys.md, "Cells."). Nothing is guessed: what cannot be read as one number is null,
  and `looks_like_money` tells whether that must be reported. Amounts are in the printed unit, DECIMAL(38,8), never float.
-#}

{#-
  Full-width forms and the many kinds of minus and space folded, and a currency sign before the figure left out; line
  breaks kept, for they tell wrapped amounts.
-#}
{% macro folded_amount(text) -%}
    trim({{ replaced(
        "translate(" ~ without_currency(text) ~ ", '０１２３４５６７８９，．（）＋－–−﹣‐‑　', '0123456789,.()+------ ')",
        "'[ \\t\\x{00a0}\\x{2000}-\\x{200a}\\x{202f}\\x{3000}]+'", "' '"
    ) }}, e' \n\r')
{%- endmacro %}

{#- What names the currency, before the figure or between its sign and the figure. -#}
{% macro without_currency(text) -%}
    {{ replaced(
        text, "'^(\\s*[-△－–−(（]?\\s*)(?:[¥￥]|[RＲ][MＭ][BＢ]|[CＣ][NＮ][YＹ]|人民币)\\s*'", "'\\1'"
    ) }}
{%- endmacro %}

{% macro compact_amount(text) -%}
    {{ replaced(folded_amount(text), "'\\s'") }}
{%- endmacro %}

{#- A number, or a number in brackets: no sign inside brackets, thousands in groups of three or not at all, at most 14
    digits before and 8 after the point (DECIMAL(38,8) would round a ninth in silence). -#}
{% macro amount_pattern() -%}
'(?:[-△]?|\()(?:[0-9]{1,14}|[0-9]{1,3}(?:,[0-9]{3}){1,4}|)(?:\.[0-9]{1,8})?\)?'
{%- endmacro %}

{#- A dash alone is a printed zero. -#}
{% macro is_dash(text) -%}
    {{ matches_all(compact_amount(text), "'[-—―]{1,2}'") }}
{%- endmacro %}

{#-
  White space inside a number: as a thousands separator (1 452.19), where a line was broken (16,010.3⏎5), between
  single characters spread over the cell (1 0 0 . 0 0), or within a group that is not yet full (16,0 10.35).
  Elsewhere it stands between two numbers, which are not joined: 12.5 3.75 is no amount.
-#}
{% macro is_one_number(text) -%}
    (
        not {{ matches(folded_amount(text), "'[0-9]\\s+[0-9]'") }}
        or {{ matches_all(folded_amount(text), "'[-△(]? ?[0-9]{1,3}(?: [0-9]{3})+(?:\\s?\\.\\s?[0-9]+)?\\s?\\)?'") }}
        or {{ matches_all(folded_amount(text), "'[-△(]?\\s?(?:[0-9.,]\\s)+[0-9]\\s?\\)?'") }}
        or {{ matches(folded_amount(text), "',[0-9]{1,2}\\s+[0-9]'") }}
        or (
            not {{ matches(folded_amount(text), "'[0-9] +[0-9]'") }}
            and {{ matches(compact_amount(text), "',|^[^.]*\\.[0-9]{1,2}\\)?$'") }}
        )
    )
{%- endmacro %}

{#- DECIMAL(38,8) in the printed unit; null where the text is no amount. -#}
{% macro parse_amount(text) -%}
    case
        when {{ is_dash(text) }} then 0::decimal(38, 8)
        when
            {{ matches_all(compact_amount(text), amount_pattern()) }}
            and {{ matches(text, "'[0-9０-９]'") }}
            and {{ matches(compact_amount(text), "'\\('") }} = {{ matches(compact_amount(text), "'\\)'") }}
            and {{ is_one_number(text) }}
            then
                case when {{ matches(compact_amount(text), "'^[-△(]'") }} then -1 else 1 end
                * {{ replaced(compact_amount(text), "'[^0-9.]'") }}::decimal(34, 8)
    end::decimal(38, 8)
{%- endmacro %}

{#- How many decimals are printed; only meaningful where parse_amount is not null. -#}
{% macro printed_decimals(text) -%}
    length(coalesce({{ captured(compact_amount(text), "'\\.([0-9]+)'") }}, ''))
{%- endmacro %}

{#- Digits, separators and signs only (with letters mistaken for digits, or a unit): a reader would call it money. -#}
{% macro looks_like_money(text) -%}
    (
        {{ matches_all(
            compact_amount(text), "'[-+—△▲¥￥$()\\[\\]]*[0-9OolI|][-0-9OolI|.,:;·、 ]*[()\\[\\]]*(?:元|万元|千元|亿元)?'"
        ) }}
        and {{ matches(compact_amount(text), "'[0-9]'") }}
    )
{%- endmacro %}

{#- What a form prints where it has no amount: an ellipsis, XX, 无, a stroke, a lone asterisk, a percentage. -#}
{% macro is_no_amount(text) -%}
    {{ matches_all(
        compact_amount(text), "'|[.…·⋯。]+|[XxＸｘ×✕]+|[*＊]|[/／\\\\]+|无|空|不涉及|不适用|[-△]?[0-9,.]+[%％‰]'"
    ) }}
{%- endmacro %}

{#- The unit of the n-th decimal, exactly: 1, 0.1, 0.01 … -#}
{% macro decimal_step(decimals) -%}
    case {{ decimals }}
        {%- for n in range(9) %}
        when {{ n }} then {{ '1' if n == 0 else '0.' ~ '0' * (n - 1) ~ '1' }}::decimal(20, 8)
        {%- endfor %}
    end
{%- endmacro %}
