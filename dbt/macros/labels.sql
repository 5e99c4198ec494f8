{#- Keys by which labels, names and codes are compared; input is a `text_key` (see extraction) unless said otherwise. -#}

{#- The label without its enumerator, its 其中 and a closing colon: 一、 （一） 1. (1) 其中：. A dash stands for a misread 一. -#}
{% macro label_key(text_key) -%}
    {{ replaced(replaced(text_key, "'" ~ enumerator_pattern() ~ "'"), "'[:：]$'") }}
{%- endmacro %}

{% macro enumerator_pattern() -%}
^(?:其中[:：]?|[-—〇零一二三四五六七八九十]{1,4}[、.,．:]|\([一二三四五六七八九十]{1,3}\)[、.]?|\(?[0-9]{1,2}\)|[0-9]{1,2}[、.．:]?)+
{%- endmacro %}

{% macro is_of_which_label(text_key) -%}
    {{ matches(text_key, "'^(?:[-—〇零一二三四五六七八九十]{1,4}[、.]|\\([一二三四五六七八九十]{1,3}\\)|[0-9]{1,2}[、.])?其中'") }}
{%- endmacro %}

{#- A name of a seed as text_key would give it: full-width punctuation folded, quotation marks and white space gone. -#}
{% macro name_key(name) -%}
    {{ replaced("translate(" ~ name ~ ", '（），：；', '(),:;')", "'[\\s\"“”‘’]'") }}
{%- endmacro %}

{#- Text of one cell on one line: a line break is a wrap, other white space becomes one space. -#}
{% macro one_line(text) -%}
    trim({{ replaced(replaced(text, "'\\s*\\n\\s*'"), "'\\s+'", "' '") }})
{%- endmacro %}

{% macro digits_only(text) -%}
    {{ replaced(text, "'[^0-9]'") }}
{%- endmacro %}

{#- The slug of a 其中 key that the lexicon does not name: stable, and plainly not a word. -#}
{% macro of_which_slug(label_key) -%}
    'h' || left({{ hash_key(label_key) }}, 8)
{%- endmacro %}

{#- What follows a title in prose and in lists of contents, but not over a table. -#}
{% macro title_suffix_of_prose() -%}
'^(?:情况)?(?:说明|中|的|反映|数据|里|和|及|、|,|。|;|所|是|为)|^[.·…]{2,}|^[0-9]{1,3}$|说明$'
{%- endmacro %}

{#- The header path of a column without what belongs to the statement as a whole: title, unit, department. -#}
{% macro header_key(header_path) -%}
    trim({{ replaced(
        header_path, "'(?:^|/)[^/]*(?:单位[:：]|部门[:：]|公开[0-9]+表|决算(?:总|明细)?表$|决算(?:总|明细)?表/)[^/]*'"
    ) }}, '/')
{%- endmacro %}
