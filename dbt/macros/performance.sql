{#-
  Targets and results of performance indicators are text (≥95%, 20门, 优良中低差). Where the text is one number with an
  optional comparison before and a unit after it, it is read; anything else (2023年1月, 70余篇) stays text, with number null.
-#}

{% macro indicator_text(text) -%}
    {{ replaced(compact_amount("translate(" ~ text ~ ", '％（）：', '%():')"), "'[()]'") }}
{%- endmacro %}

{% macro indicator_pattern() -%}
'^(?:(?:[≥≧>=≤≦<＞＜＝]|>=|<=|不低于|不少于|不小于|大于等于|大于|高于|超过|至少|达到|不高于|不超过|不大于|不多于|小于等于|小于|低于|少于|控制在|等于)*)([-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[-]?[0-9]{1,14}(?:\.[0-9]{1,8})?)([^-0-9余多约几左~～至到]{0,12})$'
{%- endmacro %}

{% macro indicator_number(text) -%}
    try_cast(
        {{ replaced(captured(indicator_text(text), indicator_pattern(), 1), "','") }} as decimal(28, 8)
    )
{%- endmacro %}

{% macro indicator_unit(text) -%}
    nullif({{ replaced(
        captured(indicator_text(text), indicator_pattern(), 2),
        "'(?:及以上|以上|及以下|以下|以内|之内|内)$'"
    ) }}, '')
{%- endmacro %}

{#- >=, >, <=, < or =; a bare number has none. -#}
{% macro indicator_operator(text) -%}
    case
        when {{ text }} is null then null
        when {{ matches(indicator_text(text), "'^(?:[≥≧]|>=|不低于|不少于|不小于|大于等于|至少|达到)|以上$'") }} then '>='
        when {{ matches(indicator_text(text), "'^(?:[≤≦]|<=|不高于|不超过|不大于|不多于|小于等于|控制在)|(?:以下|以内|之内)$'") }} then '<='
        when {{ matches(indicator_text(text), "'^(?:[>＞]|大于|高于|超过)'") }} then '>'
        when {{ matches(indicator_text(text), "'^(?:[<＜]|小于|低于|少于)'") }} then '<'
        when {{ matches(indicator_text(text), "'^(?:[=＝]|等于)'") }} then '='
    end
{%- endmacro %}

{#- Where an edge of a column of the header lies in the table of a body row, by the edges of both tables. -#}
{% macro performance_edge(edge) -%}
    case
        when headers.table_number = body.table_number then headers.{{ edge }}
        when abs((edges.table_right - edges.table_left) - (headers.table_right - headers.table_left)) <= 6
            then headers.{{ edge }} - headers.table_left + edges.table_left
        when abs(edges.table_left - headers.table_left) <= 6 or abs(edges.table_right - headers.table_right) <= 6
            then headers.{{ edge }}
        else
            edges.table_left + (headers.{{ edge }} - headers.table_left)
            * (edges.table_right - edges.table_left) / (headers.table_right - headers.table_left)
    end
{%- endmacro %}
