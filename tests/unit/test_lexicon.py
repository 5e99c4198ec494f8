"""The lexicon: every row is well-formed, says one thing, and knows the headers that real forms print."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from pathlib import Path

import duckdb
import pytest

from dagster_project.extraction.text import text_key

ROOT = Path(__file__).resolve().parents[2]
LEXICON = ROOT / "dagster_project" / "extraction" / "lexicon"
CATALOGUE = ROOT / "expectations" / "catalogue"
EXTRA = "合同之外"
"""In the note of a row whose key is not the contract's: what some forms print beyond it."""

SOURCES = {
    "本年收入合计": "total",
    "财政拨款收入": "fiscal_appropriation",
    "上级补助收入": "superior_subsidy",
    "事业收入": "institutional",
    "事业收入/金额": "institutional",
    "经营收入": "operating",
    "附属单位上缴收入": "affiliated_remittance",
    "其他收入": "other",
    "本年收入/小计": "total",
}
NATURES = {"本年支出合计": "total", "合计": "total", "小计": "total", "基本支出": "basic", "项目支出": "project"}
FUND = {
    "年初结转和结余": "opening_balance",
    "本年收入": "income",
    "本年支出/合计": "total",
    "本年支出/小计": "total",
    "本年支出/基本支出": "basic",
    "本年支出/项目支出": "project",
    "年末结转和结余": "closing_balance",
}
HEADERS: dict[str, dict[str, str]] = {
    "summary": {"收入/决算数": "amount", "支出/金额": "amount", "金额": "amount"},
    "income": SOURCES,
    "expenditure": NATURES
    | {"上缴上级支出": "remitted_to_superior", "经营支出": "operating", "对附属单位补助支出": "subsidy_to_affiliated"},
    "fiscal_summary": {
        "收入/决算数": "amount",
        "支出/合计": "total",
        "支出/决算数/小计": "total",
        "支出/一般公共预算财政拨款": "general_public_budget",
        "支出/决算数/政府性基金预算财政拨款": "government_fund",
        "支出/国有资本经营预算财政拨款": "state_capital",
    },
    "general_public_budget": NATURES | {"本年支出/小计": "total", "本年支出/基本支出": "basic"},
    "basic_expenditure": {"决算数": "amount", "人员经费/决算数": "amount", "公用经费/金额": "amount", "金额": "amount"},
    "government_fund": FUND,
    "state_capital": FUND,
    "fiscal_expenditure": {"本年支出/合计": "total", "本年支出/项目支出/小计": "project"},
}
VEHICLES = "公务用车购置及运行维护费"
THREE_PUBLIC = {
    "合计": "total",
    "因公出国(境)费": "overseas_travel",
    f"{VEHICLES}/小计": "vehicle_total",
    f"{VEHICLES}/公务用车购置费": "vehicle_purchase",
    f"{VEHICLES}/公务用车运行维护费": "vehicle_operation",
    "公务接待费": "reception",
}


def rows(name: str, folder: Path = LEXICON) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def files() -> list[str]:
    return sorted(path.stem for path in LEXICON.glob("*.csv"))


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def meanings(connection: duckdb.DuckDBPyConnection, statement: str, header: str) -> set[tuple[str, str, str]]:
    """Role, measure and line of a header path; a statement's own rows go before those of every statement."""
    found: dict[bool, set[tuple[str, str, str]]] = defaultdict(set)
    for row in rows("statement_columns"):
        if row["statement"] in {statement, "*"}:
            matched = connection.execute("select regexp_full_match(?, ?)", [header, row["pattern"]]).fetchone()
            if matched == (True,):
                found[row["statement"] == "*"].add((row["role"], row["measure"], row["line_code"]))
    return found[False] or found[True]


@pytest.mark.parametrize("name", files())
def test_no_row_is_written_twice_and_every_row_is_complete(name: str) -> None:
    written = [tuple(row.values()) for row in rows(name)]
    assert written
    assert len(written) == len(set(written))
    assert all(None not in row for row in written)


@pytest.mark.parametrize("name", files())
def test_keys_are_written_as_extraction_folds_them(name: str) -> None:
    for row in rows(name):
        for column in ("title_key", "label_key"):
            if column in row:
                assert row[column] == text_key(row[column])


@pytest.mark.parametrize("name", files())
def test_patterns_compile_in_the_engine(name: str, connection: duckdb.DuckDBPyConnection) -> None:
    for row in rows(name):
        if "pattern" in row:
            assert connection.execute("select regexp_matches('', ?) is not null", [row["pattern"]]).fetchone() == (
                True,
            )


@pytest.mark.parametrize("name", files())
def test_patterns_bound_a_text_with_carets_and_dollars_only(name: str) -> None:
    """``pattern_matches`` compares many texts as one, a line each: \\A, \\z and flags would mean all of them."""
    for row in rows(name):
        assert not re.search(r"\\[AzZ]|(?<!\\)\(\?[^:]", row.get("pattern") or "")


def test_keys_are_those_of_the_contract_or_marked_as_extra() -> None:
    known = defaultdict(set)
    for row in rows("statement_keys", CATALOGUE):
        known[row["kind"], row["statement"]].add(row["key"])
    for row in rows("statement_lines"):
        if EXTRA not in row["note"] and ".of_which." not in row["line_code"]:
            assert row["line_code"] in known["line", row["statement"]], row
    for row in rows("statement_columns"):
        if row["role"] == "measure" and EXTRA not in row["note"] and ".of_which." not in row["measure"]:
            assert row["measure"] in known["measure", row["statement"]], row


def test_titles_name_statements_of_the_contract() -> None:
    known = {row["key"] for row in rows("statement_keys", CATALOGUE) if row["kind"] == "statement"}
    titles = {row["statement"] for row in rows("statement_titles")} - {""}
    assert titles == known


def test_the_longest_title_inside_an_official_name_is_its_own() -> None:
    titles = {row["title_key"]: row["statement"] for row in rows("statement_titles")}
    for row in rows("statement_keys", CATALOGUE):
        if row["kind"] == "statement":
            printed = f"2024年度{text_key(row['title_zh'])}公开01表"
            longest = max((title for title in titles if title in printed), key=len)
            assert titles[longest] == row["key"]


def test_a_label_names_one_line_on_a_side_unless_the_line_above_tells() -> None:
    lines = defaultdict(set)
    for row in rows("statement_lines"):
        lines[row["statement"], row["side"], row["label_key"], row["after_line_code"]].add(row["line_code"])
    assert [key for key, codes in lines.items() if len(codes) > 1] == []


def test_every_class_name_means_one_class() -> None:
    names = defaultdict(set)
    for row in rows("function_codes", ROOT / "dbt" / "seeds"):
        if row["level"] == "1":
            names[text_key(row["name"])].add(row["code"])
    for row in rows("class_aliases"):
        names[row["label_key"]].add(row["class_code"])
    assert [name for name, codes in names.items() if len(codes) > 1] == []
    assert names["医疗卫生与计划生育支出"] == {"210"}
    assert names["文化体育与传媒支出"] == {"207"}
    assert names["资源勘探信息等支出"] == {"215"}
    assert names["国土海洋气象等支出"] == {"220"}


@pytest.mark.parametrize(
    ("statement", "header", "measure"),
    [(statement, header, measure) for statement, headers in HEADERS.items() for header, measure in headers.items()],
)
def test_headers_of_real_forms_have_one_meaning(
    connection: duckdb.DuckDBPyConnection, statement: str, header: str, measure: str
) -> None:
    found = {meaning for meaning in meanings(connection, statement, header) if meaning[1] == measure}
    assert found == {("measure", measure, "")}


@pytest.mark.parametrize("budget", ["预算数", "全年预算数", "2024年度预算数", "年初预算数"])
@pytest.mark.parametrize(("item", "line"), THREE_PUBLIC.items())
def test_three_public_is_read_in_both_orders(
    connection: duckdb.DuckDBPyConnection, budget: str, item: str, line: str
) -> None:
    for lead in ("", "财政拨款三公经费/"):
        assert meanings(connection, "three_public", f"{lead}{item}/{budget}") == {("measure", "budget", line)}
    assert meanings(connection, "three_public", f"{budget}/{item}") == {("measure", "budget", line)}
    assert meanings(connection, "three_public", f"决算数/{item}") == {("measure", "actual", line)}


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("项目/功能分类科目编码", "code"),
        ("项目/功能分类科目编码/类", "code"),
        ("科目编码", "code"),
        ("经济分类科目编码/款", "code"),
        ("项目/科目编码/项", "code"),
        ("项目/科目名称", "label"),
        ("功能分类科目编码及名称", "label"),
        ("单位编码", "ignore"),
        ("收入/项目", "label"),
        ("项目(按功能分类)", "label"),
        ("收入/行次", "line_number"),
        ("备注", "ignore"),
        ("序号", "ignore"),
    ],
)
@pytest.mark.parametrize("statement", sorted(HEADERS))
def test_codes_labels_and_numbers_are_never_amounts(
    connection: duckdb.DuckDBPyConnection, statement: str, header: str, role: str
) -> None:
    assert {meaning[0] for meaning in meanings(connection, statement, header)} == {role}


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("单位:万元", 10000),
        ("金额单位:元", 1),
        ("单位:千元", 1000),
        ("单位名称:单位:万元", 10000),
        ("(单位:人民币万元)", 10000),
        ("部门:甲局单位:元", 1),
        ("单位:万元部门:甲局", 10000),
        ("收入决算表(万元)", 10000),
        ("部门:元氏县财政局", None),
        ("单位:元氏县财政局", None),
        ("编制单位:万元县财政局", None),
        ("收入决算表", None),
    ],
)
def test_units_are_read_and_names_are_not_units(
    connection: duckdb.DuckDBPyConnection, text: str, yuan: int | None
) -> None:
    found = {
        int(row["unit_yuan"])
        for row in rows("unit_phrases")
        if connection.execute("select regexp_matches(?, ?)", [text, row["pattern"]]).fetchone() == (True,)
    }
    assert found == ({yuan} if yuan else set())


@pytest.mark.parametrize(
    ("name", "is_department"),
    [
        ("上海市XX局", False),
        ("XX部门", False),
        ("某某局", False),
        ("万元", False),
        ("部门", False),
        ("本单位", False),
        ("部门概况", False),
        ("武昌区科技创新和人才服务中心", True),
        ("财政部", True),
        ("上海市普陀区财政局", True),
        ("=示例市财政局", True),
    ],
)
def test_placeholders_and_generic_words_are_no_departments(
    connection: duckdb.DuckDBPyConnection, name: str, is_department: bool
) -> None:
    patterns = [row["pattern"] for row in rows("not_a_department")]
    hits = [p for p in patterns if connection.execute("select regexp_matches(?, ?)", [name, p]).fetchone() == (True,)]
    assert (not hits) is is_department
