{#
    The columns that every finding has (see int_findings), in order: name -> what stands there where a model of
    findings has nothing to say.
#}
{% macro finding_columns() %}
    {{ return({
        'document_id': none,
        'finding_type': none,
        'severity': none,
        'statement': 'null::varchar',
        'line_code': 'null::varchar',
        'measure': 'null::varchar',
        'discriminator': "''",
        'page_number': 'null::bigint',
        'found_text': 'null::varchar',
        'found_proposal': 'null::varchar',
        'claim_yuan': 'null::decimal(24, 4)',
        'is_claim': 'null::boolean',
        'proposed_yuan': 'null::decimal(24, 4)',
        'evidence_count': '0',
        'identity_ids': 'null::varchar',
        'reason_zh': none,
        'reason_en': none,
        'slip': 'null::varchar',
        'proposed_number': 'null::decimal(38, 8)',
        'unit': 'null::varchar',
        'is_culprit': 'null::boolean',
        'candidate_cells': 'null::varchar',
    }) }}
{% endmacro %}

{#
    Rows of a model of findings with the columns of all findings.

    ``has`` lists those of them, beside the ones that every finding must have, that the model has under the same name;
    ``named`` gives expressions for those that it has otherwise. A model that does not count its evidence has one piece
    wherever it names an identity.
#}
{% macro finding_rows(model, has=[], named={}) %}
    select
    {%- for column, missing in finding_columns().items() %}
        {% if column in named %}{{ named[column] }} as {{ column }}
        {%- elif missing is none or column in has %}{{ column }}
        {%- elif column == 'evidence_count' and 'identity_ids' in has %}case when identity_ids is null then 0 else 1 end as {{ column }}
        {%- else %}{{ missing }} as {{ column }}
        {%- endif %}{{ "," if not loop.last }}
    {%- endfor %}
    from {{ ref(model) }}
{% endmacro %}
