{#- The grain of a model that identities read: no two rows share these columns (nulls equal). -#}
{% test identity_grain(model, columns) %}
    select {{ columns | join(', ') }}, count(*) as row_count
    from {{ model }}
    group by {{ columns | join(', ') }}
    having count(*) > 1
{% endtest %}
