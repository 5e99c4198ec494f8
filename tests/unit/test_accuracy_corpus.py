"""The acceptance corpus judges rightly: planted differences are seen, and what nothing points at is silent."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations, product
from pathlib import Path

import duckdb
import pytest

from tools.accuracy.cases import Case, Document, Expected, Kind
from tools.accuracy.departments import Traits, make_disclosure
from tools.accuracy.judge import Verdict, Warehouse, judge
from tools.accuracy.office import full_rows
from tools.accuracy.pairwise import pairwise
from tools.accuracy.report import failures
from tools.accuracy.run import all_cases
from tools.accuracy.sheets import head, head_rows
from tools.typesetter.style import WAN_YUAN

SCHEMA = """
create schema marts;
create table marts.dim_document (document_id varchar, source_path varchar, load_status varchar, withdrawn_at timestamp);
create table marts.dim_rejected_document (source_path varchar, reason_code varchar);
create table marts.fct_statement_line (document_id varchar, statement varchar, line_code varchar, measure varchar,
    occurrence integer, amount_yuan decimal(20, 2), printed_text varchar, printed_code varchar, page_number integer,
    confidence double);
create table marts.fct_finding (document_id varchar, finding_type varchar, severity varchar, statement varchar,
    line_code varchar, measure varchar, page_number integer, message_zh varchar);
create table marts.fct_identity_result (document_id varchar, identity_id varchar, scope varchar, statement varchar,
    line_code varchar, measure varchar, status varchar);
create table marts.fct_identity_operand (document_id varchar, identity_id varchar, scope varchar, statement varchar,
    line_code varchar, measure varchar);
insert into marts.dim_document values ('d', 'a.pdf', 'loaded', null);
"""
EXPECTED = Expected("income", "201", "total", 1, Decimal("120.00"), "1.20", "201", 4)


def verdict(folder: Path, *statements: str, kind: Kind = Kind.TEXT) -> Verdict:
    """The verdict on one expected cell in a warehouse with the given rows."""
    database = folder / "warehouse.duckdb"
    with duckdb.connect(str(database)) as connection:
        connection.execute(SCHEMA)
        for statement in statements:
            connection.execute(f"insert into marts.{statement}")
    document = Document(b"", (EXPECTED,))
    return judge(Case("a", "typesetter", lambda: document, kind), document, "a.pdf", Warehouse(database))


def line(amount: str, *, code: str = "201", text: str = "1.20", page: int = 4, confidence: float = 1) -> str:
    values = f"'d', 'income', '{code}', 'total', 1, {amount}, '{text}', '{code}', {page}, {confidence}"
    return f"fct_statement_line values ({values})"


def finding(finding_type: str, statement: str, line_code: str, page: int = 4) -> str:
    return f"fct_finding values ('d', '{finding_type}', 'error', {statement}, {line_code}, null, {page}, 'x')"


def test_a_right_cell_is_right(tmp_path: Path) -> None:
    found = verdict(tmp_path, line("120"))
    assert (found.right, found.differences, failures([found])) == (1, (), [])


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ((line("121"),), "wrong"),
        ((), "missing"),
        ((line("120"), line("7", code="202")), "extra"),
        ((line("120", page=5),), "off"),
        ((line("120", text="1.2"),), "off"),
    ],
)
def test_each_kind_of_difference_is_seen(tmp_path: Path, rows: tuple[str, ...], kind: str) -> None:
    found = verdict(tmp_path, *rows)
    assert [d.kind for d in found.differences] == [kind]
    assert (found.silent == 0) == (kind == "off")
    assert bool(failures([found])) == (kind != "off")


@pytest.mark.parametrize(
    "witness",
    [
        finding("identity", "'income'", "'201'"),
        finding("unit", "'income'", "null"),
        finding("unmapped", "null", "null"),
        "fct_identity_result values ('d', 'I1', 's', 'income', '201', 'total', 'fail')",
    ],
)
def test_a_wrong_cell_that_something_names_is_not_silent(tmp_path: Path, witness: str) -> None:
    found = verdict(tmp_path, line("121"), witness)
    assert (found.count("wrong"), found.silent) == (1, 0)


@pytest.mark.parametrize(
    "witness",
    [
        finding("identity", "'income'", "'202'"),
        finding("identity", "'summary'", "null"),
        finding("unmapped", "null", "null", page=9),
        finding("low_confidence", "'income'", "null"),
        "fct_identity_result values ('d', 'I1', 's', 'income', '201', 'total', 'pass')",
    ],
)
def test_a_wrong_cell_that_only_its_neighbours_name_is_silent(tmp_path: Path, witness: str) -> None:
    assert verdict(tmp_path, line("121"), witness).silent == 1


def test_an_operand_of_a_failing_identity_is_named(tmp_path: Path) -> None:
    failing = "fct_identity_result values ('d', 'I1', 's', 'income', 'total', 'total', 'fail')"
    operand = "fct_identity_operand values ('d', 'I1', 's', 'income', '201', 'total')"
    assert verdict(tmp_path, line("121"), failing, operand).silent == 0


def test_a_doubtful_reading_is_not_silent_and_a_scan_may_hold_few_of_them(tmp_path: Path) -> None:
    found = verdict(tmp_path, line("121", confidence=0.6), kind=Kind.SCAN)
    assert found.silent == 0
    assert len(failures([found])) == 1


def test_an_alarm_about_a_faultless_document_is_false(tmp_path: Path) -> None:
    found = verdict(tmp_path, line("120"), finding("year", "null", "null"))
    assert [f.finding_type for f in found.false_findings] == ["year"]


def test_pairwise_rows_hold_every_pair() -> None:
    factors = {"a": (1, 2, 3), "b": ("x", "y"), "c": (True, False), "d": (None, 5, 6, 7)}
    rows = pairwise(factors, seed=1)
    for (a, first), (b, second) in combinations(factors.items(), 2):
        assert {(row[a], row[b]) for row in rows} == set(product(first, second))
    assert rows == pairwise(factors, seed=1)
    assert len(rows) < 3 * 2 * 2 * 4


def test_departments_are_distinct_consistent_and_repeatable() -> None:
    made = [make_disclosure(seed, Traits(funds=("government_fund",), non_fiscal=True), WAN_YUAN) for seed in range(9)]
    assert len({d.department for d in made}) == len(made)
    assert made[0] == make_disclosure(0, Traits(funds=("government_fund",), non_fiscal=True), WAN_YUAN)
    for disclosure in made:
        summary, spent = disclosure.statement("summary"), disclosure.statement("expenditure")
        assert summary.yuan("income.grand_total", "amount") == summary.yuan("expenditure.grand_total", "amount")
        classes = [row.amounts["total"].yuan for row in spent.rows if len(row.line_code) == 3]
        assert sum(classes) == spent.yuan("total", "total")


def test_case_names_are_unique_and_each_kind_is_there() -> None:
    cases = all_cases()
    assert len({case.name for case in cases}) == len(cases)
    assert {case.kind for case in cases} == set(Kind)


def test_merged_headers_cover_their_columns() -> None:
    rows = head_rows((head("项目"), head("本年支出", "小计", head("其中", "基本", "项目"))))
    assert [[(c.text, c.columns, c.rows) for c in row] for row in rows] == [
        [("项目", 1, 3), ("本年支出", 3, 1)],
        [("小计", 1, 2), ("其中", 2, 1)],
        [("基本", 1, 1), ("项目", 1, 1)],
    ]
    assert [[c.text if c else None for c in row] for row in full_rows(rows, 4)] == [
        ["项目", "本年支出", None, None],
        [None, "小计", "其中", None],
        [None, None, "基本", "项目"],
    ]
