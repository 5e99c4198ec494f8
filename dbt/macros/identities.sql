{#- What the identity engine needs from SQL that engines spell differently. -#}

{#- True where `text` is `prefix` followed by something that the whole of `pattern` matches. -#}
{% macro identity_line_matches(text, prefix, pattern) -%}
    (
        starts_with({{ text }}, {{ prefix }})
        and {{ matches_all('substr(' ~ text ~ ', length(' ~ prefix ~ ') + 1)', pattern) }}
    )
{%- endmacro %}

{#- True where `item` is one of the items of `list`, which are separated by `|`. -#}
{% macro identity_list_has(list, item) -%}
    {{ return(adapter.dispatch('identity_list_has', 'juesuan')(list, item)) }}
{%- endmacro %}

{% macro default__identity_list_has(list, item) -%}
    list_contains(string_split({{ list }}, '|'), {{ item }})
{%- endmacro %}

{#- A row or column whose key could not be resolved keeps its amounts under this prefix (docs/keys.md). -#}
{% macro identity_is_unmapped(key) -%}
    starts_with({{ key }}, 'unmapped:')
{%- endmacro %}

{#- True where a line's key is a code of the classification, and nothing but that. -#}
{% macro identity_is_code(key) -%}
    {{ matches_all(key, "'[0-9]{3,7}'") }}
{%- endmacro %}

{#-
An amount as its statement would print it: thousands separators, as many decimals as the statement's precision.
Whole units of the last printed digit are counted in BIGINT, so no division touches money.
-#}
{% macro identity_amount_text(amount, unit_yuan, precision_yuan) -%}
    {{ return(adapter.dispatch('identity_amount_text', 'juesuan')(amount, unit_yuan, precision_yuan)) }}
{%- endmacro %}

{% macro default__identity_amount_text(amount, unit_yuan, precision_yuan) -%}
    {%- set step = 'cast(' ~ precision_yuan ~ ' * 10000 as bigint)' -%}
    {%- set digits = '(cast(abs(' ~ amount ~ ') * 10000 as bigint) + ' ~ step ~ ' // 2) // ' ~ step -%}
    {%- set scale = '(cast(' ~ unit_yuan ~ ' * 10000 as bigint) // ' ~ step ~ ')' -%}
    (case when {{ amount }} < 0 then '-' else '' end
    || format('{:,}', ({{ digits }}) // {{ scale }})
    || case
        when {{ scale }} > 1
            then '.' || right(
                cast({{ scale }} + ({{ digits }}) % {{ scale }} as varchar), length(cast({{ scale }} as varchar)) - 1
            )
        else ''
    end)
{%- endmacro %}

{#- The identities of a finding with one more among them: sorted, separated by commas. -#}
{% macro with_identity(identity_ids, identity_id) -%}
    {{ return(adapter.dispatch('with_identity', 'juesuan')(identity_ids, identity_id)) }}
{%- endmacro %}

{% macro default__with_identity(identity_ids, identity_id) -%}
    array_to_string(list_sort(list_append(string_split({{ identity_ids }}, ','), {{ identity_id }})), ',')
{%- endmacro %}

{#- True where `identity_id` is one of the identities of a finding. -#}
{% macro names_identity(identity_ids, identity_id) -%}
    contains(',' || {{ identity_ids }} || ',', ',' || {{ identity_id }} || ',')
{%- endmacro %}
