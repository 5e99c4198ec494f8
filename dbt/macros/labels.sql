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
'^(?:情况)?(?:说明|中|的|反映|数据|里|和|及|与|、|,|。|;|所|是|为|核对|一致|基本一致)|^[.·…]{2,}|^[0-9]{1,3}$|说明$|[。;]'
{%- endmacro %}

{#- What may stand before a title, the whole of it: numbering, 公开01表, 部门:…, a department's name, a year. -#}
{% macro title_prefix() -%}
'(?:[〇零一二三四五六七八九十]{1,3}[、.．:]|\([0-9〇零一二三四五六七八九十]{1,3}\)|[0-9]{1,2}[、.．:]|第[一二三四五六七八九十0-9]{1,2}部分[:：]?)*(?:(?:附件|附表|附|公开|财决公开|财决|表|决算)?[〇零一二三四五六七八九十0-9-]{0,4}表?[:：、.]?)?(?:(?:编制|编报|填报|公开|预算)?(?:部门|单位)(?:名称)?[:：].+)?(?:(?:20[0-9]{2}|二[〇○零0O一二三四五六七八九]{3})(?:年度?)?)?(?:[^各历近年表]*(?:局|委|办|厅|部|部门|单位|院|室|中心|站|所|处|队|校|学|园|馆|宫|会|联|协|社|团|政府|街道|镇|乡|村|公司|集团|场|台|库|庭|署|区|市|县|省|旗|机关|基地|总会|分局))?(?:\([^()]{1,20}\))?(?:20[0-9]{2}(?:年度?)?)?(?:(?:本|我)(?:年度|年|部门|单位|级)|部门|单位|[区市省县本]级)?(?:20[0-9]{2}(?:年度?)?)?'
{%- endmacro %}

{#- What may follow a title, the whole of it: a remark in brackets, 续, a year, and the items of the line below it. -#}
{% macro title_suffix() -%}
'(?:\((?:[续一二三四五六七八九十0-9]+|续表|汇总|本级|[^()]*(?:元|本级|汇总|部门|单位|公开[^()]*)|20[0-9]{2}年度?|(?:按|含|不含)[^()]*)\)|续表?|之[一二三四五六七八九十]|20[0-9]{2}年度?|(?:人民币)?[万千]?元)*[:：]?(?:(?:(?:金额|货币|计量|计价|核算)?单位|(?:编制|编报|填报|公开|预算)?(?:部门|单位)(?:名称)?|金额单位|公开)[:：]?.*|20[0-9]{2}年度?.*(?:单位|部门)[:：].*)?'
{%- endmacro %}

{#- Words by which forms of performance evaluation and of key work are told from accounts. -#}
{% macro performance_words() -%}
'绩效(?:[^工]|$)|指标值|[一二三]级指标|满意度|主管部门及代码|重要事项|执行率[(]|工作内容'
{%- endmacro %}

{#- The header path of a column without what belongs to the statement as a whole: title, unit, department. -#}
{% macro header_key(header_path) -%}
    trim({{ replaced(
        without_bracketed_unit(header_path),
        "'(?:^|/)[^/]*(?:单位[:：]|部门[:：]|公开[0-9]+表|决算(?:总|明细|公开)?表$|决算(?:总|明细|公开)?表/)[^/]*'"
    ) }}, '/')
{%- endmacro %}

{% macro without_bracketed_unit(text_key) -%}
    {{ replaced(text_key, "'\\((?:金额)?(?:单位)?[:：]?(?:人民币)?[亿万千百]?元\\)'") }}
{%- endmacro %}

{#- The path without the word 其中, which stands as a heading of its own or leads one. -#}
{% macro without_of_which(header_key) -%}
    trim({{ replaced(header_key, "'(^|/)其中[:：]?/?'", "'\\1'") }}, '/')
{%- endmacro %}

{#- The path without headings that say of which year its figures are, or that they are accounts; null where nothing is left. -#}
{% macro without_account(header_key) -%}
    nullif(trim({{ replaced(
        replaced("'/' || " ~ replaced(header_key, "'/'", "'//'") ~ " || '/'", "'/" ~ account_pattern() ~ "/'"), "'/+'", "'/'"
    ) }}, '/'), '')
{%- endmacro %}

{% macro account_pattern() -%}
(?:(?:20[0-9]{2}年(?:度)?|本年(?:度)?|当年|上年(?:度)?)(?:决算(?:数|金额)?|实际(?:数|支出数?)?|执行数|发生额|金额|数)?|决算(?:数|金额)?|执行数)
{%- endmacro %}

{#- What tells one line from another: the label without the endings that many lines share. -#}
{% macro distinguishing_part(label_key) -%}
    {{ replaced(label_key, "'(?:支出|收入|费用?|合计|小计|款)+$'") }}
{%- endmacro %}

{#- Characters that turn a line into its counterpart (年初 and 年末, 财政 and 非财政): never taken for misreadings. -#}
{% macro contrasts_of(label_key) -%}
    {{ replaced(label_key, "'[^初末上下本非内外收支购运]'") }}
{%- endmacro %}

{#- Counts of things, not money: 因公出国(境)人次 is no misprint of 因公出国(境)费. -#}
{% macro is_count_label(label_key) -%}
    {{ matches(label_key, "'(?:数|数量|人次|人数|批次|团组|次数|保有量|辆)(?:\\([^()]*\\))?$'") }}
{%- endmacro %}

{#- A row that counts things: 团组数（个）, 保有量（辆）, 接待人次. Its figures are no money. -#}
{% macro counts_things(label_key) -%}
    {{ matches(
        label_key, "'(?:人次|人数|批次|团组|次数|保有量|购置数|数量|台数|辆数)(?:\\([^()元]*\\))?$|\\((?:个|辆|台|人|批|次|批次|人次)\\)$'"
    ) }}
{%- endmacro %}

{#- A line of the contents without the dots and the page number that it ends in. -#}
{% macro without_page_reference(text_key) -%}
    {{ replaced(text_key, "'(?:[.·…_-]+|[.·…_-]*\\(?[0-9]{1,3}\\)?)$'") }}
{%- endmacro %}
