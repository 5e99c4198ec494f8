{#- Schemas are named as configured (`marts`, not `main_marts`): BI tools and tests rely on the plain names. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name | trim if custom_schema_name else target.schema }}
{%- endmacro %}
