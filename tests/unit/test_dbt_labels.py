"""Which line a label names, which copy of a statement counts, and how 其中 headers and stepped codes are read."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from tests.unit.statement_bench import build, document_id
from tests.unit.statement_documents import CODED, Document, Table

SUMMARY = ("收入/项目", "收入/决算数", "支出/项目", "支出/决算数")
NATURE = ("支出/项目(按支出性质和经济分类)", "支出/决算数")
SPENT = ("支出决算表", "单位：元")
SPENT_HEADERS = (*CODED, "本年支出合计", "基本支出", "项目支出")


def spent(page: int, *rows: tuple[str, str, str, str | None, str | None]) -> Table:
    return Table(SPENT, SPENT_HEADERS, rows, page=page)


DOCUMENTS: dict[str, Document] = {
    "near labels": (
        ("甲市乙区财政局2020年度部门决算",),
        (
            Table(
                ("收入支出决算总表", "单位：元"),
                SUMMARY,
                (
                    ("一、财政拨款收入", "9.00", "一、国债支出", "1.00"),
                    ("二、利息收入", "2.00", "二、教研支出", "2.00"),
                    ("三、附属单位上徼收入", "3.00", "三、抗役特别国债安排的支出", "3.00"),
                    ("四、非财政拨款收入", "4.00", "四、社会保障和就业支出", "4.00"),
                    ("年末结转和结余", "5.00", "年末结转和结佘", "5.00"),
                ),
            ),
            Table(
                ("财政拨款“三公”经费支出决算表", "单位：元"),
                ("项目", "决算数"),
                (("合计", "7.00"), ("因公出国（境）费", "7.00"), ("因公出国（境）人次", "4"), ("公务用车购置数", "2")),
                page=3,
            ),
        ),
    ),
    "three blocks": (
        ("甲市乙区财政局2017年度部门决算",),
        (
            Table(
                ("收入支出决算总表", "单位：元"),
                (*SUMMARY, *NATURE),
                (
                    ("一、财政拨款收入", "9.00", "一、国防支出", "4.00", "一、基本支出", "6.00"),
                    (None, None, "二、其他支出", "5.00", "二、项目支出", "3.00"),
                    (None, None, None, None, "其他支出", "1.00"),
                    ("总计", "9.00", "总计", "9.00", "总计", "9.00"),
                ),
            ),
        ),
    ),
    "by nature only": (
        ("甲市乙区财政局2016年度部门决算",),
        (
            Table(
                ("收入支出决算总表", "单位：元"),
                SUMMARY,
                (
                    ("一、财政拨款收入", "9.00", "一、基本支出", "6.00"),
                    (None, None, "二、项目支出", "2.00"),
                    (None, None, "三、其他支出", "1.00"),
                    ("收入总计", "9.00", "支出总计", "9.00"),
                ),
            ),
        ),
    ),
    "two copies": (
        ("甲市乙区教育局2021年度部门决算",),
        (
            spent(
                2,
                ("", "合计", "9.00", "9.00", None),
                ("205", "教育支出", "9.00", "9.00", None),
                ("20502", "普通教育", "9.00", "9.00", None),
            ),
            spent(
                3,
                ("", "合计", "9.00", "9.00", None),
                ("20503", "职业教育", "0.00", None, None),
                ("20507", "特殊教育", "0.00", None, None),
            ),
            spent(
                4,
                ("", "合计", "7.00", "7.00", None),
                ("205", "教育支出", "7.00", "7.00", None),
                ("20502", "普通教育", "6.00", "6.00", None),
                ("20501", "教育管理事务", "1.00", "1.00", None),
                ("20501", "教育管理事务", "2.00", None, None),
            ),
        ),
    ),
    "part headers": (
        ("甲市乙区教育局2022年度部门决算",),
        (
            Table(
                ("支出决算表", "单位：元"),
                (*CODED, "合计(元)", "其中/基本支出", "合计/其中:项目支出", "合计/其中:没见过的"),
                (("205", "教育支出", "9.00", "6.00", "3.00", "1.00"),),
            ),
        ),
    ),
    "stepped codes": (
        ("甲市乙区教育局2023年度部门决算",),
        (
            Table(
                ("支出决算表", "单位：元"),
                ("科目编码/类", "科目编码/款", "科目编码/项", "科目名称", "合计"),
                (
                    ("205", None, None, "教育支出", "9.00"),
                    (None, "02", None, "普通教育", "8.00"),
                    (None, None, "01", "学前教育", "7.00"),
                    (None, None, "02", "小学教育", "1.00"),
                    ("208", None, None, "社会保障和就业支出", "6.00"),
                    (None, None, "05", "没有款的项", "6.00"),
                    (None, "05", "06", "职业年金", "5.00"),
                ),
            ),
        ),
    ),
    "line numbers": (
        ("甲市乙区教育局2024年度部门决算",),
        (
            Table(
                ("收入支出决算总表", "单位：元"),
                ("收入/项目", "收入/项目", "收入/决算数"),
                (
                    ("一、事业收入", "5", "1.00"),
                    ("二、经营收入", "6", "2.00"),
                    (None, "7", None),
                    ("总计", "8", "3.00"),
                ),
            ),
        ),
    ),
}


@pytest.fixture(scope="module")
def warehouse(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """All documents above, built once."""
    models = ("+int_finding_repeated_codes", "+int_finding_unmapped")
    path = build(tmp_path_factory.mktemp("labels"), DOCUMENTS, models)
    with duckdb.connect(str(path), read_only=True) as connection:
        yield connection


def printed_lines(warehouse: duckdb.DuckDBPyConnection, name: str, statement: str) -> list[tuple[str, int, str, str]]:
    """Line, occurrence, measure and amount of every cell, in page order."""
    sql = """
        select line_code, occurrence, measure, amount_yuan::varchar
        from marts.fct_statement_line
        where document_id = ? and statement = ?
        order by page_number, top, x0
    """
    return warehouse.execute(sql, [document_id(name), statement]).fetchall()


def amounts_by_line(warehouse: duckdb.DuckDBPyConnection, name: str, statement: str) -> dict[str, str]:
    rows = printed_lines(warehouse, name, statement)
    amounts = {line: amount for line, _, _, amount in rows}
    assert len(amounts) == len(rows)
    return amounts


def test_a_near_name_is_taken_only_where_its_distinguishing_part_is(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = printed_lines(warehouse, "near labels", "summary")
    understood = {line: amount for line, _, _, amount in rows if not line.startswith("unmapped:")}
    assert understood == {
        "income.fiscal_appropriation": "9.00",
        "income.affiliated_remittance": "3.00",
        "expenditure.234": "3.00",
        "expenditure.208": "4.00",
        "expenditure.closing_balance": "5.00",
    }
    assert len(rows) == 10


def test_counts_are_no_money_of_the_line_whose_name_is_near(warehouse: duckdb.DuckDBPyConnection) -> None:
    amounts = amounts_by_line(warehouse, "near labels", "three_public")
    assert {line: amount for line, amount in amounts.items() if not line.startswith("unmapped:")} == {
        "total": "7.00",
        "overseas_travel": "7.00",
    }


def test_a_third_block_by_nature_names_no_classes(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert amounts_by_line(warehouse, "three blocks", "summary") == {
        "income.fiscal_appropriation": "9.00",
        "expenditure.203": "4.00",
        "nature.basic": "6.00",
        "expenditure.229": "5.00",
        "nature.project": "3.00",
        "nature.other": "1.00",
        "income.grand_total": "9.00",
        "expenditure.grand_total": "9.00",
        "nature.grand_total": "9.00",
    }


def test_expenditure_by_nature_instead_of_class_keeps_its_total_only(warehouse: duckdb.DuckDBPyConnection) -> None:
    amounts = amounts_by_line(warehouse, "by nature only", "summary")
    assert {line for line in amounts if not line.startswith("unmapped:")} == {
        "income.fiscal_appropriation",
        "income.grand_total",
        "expenditure.grand_total",
    }
    assert len(amounts) == 6


def test_lines_of_a_second_copy_are_never_the_first_occurrence(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = printed_lines(warehouse, "two copies", "expenditure")
    assert [(line, occurrence, amount) for line, occurrence, measure, amount in rows if measure == "total"] == [
        ("total", 1, "9.00"),
        ("205", 1, "9.00"),
        ("20502", 1, "9.00"),
        ("total", 2, "9.00"),
        ("20503", 1, "0.00"),
        ("20507", 1, "0.00"),
        ("total", 3, "7.00"),
        ("205", 2, "7.00"),
        ("20502", 2, "6.00"),
        ("20501", 2, "1.00"),
        ("20501", 3, "2.00"),
    ]


def test_a_repeated_statement_is_one_finding_and_a_repeated_code_in_it_another(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    sql = """
        select severity, line_code, page_number from intermediate.int_finding_repeated_codes
        where document_id = ? order by all
    """
    assert warehouse.execute(sql, [document_id("two copies")]).fetchall() == [
        ("error", "20501", 4),
        ("warning", None, 4),
    ]


def test_a_column_behind_of_which_is_the_column_that_the_form_knows(warehouse: duckdb.DuckDBPyConnection) -> None:
    measures = [measure for _, _, measure, _ in printed_lines(warehouse, "part headers", "expenditure")]
    assert measures[:3] == ["total", "basic", "project"]
    assert measures[3].startswith("total.of_which.h")
    sql = "select severity, measure from intermediate.int_finding_unmapped where document_id = ?"
    assert warehouse.execute(sql, [document_id("part headers")]).fetchall() == [("info", measures[3])]


def test_codes_that_print_their_own_level_only_are_completed(warehouse: duckdb.DuckDBPyConnection) -> None:
    lines = [line for line, _, _, _ in printed_lines(warehouse, "stepped codes", "expenditure")]
    assert lines == ["205", "20502", "2050201", "2050202", "208", "unmapped:2:7", "2080506"]


def test_line_numbers_under_a_merged_header_are_no_part_of_the_label(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert amounts_by_line(warehouse, "line numbers", "summary") == {
        "income.institutional": "1.00",
        "income.operating": "2.00",
        "income.grand_total": "3.00",
    }
    names = "select distinct code_status from intermediate.int_statement_lines where document_id = ?"
    assert warehouse.execute(names, [document_id("line numbers")]).fetchall() == [("by_name",)]
