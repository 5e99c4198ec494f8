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

{#- The printed name without what is not part of it: numbering, and what it was compiled for. -#}
{% macro clean_department(name) -%}
    {{ replaced(
        replaced(name, "'^(?:[0-9、.:：,;()（）_—-]|第[一二三四五六七八九十]{1,2}部分)+'"),
        "'(?:\\((?:汇总|本级|部门|单位|公章|盖章)[^()]*\\)|[_:：,;、.—-])+$'"
    ) }}
{%- endmacro %}

{% macro party_pattern() -%}
'^(?:中共|中国共产党|共青团|中国共产主义青年团|中国人民政治协商会议|政协|中国民主同盟|民盟|中国国民党革命委员会|民革|中国民主建国会|民建|中国民主促进会|民进|中国农工民主党|农工党|中国致公党|致公党|九三学社|台盟)'
{%- endmacro %}

{#- 省 (自治区), 市 (州, 盟, 地区), 区 (县, 旗, 市) at the start of a name, a party before it left out; else null. -#}
{% macro region_of(name) -%}
    nullif({{ replaced(
        "coalesce(" ~ captured(replaced(name, party_pattern()), region_pattern()) ~ ", '')",
        "'[^省市区县州盟旗]*(?:[社校景片小库林灾矿营战军]区|[城超股上门菜都]市)$'"
    ) }}, '')
{%- endmacro %}

{% macro region_pattern() -%}
'^((?:[^省市区县州盟旗]{2,3}省|[^省市区县州盟旗]{2,8}自治区|香港特别行政区|澳门特别行政区)?(?:[^省市区县州盟旗]{1,7}市|[^省市区县盟旗]{2,10}自治州|[^省市区县州盟旗]{2,5}地区|[^省市区县州盟旗]{2,5}盟)?(?:[^省市区县州盟旗]{1,10}(?:自治县|自治旗|区|县|旗|市))?)'
{%- endmacro %}

{#- What is left of the name without party, region and 人民政府: by it a department is told from others of the region. -#}
{% macro canonical_department(name) -%}
    {{ replaced(
        "substr(" ~ replaced(name, party_pattern()) ~ ", 1 + coalesce(length(" ~ region_of(name) ~ "), 0))",
        "'^人民政府(.+)$'", "'\\1'"
    ) }}
{%- endmacro %}

{#- The name without 本级, 机关 or (汇总), which tell the scope and not the department. -#}
{% macro unscoped_department(name) -%}
    {{ replaced(name, "'(?:[(](?:单位|机关)?(?:本级|机关|汇总)[)]|本级|机关)$'") }}
{%- endmacro %}
