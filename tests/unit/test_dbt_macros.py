"""The macros that turn printed text into amounts, labels and names, run in DuckDB as dbt compiles them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.compiled_macros import compiled

Evaluate = Callable[..., list[object]]

MACROS = {
    "amount": "parse_amount('text')",
    "decimals": "printed_decimals('text')",
    "money": "looks_like_money('text')",
    "label": "label_key('text')",
    "part": "is_of_which_label('text')",
    "name": "name_key('text')",
    "year": "arabic_year('text')",
    "number": "arabic_number('text')",
    "short": "is_short_form(\"split_part(text, '|', 1)\", \"split_part(text, '|', 2)\")",
    "header": "header_key('text')",
    "line": "one_line('text')",
    "edits": "name_distance(\"split_part(text, '|', 1)\", \"split_part(text, '|', 2)\")",
}


MATCHES = """
select false as whole, text_key, pattern from {{ pattern_matches('keys', 'text_key', 'patterns') }}
union all
select true as whole, text_key, pattern from {{ pattern_matches('keys', 'text_key', 'patterns', whole=true) }}
"""


@pytest.fixture(scope="module")
def queries(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The macros over ``texts``, and the one that compares ``keys`` with ``patterns``: compiled together."""
    columns = ", ".join(f"{{{{ {macro} }}}} as {name}_value" for name, macro in MACROS.items())
    query = f"select position, {columns} from texts order by position"
    return compiled(tmp_path_factory.mktemp("macros"), f"{query} -- next\n{MATCHES}").split("-- next")


@pytest.fixture(scope="module")
def evaluate(queries: list[str]) -> Evaluate:
    """A function that applies one macro to texts."""
    connection = duckdb.connect()

    def apply(name: str, *texts: str) -> list[object]:
        connection.execute("create or replace table texts (position integer, text varchar)")
        connection.executemany("insert into texts values (?, ?)", list(enumerate(texts)))
        return [value for (value,) in connection.execute(f"select {name}_value from ({queries[0]})").fetchall()]

    return apply


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0", "0"),
        ("0.00", "0"),
        ("-", "0"),
        ("－", "0"),
        ("—", "0"),
        ("——", "0"),
        ("--", "0"),
        ("-12.3", "-12.3"),
        ("－12.3", "-12.3"),
        ("−12.3", "-12.3"),
        ("△12.3", "-12.3"),
        ("△ 12.3", "-12.3"),
        ("(12.3)", "-12.3"),
        ("（12.3）", "-12.3"),
        ("1,234.50", "1234.5"),
        ("￥1,234.50", "1234.5"),
        ("¥ 12.30", "12.3"),
        ("RMB1,234.50", "1234.5"),
        ("人民币 12.30", "12.3"),
        ("-¥12.30", "-12.3"),
        ("（￥12.30）", "-12.3"),
        ("1，234.50", "1234.5"),
        ("１２．５", "12.5"),
        ("16 010.35", "16010.35"),
        ("16\u00a0010.35", "16010.35"),
        ("16\u3000010.35", "16010.35"),
        (".50", "0.5"),
        ("16,010.3\n5", "16010.35"),
        ("16,\n010.35", "16010.35"),
        ("16,0 10.35", "16010.35"),
        ("1 0 0 . 0 0", "100"),
    ],
)
def test_an_amount_is_read_as_printed(evaluate: Evaluate, text: str, amount: str) -> None:
    assert evaluate("amount", text) == [Decimal(amount)]


@pytest.mark.parametrize("text", ["…", "...", "XX", "/", "无", "*", "", "12%", "2024年", "---", "(-)", "合计"])
def test_what_is_no_money_is_neither_an_amount_nor_suspicious(evaluate: Evaluate, text: str) -> None:
    assert evaluate("amount", text) == [None]
    assert evaluate("money", text) == [False]


@pytest.mark.parametrize(
    "text",
    [
        "12.5 3.75",
        "100\n200",
        "407.62 15,602.72",
        "12 1,094.29",
        "264.87\n10.82",
        "1,0000.00",
        "1,234,56",
        "1.2.3",
        "12.",
        "1O0.5",
        "12.3元",
        "-(12.3)",
        "(12.3",
        "—12.3",
        "12.123456789",
        "123456789012345",
    ],
)
def test_what_looks_like_money_and_is_not_one_number_is_told(evaluate: Evaluate, text: str) -> None:
    assert evaluate("amount", text) == [None]
    assert evaluate("money", text) == [True]


@settings(max_examples=60, deadline=None)
@given(number=st.decimals(-99_999_999, 99_999_999, places=2), minus=st.sampled_from(["-{}", "△{}", "（{}）", "－{}"]))
def test_every_way_of_writing_an_amount_gives_it_back(evaluate: Evaluate, number: Decimal, minus: str) -> None:
    plain, grouped = f"{abs(number):.2f}", f"{abs(number):,.2f}"
    written = [minus.format(text) if number < 0 else text for text in (plain, grouped, grouped.replace(",", " "))]
    assert evaluate("amount", *written) == [number] * 3
    assert evaluate("decimals", *written) == [2] * 3


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet="0123456789.,-—△()（） \n元XO", max_size=14))
def test_no_text_breaks_the_parser_and_no_digits_are_invented(evaluate: Evaluate, text: str) -> None:
    (amount,) = evaluate("amount", text)
    if amount:
        digits = "".join(ch for ch in text if ch.isdigit())
        assert str(abs(int(amount * 10**8))).strip("0") == digits.strip("0")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("一、一般公共预算财政拨款收入", "一般公共预算财政拨款收入"),
        ("二十六、抗疫特别国债安排的支出", "抗疫特别国债安排的支出"),
        ("(一)一般公共预算", "一般公共预算"),
        ("1.因公出国(境)费", "因公出国(境)费"),
        ("(1)公务用车购置费", "公务用车购置费"),
        ("其中:捐赠收入", "捐赠收入"),
        ("其中:(1)公务用车运行维护费", "公务用车运行维护费"),
        ("三公经费合计", "三公经费合计"),
        ("—、其他收入", "其他收入"),
        ("本年收入合计:", "本年收入合计"),
        ("一般公共服务支出", "一般公共服务支出"),
    ],
)
def test_a_label_loses_its_enumerator_and_nothing_else(evaluate: Evaluate, text: str, label: str) -> None:
    assert evaluate("label", text) == [label]


def test_parts_are_known_by_the_word_before_them(evaluate: Evaluate) -> None:
    assert evaluate("part", "其中:捐赠收入", "(一)其中:甲", "捐赠收入") == [True, True, False]


def test_years_in_chinese_numerals_are_read_and_names_are_left_alone(evaluate: Evaluate) -> None:
    assert evaluate("year", "二〇二四年度第一中学部门决算", "二○二三年度", "2024年度") == [
        "2024年度第一中学部门决算",
        "2023年度",
        "2024年度",
    ]


def test_days_and_months_in_chinese_numerals_are_read(evaluate: Evaluate) -> None:
    texts = ["十", "八", "十二", "二十", "二十一", "三十", "三十一", "7", "11"]
    assert evaluate("number", *texts) == ["10", "8", "12", "20", "21", "30", "31", "7", "11"]


def test_a_short_form_keeps_the_order_of_the_characters(evaluate: Evaluate) -> None:
    pairs = [
        "科创中心|科技创新服务中心",
        "民政局|武昌区民政局",
        "教育局|民政局",
        "局|民政局",
        "技科局|科技局",
        "a.*b|甲",
    ]
    assert evaluate("short", *pairs) == [True, True, False, True, False, False]


def test_a_header_loses_what_belongs_to_the_whole_statement(evaluate: Evaluate) -> None:
    texts = ["收入决算表/单位:万元/项目/科目名称", "部门:甲局/合计", "本年支出/小计"]
    assert evaluate("header", *texts) == ["项目/科目名称", "合计", "本年支出/小计"]


def test_wrapped_text_is_joined_and_other_space_kept_once(evaluate: Evaluate) -> None:
    assert evaluate("line", "基本\n工资", " 1  01035 ", "3100\n2") == ["基本工资", "1 01035", "31002"]


def test_characters_are_counted_not_bytes(evaluate: Evaluate) -> None:
    assert evaluate("edits", "公备局医疗补助|公务员医疗补助", "甲|乙", "同|同", "|三字名") == [2, 1, 0, 3]


def test_seed_names_are_folded_like_printed_ones(evaluate: Evaluate) -> None:
    assert evaluate("name", "政府办公厅（室）事务", "“三公”经费") == [
        "政府办公厅(室)事务",
        "三公经费",
    ]


def test_keys_compared_many_at_a_time_match_what_each_matches_by_itself(queries: list[str]) -> None:
    """Also a pattern that would find its match across the end of a line, where one key ends and another begins."""
    keys = ["X局", "局", "收入X", "X", "2024年度", "年度2024", "20年度", "单位:万元", "", *map(str, range(2_500))]
    patterns = [
        "X", "^X", "X$", "[^X]+", "[^0-9](20[0-9]?年度)", "(?:^|[^0-9])20年度", "X|^年度", "9[^0]1", "[0-9]{2}",
    ]  # fmt: skip
    connection = duckdb.connect()
    connection.execute("create table keys as select unnest(?::varchar[]) as text_key", [keys * 2])
    connection.execute("create table patterns as select unnest(?::varchar[]) as pattern", [patterns])
    one_by_one = """
        select distinct whole, text_key, pattern
        from keys cross join patterns cross join (values (true), (false)) as ways (whole)
        where text_key <> '' and if(whole, regexp_full_match(text_key, pattern), regexp_matches(text_key, pattern))
    """
    found = connection.execute(queries[1]).fetchall()
    assert len(found) > 5_000
    assert sorted(found) == sorted(connection.execute(one_by_one).fetchall())
