"""What dbt makes of tables as extraction describes them: wordings and shapes that the samples do not have.

Documents are written as literal tables (title, header paths, rows), go through the raw layer's own writer, and one dbt
run gives all of them their meaning. Each test looks at one document.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from dagster_project.extraction.records import (
    CaptionRecord,
    CellRecord,
    ColumnRecord,
    DocumentRecord,
    Extraction,
    LineRecord,
    PageRecord,
    RowRecord,
    TableRecord,
)
from dagster_project.extraction.text import text_key
from dagster_project.raw_layer.manifest import ManifestRow, Status, now, write_manifest
from dagster_project.raw_layer.parts import PartWriter, write_empty_parts
from dagster_project.raw_layer.schema import to_batches

DBT = Path(__file__).resolve().parents[2] / "dbt"
Rows = list[tuple[object, ...]]


@dataclass(frozen=True)
class Table:
    """A table: lines above it, header paths, rows; None is a blank cell, a tuple (text, span) a merged one."""

    above: tuple[str, ...]
    headers: tuple[str, ...]
    rows: tuple[tuple[str | tuple[str, int] | None, ...], ...]
    below: tuple[str, ...] = ()
    page: int = 2


CODED = ("项目/功能分类科目编码", "项目/科目名称")
FUND = ("年初结转和结余", "本年收入", "本年支出/小计", "本年支出/基本支出", "本年支出/项目支出", "年末结转和结余")
BASIC_TWICE = tuple(
    Table(
        ("一般公共预算财政拨款基本支出决算表", "单位：万元"),
        ("科目编码", "科目名称", "金额") * 3,
        (
            ("301", "工资福利支出", "7.00", "302", "商品和服务支出", "3.00", "310", "资本性支出", "1.00"),
            ("30101", "基本工资", "7.00", "30201", "办公费", "3.00", "31002", "办公设备购置", "1.00"),
            (("人员经费合计", 2), "7.00", ("公用经费合计", 5), "4.00"),
        ),
        page=page,
    )
    for page in (2, 3)
)
BASIC_BY_COLUMN = Table(
    ("一般公共预算财政拨款基本支出决算表", "单位：万元"),
    ("科目编码", "科目名称", "基本支出/合计", "基本支出/人员经费", "基本支出/公用经费"),
    (
        (("合计", 2), "10.00", "7.00", "3.00"),
        ("301", "工资福利支出", "7.00", "7.00", None),
        ("30101", "基本工资", "7.00", "7.00", None),
        ("302", "商品和服务支出", "3.00", None, "3.00"),
        ("30201", "办公费", "3.00", None, "3.00"),
    ),
)
DOCUMENTS: dict[str, tuple[tuple[str, ...], tuple[Table, ...]]] = {
    "basic expenditure by column": (("甲市乙区财政局2022年度部门决算",), (BASIC_BY_COLUMN,)),
    "sides from labels": (
        ("甲市乙区财政局2018年度部门决算",),
        (
            Table(
                ("部门收支决算总表", "金额单位：元"),
                ("项目", "行次", "决算数", "项目", "行次", "决算数"),
                (
                    ("一、财政拨款收入", "1", "300.00", "一、医疗卫生与计划生育支出", "30", "100.50"),
                    ("其中：政府性基金预算财政拨款", "2", "0.00", "二、资源勘探信息等支出", "31", "-"),
                    ("本年收入合计", "27", "300.00", "本年支出合计", "57", "（100.50）"),
                    ("用事业基金弥补收支差额", "28", None, "结余分配", "58", "…"),
                    ("总计", "30", "300.00", "总计", "60", "3OO.00"),
                ),
            ),
        ),
    ),
    "fund statement": (
        ("甲市乙区2019年度部门决算",),
        (
            Table(
                ("2019年度政府性基金预算财政拨款", "收入支出决算表", "单位：万元"),
                (*CODED, *FUND),
                (
                    (("合计", 2), "1.00", "2.00", "2.50", None, "2.50", "0.50"),
                    ("212", "城乡社区支出", "1.00", "2.00", "2.50", None, "2.50", "0.50"),
                    ("21208", "没有这个名称", "1.00", "2.00", "2.50", None, "2.50", "0.50"),
                    ("2120877", "没有这一项", "1.00", "2.00", "2.50", None, "2.50", "0.50"),
                    (None, "无从辨认的一行", None, None, "9.99", None, None, None),
                ),
            ),
        ),
    ),
    "three public by rows": (
        ("甲市乙区民政局2020年度单位决算",),
        (
            Table(
                ("一般公共预算财政拨款“三公”经费支出决算表", "单位：万元"),
                ("项目", "2020年预算数", "决算数"),
                (
                    ("合计", "6.00", "5.00"),
                    ("1.因公出国（境）费用", "1.00", "0.00"),
                    ("2.公务接待费", "2.00", "2.00"),
                    ("3.公务用车购置及运行维护费", "3.00", "3.00"),
                    ("其中：（1）公务用车运行维护费", "3.00", "3.00"),
                    ("（2）公务用车购置费", None, None),
                    ("因公出国（境）团组数（个）", "—", "2"),
                    ("公务用车保有量（辆）", None, "5"),
                    ("国内公务接待人次（人）", None, "148"),
                    (None, ("注：本表反映“三公”经费支出情况，单位为万元。", 2)),
                ),
                below=("注：预算数为年初预算数。",),
            ),
        ),
    ),
    "names without codes": (
        ("甲市乙区财政局2023年度部门决算",),
        (
            Table(
                ("支出决算表", "单位：万元"),
                ("项目", "本年支出合计", "基本支出"),
                (
                    ("合计", "50.00", "50.00"),
                    ("一般公共服务支出", "9.00", "9.00"),
                    ("人大事务", "4.00", "4.00"),
                    ("行政运行", "4.00", "4.00"),
                    ("财政事务", "5.00", "5.00"),
                    ("行政运行", "5.00", "5.00"),
                    ("不在册的事务", "6.00", "6.00"),
                    ("行政运行", "7.00", "7.00"),
                    ("教育支出", "8.00", "8.00"),
                    ("其他教育支出", "8.00", "8.00"),
                    ("其他教育支出", "8.00", "8.00"),
                ),
            ),
        ),
    ),
    "continuation": (
        ("甲市乙区教育局2021年度部门决算",),
        (
            Table(
                ("支出决算表", "单位：万元"),
                (*CODED, "本年支出合计", "基本支出", "项目支出"),
                ((("合计", 2), "30.00", "10.00", "20.00"), ("205", "教育支出", "30.00", "10.00", "20.00")),
            ),
            Table((), ("", "", "", "", ""), (("20502", "普通教育", "30.00", "10.00", "20.00"),), page=3),
            Table(("支出决算表（续）",), ("",) * 5, (("20503", "职业教育", "1.00", None, "1.00"),), page=4),
            Table(
                ("附表",), ("项目名称", "金额", "合计"), (("某项目", "8.88", "8.88"), ("乙", "1.11", "1.11")), page=4
            ),
        ),
    ),
    "basic unmerged": (
        ("甲市乙区审计局2022年度部门决算",),
        (
            Table(
                ("一般公共预算财政拨款基本支出决算表", "单位：千元"),
                ("经济分类科目编码/类", "经济分类科目编码/款", "科目名称", "金额", "科目编码", "科目名称", "金额"),
                (
                    ("301", None, "工资福利支出", "12.3", "302", "商品和服务支出", "4"),
                    ("301", "01", "基本工资", "12.3", "3\n0201", "办公费", "4"),
                    ("人员经费合计", None, None, "12.3", "公用经费合计", None, "4"),
                ),
            ),
        ),
    ),
    "basic twice": (("甲市乙区审计局2022年度部门决算",), BASIC_TWICE),
    "not understood": (
        ("甲市乙区体育局2023年度部门决算", "三、支出决算表"),
        (
            Table(
                ("收入决算表",),
                (*CODED, "本年收入合计", "从未见过的栏", "备注"),
                (("207", "文化旅游体育与传媒支出", "5.00", "6.00", "7.00"), ("20703", "9.99", "5.00", None, None)),
            ),
        ),
    ),
    "two units": (
        ("甲市乙区统计局2023年度部门决算",),
        (
            Table(("收入决算表", "单位：元"), (*CODED, "本年收入合计"), ((("合计", 2), "7.00"),)),
            Table(("支出决算表（万元）", "单位：元"), (*CODED, "本年支出合计"), ((("合计", 2), "7.00"),), page=3),
        ),
    ),
    "unit of the table above": (
        ("甲市乙区统计局2023年度部门决算",),
        (
            Table(
                ("收入决算表",), (*CODED, "本年收入合计"), ((("合计", 2), "7.00"),), below=("单位：元", "支出决算表")
            ),
            Table(("注：单位：元", "支出决算表", "单位：万元"), (*CODED, "本年支出合计"), ((("合计", 2), "7.00"),)),
        ),
    ),
    "other tables": (
        ("甲市乙区交通局2023年度部门决算",),
        (
            Table(("支出决算表", "单位：元"), (*CODED, "本年支出合计"), ((("合计", 2), "7.00"),)),
            Table(("财政专户资金支出决算表",), (*CODED, "本年支出合计"), ((("合计", 2), "8.00"),), page=3),
            Table(("近三年收入决算表",), ("年度", "本年收入合计"), (("2022", "9.00"),), page=3),
            Table(
                ("政府性基金收入支出决算总表",),
                ("项目", "金额", "项目", "金额"),
                (("收入", "1.00", "支出", "1.00"),),
                page=4,
            ),
            Table(("单位名单",), ("序号", "单位名称"), (("1", "甲"), ("2", "乙")), page=4),
            Table(("项目绩效自评表",), ("项目名称", "金额"), (("某项目", "3.00"),), page=4),
        ),
    ),
    "text for amounts": (
        ("甲市乙区水务局2023年度部门决算",),
        (
            Table(
                ("支出决算表", "单位：元"),
                (*CODED, "本年支出合计"),
                tuple(
                    (code, None, text)
                    for code, text in zip(
                        ("201", "202", "203", "204", "205", "206", "207", "208", "210", "211", "212", "213", "214"),
                        (
                            "…",
                            "XX",
                            "/",
                            "无",
                            "*",
                            "5.00*",
                            "3.00①",
                            "98.21 注",
                            "负2.00",
                            "1.2E+01",
                            "####",
                            "12.5%",
                            "-",
                        ),
                        strict=True,
                    )
                ),
            ),
        ),
    ),
    "heads that differ": (
        ("甲市乙区林业局2023年度部门决算",),
        (
            Table(("支出决算表", "2022年度", "部门：甲市乙区林业局（本级）", "单位：元"), (*CODED, "本年支出合计"), ()),
            Table(("收入决算表", "部门：乙区林业局2023年度单位：元"), (*CODED, "本年收入合计"), (), page=3),
            Table(("一般公共预算支出决算表", "部门：丙镇卫生院金额单位：元"), (*CODED, "本年支出合计"), (), page=4),
        ),
    ),
    "columns of other years": (
        ("甲市乙区档案局2023年度部门决算",),
        (
            Table(
                ("收入支出决算总表", "单位：元"),
                ("收入/项目", "收入/2022年决算数", "收入/2023年决算数"),
                (("一、财政拨款收入", "6.00", "7.00"),),
            ),
            Table(
                ("一般公共预算财政拨款基本支出决算表", "单位：元"),
                ("科目编码", "科目名称", "年初预算数/合计", "决算数/合计"),
                (("301", "工资福利支出", "5.00", "4.00"),),
                page=3,
            ),
            Table(
                ("收入决算表", "单位：元"),
                (*CODED, "本年收入合计", "其他收入", "其他收入"),
                ((("合计", 2), "7.00", "3.00", "4.00"), ("201", "一般公共服务支出", "7.00", None, "4.00")),
                page=4,
            ),
        ),
    ),
    "years in pairs": (
        ("甲市乙区粮食局2024年度部门决算",),
        (
            Table(
                ("支出决算表", "单位：万元"),
                (
                    "科目编码",
                    "科目名称",
                    "合计/上年决算数",
                    "合计/本年决算数",
                    "基本支出/2023年",
                    "基本支出/2024年",
                    "比上年增减%",
                    "备注",
                ),
                (
                    (("合计", 2), "1.00", "9.00", "1.00", "9.00", "800.00", None),
                    ("201", "一般公共服务支出", "1.00", "9.00", "1.00", "9.00", "800.00", "见说明"),
                ),
            ),
            Table(
                ("财政拨款“三公”经费支出决算表", "单位：万元"),
                ("项目", "合计", "因公出国(境)费", "公务用车购置及运行维护费/小计", "公务接待费"),
                (
                    ("上年决算数", "8.00", "0.00", "5.00", "3.00"),
                    ("年初预算数", "7.00", "1.00", "4.00", "2.00"),
                    ("决算数", "6.00", "0.00", "4.00", "2.00"),
                ),
                page=3,
            ),
        ),
    ),
    "last year again": (
        ("甲市乙区农业局2023年度部门决算",),
        (
            Table(("2022年度支出决算表", "单位：元"), (*CODED, "本年支出合计"), ((("合计", 2), "6.00"),)),
            Table((), ("",) * 3, (("201", "一般公共服务支出", "6.00"),), page=3),
            Table(("2023年度支出决算表", "单位：元"), (*CODED, "本年支出合计"), ((("合计", 2), "7.00"),), page=4),
            Table(("2022年度收入决算表", "单位：元"), (*CODED, "本年收入合计"), ((("合计", 2), "5.00"),), page=4),
        ),
    ),
    "form number beside the title": (
        ("甲市乙区水利局2017年度部门决算",),
        (
            Table(
                ("财决01表收入支出决算总表", "单位：元"),
                (
                    "收入/项目",
                    "收入/决算数",
                    "支出/项目(按功能分类)",
                    "支出/决算数",
                    "支出/项目(按支出性质和经济分类)",
                    "支出/决算数",
                ),
                (
                    ("一、财政拨款收入", "9.00", "一、一般公共服务支出", "9.00", "一、基本支出", "8.00"),
                    ("二、事业收入", None, "二、外交支出", None, "二、项目支出", "1.00"),
                    ("本年收入合计", "9.00", "本年支出合计", "9.00", "本年支出合计", "9.00"),
                ),
            ),
        ),
    ),
    "numbers without their names": (
        ("甲市乙区气象局2023年度部门决算",),
        (
            Table(
                ("收入支出决算总表", "单位：元"),
                ("收入/项目", "收入", "收入/决算数", "支出/项目", "支出", "支出/决算数"),
                (
                    (None, None, "1", None, None, "2"),
                    ("一、一般公共预算财政拨款收入", "1", "9.00", "一、一般公共服务支出", "31", "9.00"),
                    ("二、事业收入", "2", "3.00", "二、外交支出", "32", None),
                    ("三、经营收入", "3", None, "三、国防支出", "33", "3.00"),
                    ("本年收入合计", "4", "12.00", "本年支出合计", "34", "12.00"),
                ),
            ),
            Table(
                ("支出决算表", "单位：元"),
                (*CODED, "本年支出合计", "基本支出", "项目支出"),
                (
                    (None, None, "1", "2", "3"),
                    (None, None, "2023", "2023", "2023"),
                    (("合计", 2), "12.00", "9.00", "3.00"),
                    ("201", "一般公共服务支出", "12.00", "9.00", "3.00"),
                ),
                page=3,
            ),
        ),
    ),
    "budget": (
        ("甲市乙区体育局2023年部门预算",),
        (Table(("一般公共预算支出表", "单位：元"), (*CODED, "合计"), (("207", "体育", "5.00"),)),),
    ),
}


def document_id(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def lines_of(document: str, texts: tuple[str, ...]) -> Iterator[LineRecord]:
    for number, text in enumerate(texts, 1):
        yield LineRecord(document, 1, number, text, text_key(text), 50, number * 20, 400, number * 20 + 12, 12, number)


def captions_of(document: str, number: int, table: Table) -> Iterator[CaptionRecord]:
    for position, texts in (("above", table.above), ("below", table.below)):
        for line, text in enumerate(texts, 1):
            yield CaptionRecord(document, number, position, table.page, line, text, text_key(text))


def cells_of(document: str, number: int, table: Table) -> Iterator[CellRecord]:
    for row, cells in enumerate(table.rows, 2):
        column = 1
        for cell in cells:
            text, span = cell if isinstance(cell, tuple) else (cell, 1)
            if text is not None:
                box = (column * 60, row * 20, (column + span) * 60, row * 20 + 18)
                place = (document, number, row, column, 1, span, table.page)
                yield CellRecord(*place, text, text_key(text), *box, column * 60 + 2, "text", 1.0)
            column += span


def extraction_of(name: str) -> Extraction:
    document = document_id(name)
    texts, tables = DOCUMENTS[name]
    numbered = list(enumerate(tables, 1))
    return Extraction(
        DocumentRecord(document, "1", 1, 4, None, None),
        tuple(PageRecord(document, page, 600, 800, 0, "text", 9, 9, 0, 1, 0, 0) for page in range(1, 5)),
        tuple(lines_of(document, texts)),
        tuple(TableRecord(document, n, t.page, t.page, len(t.rows) + 1, len(t.headers), "text") for n, t in numbered),
        tuple(caption for n, t in numbered for caption in captions_of(document, n, t)),
        tuple(
            ColumnRecord(document, n, column, header, column * 60, column * 60 + 60)
            for n, t in numbered
            for column, header in enumerate(t.headers, 1)
        ),
        tuple(
            RowRecord(document, n, row, t.page, "header" if row == 1 else "body", row * 20, row * 20 + 18)
            for n, t in numbered
            for row in range(1, len(t.rows) + 2)
        ),
        tuple(cell for n, t in numbered for cell in cells_of(document, n, t)),
    )


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """All documents above, through the raw layer and dbt."""
    place = tmp_path_factory.mktemp("statements")
    raw = place / "raw"
    write_empty_parts(raw)
    with PartWriter(raw, "part-1") as writer:
        for name in DOCUMENTS:
            writer.add(to_batches(extraction_of(name)))
        writer.commit()
    facts = (1, 1, Status.LOADED, None, None, "part-1", "1", now(), now(), None)
    write_manifest(raw, [ManifestRow(f"{name}.pdf", document_id(name), *facts) for name in DOCUMENTS])
    environment = os.environ | {
        "JUESUAN_WAREHOUSE_DIR": str(place),
        "DBT_TARGET_PATH": str(place / "target"),
        "DBT_LOG_PATH": str(place / "logs"),
    }
    models = ["--select", "+fct_three_public", "+int_finding_unmapped", "+int_finding_sightings"]
    only = ["--exclude-resource-type", "test", "unit_test"]
    dbt = [str(Path(sys.executable).with_name("dbt")), "--quiet", "--no-use-colors", "build", *models, *only]
    done = subprocess.run(dbt, cwd=DBT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    with duckdb.connect(str(place / "juesuan.duckdb"), read_only=True) as connection:
        yield connection


def facts_of(warehouse: duckdb.DuckDBPyConnection, name: str) -> dict[tuple[str, str], str]:
    """Amounts in yuan by line and measure."""
    sql = "select line_code, measure, amount_yuan::varchar from marts.fct_statement_line where document_id = ?"
    rows = warehouse.execute(sql, [document_id(name)]).fetchall()
    facts = {(line, measure): amount for line, measure, amount in rows}
    assert len(facts) == len(rows)
    return facts


def column_of(warehouse: duckdb.DuckDBPyConnection, sql: str, name: str) -> list[object]:
    return [value for (value,) in warehouse.execute(sql, [document_id(name)]).fetchall()]


def reasons_of(warehouse: duckdb.DuckDBPyConnection, name: str) -> Rows:
    sql = "select reason, text from intermediate.int_unmapped where document_id = ? order by all"
    return warehouse.execute(sql, [document_id(name)]).fetchall()


def test_sides_come_from_labels_where_the_header_names_none(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert facts_of(warehouse, "sides from labels") == {
        ("income.fiscal_appropriation", "amount"): "300.00",
        ("income.fiscal_appropriation.of_which.government_fund", "amount"): "0.00",
        ("income.current_total", "amount"): "300.00",
        ("income.grand_total", "amount"): "300.00",
        ("expenditure.210", "amount"): "100.50",
        ("expenditure.215", "amount"): "0.00",
        ("expenditure.current_total", "amount"): "-100.50",
    }


def test_text_that_looks_like_money_is_reported_and_an_ellipsis_is_not(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert reasons_of(warehouse, "sides from labels") == [("unparsable", "3OO.00")]


def test_a_title_over_two_lines_and_codes_of_every_standing(warehouse: duckdb.DuckDBPyConnection) -> None:
    statuses = "select line_code || ' ' || code_status from intermediate.int_statement_lines"
    assert column_of(warehouse, f"{statuses} where document_id = ? order by row_number", "fund statement") == [
        "total by_name",
        "212 printed",
        "21208 printed",
        "2120877 unverified",
        "unmapped:2:6 unmapped",
    ]
    facts = facts_of(warehouse, "fund statement")
    assert facts["2120877", "closing_balance"] == "5000.00"
    assert facts["unmapped:2:6", "total"] == "99900.00"
    assert ("212", "basic") not in facts


def test_children_hang_on_their_nearest_printed_ancestor(warehouse: duckdb.DuckDBPyConnection) -> None:
    parents = "select parent_line_code from intermediate.int_statement_lines where document_id = ? order by row_number"
    assert column_of(warehouse, parents, "fund statement") == [None, "total", "212", "21208", None]


def test_three_public_by_rows_with_the_basis_of_its_budget(warehouse: duckdb.DuckDBPyConnection) -> None:
    sql = "select line_code, budget_basis, actual_yuan from marts.fct_three_public where document_id = ? order by all"
    rows = warehouse.execute(sql, [document_id("three public by rows")]).fetchall()
    assert {(line, basis) for line, basis, _ in rows} == {
        (line, "initial") for line in ("total", "overseas_travel", "reception", "vehicle_total", "vehicle_operation")
    }
    assert facts_of(warehouse, "three public by rows")["vehicle_operation", "budget"] == "30000.00"


def test_counts_and_notes_below_the_three_public_expenses_are_no_money(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert reasons_of(warehouse, "three public by rows") == []
    lines = "select distinct line_code from marts.fct_statement_line where document_id = ? order by all"
    assert not [line for line in column_of(warehouse, lines, "three public by rows") if "unmapped" in str(line)]


def test_names_without_codes_are_told_within_the_class_and_group_above(warehouse: duckdb.DuckDBPyConnection) -> None:
    totals = {
        line: amount
        for (line, measure), amount in facts_of(warehouse, "names without codes").items()
        if measure == "total"
    }
    assert totals == {
        "total": "500000.00",
        "201": "90000.00",
        "20101": "40000.00",
        "2010101": "40000.00",
        "20106": "50000.00",
        "2010601": "50000.00",
        "unmapped:2:8": "60000.00",
        "unmapped:2:9": "70000.00",
        "205": "80000.00",
        "20599": "80000.00",
        "2059999": "80000.00",
    }


def test_a_page_without_title_and_header_carries_on_and_another_table_does_not(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    facts = facts_of(warehouse, "continuation")
    assert facts["20502", "project"] == "200000.00"
    assert facts["20503", "total"] == "10000.00"
    assert len(facts) == 11


def test_codes_in_two_columns_and_totals_beside_their_amounts(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert facts_of(warehouse, "basic unmerged") == {
        ("301", "amount"): "12300.00",
        ("30101", "amount"): "12300.00",
        ("302", "amount"): "4000.00",
        ("30201", "amount"): "4000.00",
        ("personnel_total", "amount"): "12300.00",
        ("public_total", "amount"): "4000.00",
    }
    codes = "select printed_code from marts.fct_statement_line where document_id = ? and line_code = '30101'"
    assert column_of(warehouse, codes, "basic unmerged") == ["301 01"]
    precision = "select distinct precision_yuan::varchar from marts.fct_statement_line where document_id = ?"
    assert column_of(warehouse, precision, "basic unmerged") == ["100.00000000"]


def test_a_total_merged_over_two_blocks_is_one_line(warehouse: duckdb.DuckDBPyConnection) -> None:
    sql = "select line_code, occurrence from marts.fct_statement_line where document_id = ? and line_code like '%total'"
    assert sorted(warehouse.execute(sql, [document_id("basic twice")]).fetchall()) == [
        ("personnel_total", 1),
        ("personnel_total", 2),
        ("public_total", 1),
        ("public_total", 2),
    ]


def test_the_totals_of_the_columns_of_basic_expenditure_are_the_lines_of_other_forms(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    facts = facts_of(warehouse, "basic expenditure by column")
    totals = {key: amount for key, amount in facts.items() if key[0].endswith("total")}
    assert totals == {
        ("total", "amount"): "100000.00",
        ("personnel_total", "amount"): "70000.00",
        ("public_total", "amount"): "30000.00",
    }
    assert facts["301", "amount.of_which.personnel"] == "70000.00"


def test_without_any_unit_nothing_becomes_a_fact_and_everything_is_reported(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    assert facts_of(warehouse, "not understood") == {}
    assert reasons_of(warehouse, "not understood") == [
        ("column", "从未见过的栏 6.00"),
        ("statement", "三、支出决算表"),
        ("stray", "9.99"),
        ("unit", "5.00"),
        ("unit", "5.00"),
        ("unit", "6.00"),
    ]


def test_a_budget_is_recognised_and_set_aside(warehouse: duckdb.DuckDBPyConnection) -> None:
    sql = "select document_type || ' ' || load_status from marts.dim_document where document_id = ?"
    assert column_of(warehouse, sql, "budget") == ["budget unsupported"]
    assert facts_of(warehouse, "budget") == {}


def test_what_the_documents_say_of_themselves(warehouse: duckdb.DuckDBPyConnection) -> None:
    sql = "select region, department_name, fiscal_year, disclosure_scope from marts.dim_document where document_id = ?"
    said = {name: warehouse.execute(sql, [document_id(name)]).fetchone() for name in DOCUMENTS}
    assert said["sides from labels"] == ("甲市乙区", "甲市乙区财政局", 2018, "department")
    assert said["three public by rows"] == ("甲市乙区", "甲市乙区民政局", 2020, "unit")
    assert said["fund statement"] == (None, None, 2019, "department")


def findings_of(warehouse: duckdb.DuckDBPyConnection, table: str, name: str) -> Rows:
    columns = "finding_type, severity, statement, printed_text"
    sql = f"select {columns} from intermediate.{table} where document_id = ? order by all"
    return warehouse.execute(sql, [document_id(name)]).fetchall()


def test_a_statement_that_prints_two_units_is_told_and_not_guessed(warehouse: duckdb.DuckDBPyConnection) -> None:
    units = "select statement || ' ' || unit_yuan from marts.fct_statement_line where document_id = ?"
    assert column_of(warehouse, units, "two units") == ["income 1"]
    assert findings_of(warehouse, "int_finding_unmapped", "two units") == [("unit", "error", "expenditure", "元、万元")]


def test_a_unit_between_two_tables_belongs_to_the_upper_one(warehouse: duckdb.DuckDBPyConnection) -> None:
    units = "select statement || ' ' || unit_yuan from marts.fct_statement_line where document_id = ? order by all"
    assert column_of(warehouse, units, "unit of the table above") == ["expenditure 10000", "income 1"]


def test_tables_that_only_sound_like_statements_are_told_and_are_none(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert facts_of(warehouse, "other tables") == {("total", "total"): "7.00"}
    assert findings_of(warehouse, "int_finding_unmapped", "other tables") == [
        ("unmapped", "warning", None, "政府性基金收入支出决算总表"),
        ("unmapped", "warning", None, "财政专户资金支出决算表"),
        ("unmapped", "warning", None, "近三年收入决算表"),
    ]


def test_every_text_in_a_column_of_amounts_that_is_none_is_an_error(warehouse: duckdb.DuckDBPyConnection) -> None:
    told = findings_of(warehouse, "int_finding_unmapped", "text for amounts")
    assert {severity for _, severity, _, _ in told} == {"error"}
    assert {text for *_, text in told} == {"5.00*", "3.00①", "98.21 注", "负2.00", "1.2E+01", "####"}
    assert facts_of(warehouse, "text for amounts") == {("214", "total"): "0.00"}


def test_year_and_department_over_a_statement_are_compared(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert findings_of(warehouse, "int_finding_sightings", "heads that differ") == [
        ("department", "error", "general_public_budget", "丙镇卫生院"),
        ("year", "error", "expenditure", "2022"),
    ]


def test_columns_of_another_year_or_a_budget_are_not_this_years_accounts(warehouse: duckdb.DuckDBPyConnection) -> None:
    facts = facts_of(warehouse, "columns of other years")
    assert {line: amount for (line, measure), amount in facts.items() if measure in ("total", "amount")} == {
        "income.fiscal_appropriation": "7.00",
        "301": "4.00",
        "total": "7.00",
        "201": "7.00",
    }


def test_of_two_years_side_by_side_only_this_year_becomes_facts(warehouse: duckdb.DuckDBPyConnection) -> None:
    facts = facts_of(warehouse, "years in pairs")
    assert {key: value for key, value in facts.items() if key[0] in ("total", "201") and key[1] != "actual"} == {
        ("total", "total"): "90000.00", ("total", "basic"): "90000.00",
        ("201", "total"): "90000.00", ("201", "basic"): "90000.00", ("total", "budget"): "70000.00",
    }  # fmt: skip


def test_three_public_with_items_as_columns(warehouse: duckdb.DuckDBPyConnection) -> None:
    facts = facts_of(warehouse, "years in pairs")
    assert facts["total", "actual"] == "60000.00"
    assert facts["overseas_travel", "budget"] == "10000.00"
    assert facts["vehicle_total", "actual"] == "40000.00"
    assert facts["reception", "budget"] == "20000.00"


def test_two_columns_that_say_the_same_are_both_unmapped(warehouse: duckdb.DuckDBPyConnection) -> None:
    reasons = reasons_of(warehouse, "columns of other years")
    assert reasons == [("column", "其他收入 3.00"), ("column", "其他收入 4.00"), ("column", "其他收入 4.00")]


def test_last_years_statement_printed_again_is_no_fact_of_this_year(warehouse: duckdb.DuckDBPyConnection) -> None:
    sql = "select statement, line_code, amount_yuan::varchar from marts.fct_statement_line where document_id = ?"
    # The only copy of a statement stays, with a doubt about its head.
    assert sorted(warehouse.execute(sql, [document_id("last year again")]).fetchall()) == [
        ("expenditure", "total", "7.00"),
        ("income", "total", "5.00"),
    ]
    sql = "select reason, statement, page_number from intermediate.int_unmapped where document_id = ? order by all"
    told = warehouse.execute(sql, [document_id("last year again")]).fetchall()
    assert told == [("prior_year", "expenditure", 2), ("prior_year", "expenditure", 3)]


def test_a_form_number_before_the_title_and_a_third_block_by_nature(warehouse: duckdb.DuckDBPyConnection) -> None:
    sql = """select line_code, amount_yuan::varchar from marts.fct_statement_line
             where document_id = ? and statement = 'summary' and occurrence = 1"""
    found = dict(warehouse.execute(sql, [document_id("form number beside the title")]).fetchall())
    assert found["income.fiscal_appropriation"] == found["expenditure.201"] == "9.00"
    assert found["income.current_total"] == found["expenditure.current_total"] == "9.00"
    assert reasons_of(warehouse, "form number beside the title") == []


def test_column_and_line_numbers_and_years_that_lost_their_names_are_no_amounts(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    facts = facts_of(warehouse, "numbers without their names")
    assert set(facts.values()) == {"9.00", "3.00", "12.00"}
    assert len(facts) == 12
    assert reasons_of(warehouse, "numbers without their names") == []
