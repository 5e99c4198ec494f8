{#-
  What differs between engines, each behind a dispatched macro, so that models stay portable SQL. The default is
  DuckDB's; another adapter adds `<adapter>__<name>`. Patterns are RE2: no look-around, no back-references.
-#}

{% macro matches(text, pattern) -%}
    {{ adapter.dispatch('matches', 'juesuan')(text, pattern) }}
{%- endmacro %}

{% macro default__matches(text, pattern) -%}
    regexp_matches({{ text }}, {{ pattern }})
{%- endmacro %}

{% macro matches_all(text, pattern) -%}
    {{ adapter.dispatch('matches_all', 'juesuan')(text, pattern) }}
{%- endmacro %}

{% macro default__matches_all(text, pattern) -%}
    regexp_full_match({{ text }}, {{ pattern }})
{%- endmacro %}

{#- The captured group, null (not empty) where the pattern does not match. -#}
{% macro captured(text, pattern, group=1) -%}
    {{ adapter.dispatch('captured', 'juesuan')(text, pattern, group) }}
{%- endmacro %}

{% macro default__captured(text, pattern, group) -%}
    nullif(regexp_extract({{ text }}, {{ pattern }}, {{ group }}), '')
{%- endmacro %}

{% macro replaced(text, pattern, replacement="''") -%}
    {{ adapter.dispatch('replaced', 'juesuan')(text, pattern, replacement) }}
{%- endmacro %}

{% macro default__replaced(text, pattern, replacement) -%}
    regexp_replace({{ text }}, {{ pattern }}, {{ replacement }}, 'g')
{%- endmacro %}

{#-
  Pairs of a text and a pattern that it matches, as a relation with the columns `key` (a text_key, or anything else without
  white space, of the relation `texts`) and `pattern` (of the relation `patterns`). For `whole` the pattern is all of it.

  A pattern that comes from a table is compiled anew for each text that it is compared with, which takes DuckDB a hundred
  times as long as the comparison itself. So a thousand texts are first compared as one, a line each; what is found is
  compared by itself, for [^…] may have matched the end of a line.
-#}
{% macro pattern_matches(texts, key, patterns, whole=false) -%}
    {{ adapter.dispatch('pattern_matches', 'juesuan')(texts, key, patterns, whole) }}
{%- endmacro %}

{% macro default__pattern_matches(texts, key, patterns, whole) -%}
    {%- set line_pattern = "'(?m)^(?:' || pattern || ')$'" if whole else "'(?m)^.*(?:' || pattern || ').*$'" -%}
    (
        with

        portions as (
            select {{ joined(key, 'chr(10)', key) }} as lines
            from (select {{ key }}, row_number() over (order by {{ key }}) // 1000 as portion from (select distinct {{ key }} from {{ texts }}))
            group by portion
        ),

        suspects as (
            select distinct
                pattern,
                {{ each_part('array_to_string(regexp_extract_all(lines, ' ~ line_pattern ~ '), chr(10))', 'chr(10)') }} as {{ key }}
            from portions
            cross join (select distinct pattern from {{ patterns }})
        )

        select {{ key }}, pattern
        from suspects
        where {{ key }} <> '' and {{ matches_all(key, 'pattern') if whole else matches(key, 'pattern') }}
    )
{%- endmacro %}

{#- A stable key: 16 hexadecimal digits of a text. -#}
{% macro hash_key(text) -%}
    {{ adapter.dispatch('hash_key', 'juesuan')(text) }}
{%- endmacro %}

{% macro default__hash_key(text) -%}
    left(md5({{ text }}), 16)
{%- endmacro %}

{#- Digits of a number's text; 0 edits between equal strings. ASCII only. -#}
{% macro digit_distance(left_text, right_text) -%}
    {{ adapter.dispatch('digit_distance', 'juesuan')(left_text, right_text) }}
{%- endmacro %}

{% macro default__digit_distance(left_text, right_text) -%}
    levenshtein({{ left_text }}, {{ right_text }})
{%- endmacro %}

{#-
  Characters that differ between two names. DuckDB's levenshtein counts bytes, and two Chinese characters may share
  some of their three: each is first written as its place in the two names together, one byte for each unlike character.
-#}
{% macro name_distance(left_text, right_text) -%}
    {{ adapter.dispatch('name_distance', 'juesuan')(left_text, right_text) }}
{%- endmacro %}

{% macro default__name_distance(left_text, right_text) -%}
    levenshtein(
        {{ one_byte_each(left_text, left_text ~ ' || ' ~ right_text) }},
        {{ one_byte_each(right_text, left_text ~ ' || ' ~ right_text) }}
    )
{%- endmacro %}

{% macro one_byte_each(text, alphabet) -%}
    array_to_string(
        list_transform(
            list_filter(string_split({{ text }}, ''), lambda letter: letter <> ''),
            lambda letter: chr(instr({{ alphabet }}, letter)::integer)
        ), ''
    )
{%- endmacro %}

{#- A pattern that a text matches when it holds the letters of another in their order; the other has letters only. -#}
{% macro spread_pattern(text) -%}
    {{ adapter.dispatch('spread_pattern', 'juesuan')(text) }}
{%- endmacro %}

{% macro default__spread_pattern(text) -%}
    array_to_string(string_split(regexp_replace({{ text }}, '[^一-龥]', '', 'g'), ''), '.*')
{%- endmacro %}

{#- One row for each run of ideographs of a text, of at least so many. -#}
{% macro each_word(text, shortest) -%}
    {{ adapter.dispatch('each_word', 'juesuan')(text, shortest) }}
{%- endmacro %}

{% macro default__each_word(text, shortest) -%}
    unnest(regexp_extract_all({{ text }}, '[一-龥]{{ '{' ~ shortest ~ ',}' }}'))
{%- endmacro %}

{#- One row for each part of a text between separators. -#}
{% macro each_part(text, separator) -%}
    {{ adapter.dispatch('each_part', 'juesuan')(text, separator) }}
{%- endmacro %}

{% macro default__each_part(text, separator) -%}
    unnest(string_split({{ text }}, {{ separator }}))
{%- endmacro %}
