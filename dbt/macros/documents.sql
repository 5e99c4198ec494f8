{#- How a document names its department, region and year. Input is a `text_key`. -#}

{#- A year in Chinese numerals (二〇二四年) in Arabic ones; nothing else changes, for names hold numerals too. -#}
{% macro arabic_year(text_key) -%}
    case
        when {{ matches(text_key, "'二[〇○零O0Ο][〇○零O0Ο一二三四五六七八九]{2}年'") }} then
            replace(
                {{ text_key }},
                {{ captured(text_key, "'(二[〇○零O0Ο][〇○零O0Ο一二三四五六七八九]{2}年)'") }},
                translate(
                    {{ captured(text_key, "'(二[〇○零O0Ο][〇○零O0Ο一二三四五六七八九]{2}年)'") }},
                    '〇○零OΟ一二三四五六七八九', '00000123456789'
                )
            )
        else {{ text_key }}
    end
{%- endmacro %}

{#- The name without 本级, 机关 or (汇总), which tell the scope and not the department. -#}
{% macro unscoped_department(name) -%}
    {{ replaced(name, "'(?:[(](?:单位|机关)?(?:本级|机关|汇总)[)]|本级|机关)$'") }}
{%- endmacro %}

{#- A number below forty in Chinese numerals in Arabic ones: 十二 as 12, 二十 as 20; other text as it is. -#}
{% macro arabic_number(text) -%}
    translate(
        {{ replaced(replaced(replaced(replaced(text, "'^十$'", "'10'"), "'^十'", "'1'"), "'十$'", "'0'"), "'十'") }},
        '一二三四五六七八九', '123456789'
    )
{%- endmacro %}

{#- Whether one name is the other or a short form of it: its characters in the same order (科创中心, 科技创新服务中心). -#}
{% macro is_short_form(short_name, name) -%}
    (contains({{ name }}, {{ short_name }}) or (
        {{ matches(short_name, "'^[一-龥]{2,}$'") }} and {{ matches(name, spread_pattern(short_name)) }}
    ))
{%- endmacro %}
