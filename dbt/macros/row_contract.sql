{#-
What the rows of a model promise, as one query: no two of them share a key (nulls count as equal), required columns are
filled, coded columns keep to their list (null is left to `required`). A failing row names the promise and what breaks it.
-#}
{% test row_contract(model, key=none, keys=[], required=[], values={}) %}

with

{%- set promises = [] %}
{%- for columns in ([key] if key else []) + keys %}
    {%- do promises.append('key_' ~ loop.index) %}

{{ promises[-1] }} as (
    select
        'key {{ columns | join(", ") }}' as promise,
        concat_ws(' | ', {% for column in columns %}coalesce(cast({{ column }} as varchar), '∅')
        {%- if not loop.last %}, {% endif %}{% endfor %}) as found,
        count(*) as row_count
    from {{ model }}
    group by {{ columns | join(', ') }}
    having count(*) > 1
)
    {%- if not loop.last or required or values %},{% endif %}
{%- endfor %}
{%- if required %}
    {%- do promises.append('blanks') %}

{{ promises[-1] }} as (
    {%- for column in required %}
    select 'required {{ column }}' as promise, null::varchar as found, count(*) as row_count
    from {{ model }}
    where {{ column }} is null
    having count(*) > 0
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)
    {%- if values %},{% endif %}
{%- endif %}
{%- if values %}
    {%- do promises.append('strangers') %}

{{ promises[-1] }} as (
    {%- for column, accepted in values.items() %}
    select 'values {{ column }}' as promise, cast({{ column }} as varchar) as found, count(*) as row_count
    from {{ model }}
    where cast({{ column }} as varchar) not in ('{{ accepted | join("', '") }}')
    group by {{ column }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)
{%- endif %}

{% for promise in promises -%}
select promise, found, row_count from {{ promise }}
{% if not loop.last %}union all
{% endif %}
{%- endfor %}

{% endtest %}
