{#- What differs between engines, as in engine.sql: windows and groups of rows. -#}

{#- Texts of a group joined in order. -#}
{% macro joined(text, separator, order_by) -%}
    {{ adapter.dispatch('joined', 'juesuan')(text, separator, order_by) }}
{%- endmacro %}

{% macro default__joined(text, separator, order_by) -%}
    string_agg({{ text }}, {{ separator }} order by {{ order_by }})
{%- endmacro %}

{#- The value of `expression` in the last row so far in which it is not null. -#}
{% macro last_known(expression, partition_by, order_by) -%}
    {{ adapter.dispatch('last_known', 'juesuan')(expression, partition_by, order_by) }}
{%- endmacro %}

{% macro default__last_known(expression, partition_by, order_by) -%}
    last_value({{ expression }} ignore nulls) over (
        partition by {{ partition_by }} order by {{ order_by }} rows between unbounded preceding and current row
    )
{%- endmacro %}

{#- The same, the row itself left out. -#}
{% macro last_known_before(expression, partition_by, order_by) -%}
    {{ adapter.dispatch('last_known_before', 'juesuan')(expression, partition_by, order_by) }}
{%- endmacro %}

{% macro default__last_known_before(expression, partition_by, order_by) -%}
    last_value({{ expression }} ignore nulls) over (
        partition by {{ partition_by }} order by {{ order_by }} rows between unbounded preceding and 1 preceding
    )
{%- endmacro %}

{#- The value of `expression` in the next row in which it is not null. -#}
{% macro first_known_after(expression, partition_by, order_by) -%}
    {{ adapter.dispatch('first_known_after', 'juesuan')(expression, partition_by, order_by) }}
{%- endmacro %}

{% macro default__first_known_after(expression, partition_by, order_by) -%}
    first_value({{ expression }} ignore nulls) over (
        partition by {{ partition_by }} order by {{ order_by }} rows between 1 following and unbounded following
    )
{%- endmacro %}

{#- The value of `expression` in the last row before in which it is not null, else in the first after. -#}
{% macro nearest_known(expression, partition_by, order_by) -%}
    coalesce(
        {{ last_known_before(expression, partition_by, order_by) }},
        {{ first_known_after(expression, partition_by, order_by) }}
    )
{%- endmacro %}

{#- The value of `expression` in the row that is first by `order_by`. -#}
{% macro first_by(expression, order_by) -%}
    {{ adapter.dispatch('first_by', 'juesuan')(expression, order_by) }}
{%- endmacro %}

{% macro default__first_by(expression, order_by) -%}
    first({{ expression }} order by {{ order_by }})
{%- endmacro %}
