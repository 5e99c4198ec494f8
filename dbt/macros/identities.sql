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

{#-
Joins that tell whether a line that is not printed is missing (see `identity_is_missing`): a line of a level that the form
leaves out is not; what is printed below a line stands for it, and so does the line above where that has no detail.
-#}
{% macro identity_stand_ins(cells) %}
    left join {{ ref('int_identity_levels') }} as levels
        on
            {{ cells }}.document_id = levels.document_id
            and {{ cells }}.statement = levels.statement
            and length({{ cells }}.line_code) = levels.code_length
    left join (select distinct document_id, statement, implied_line_code from {{ ref('int_identity_implied_lines') }})
        as implied
        on
            {{ cells }}.document_id = implied.document_id
            and {{ cells }}.statement = implied.statement
            and {{ cells }}.line_code = implied.implied_line_code
    left join {{ ref('int_identity_leaves') }} as leaves
        on
            {{ cells }}.document_id = leaves.document_id
            and {{ cells }}.statement = leaves.statement
            and substr({{ cells }}.line_code, 1, length({{ cells }}.line_code) - 2) = leaves.line_code
{%- endmacro %}

{#- True where nothing stands for a line that is not printed; needs the joins of `identity_stand_ins`. -#}
{% macro identity_is_missing(cells) -%}
    implied.document_id is null
        and leaves.document_id is null
        and (levels.document_id is not null or not {{ identity_is_code(cells ~ '.line_code') }})
{%- endmacro %}
