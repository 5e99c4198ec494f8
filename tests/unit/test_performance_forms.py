"""Performance forms of several layouts, printed, read and given their meaning: every project and indicator, none extra.

Each document goes through the typesetter, the reader, the raw layer's own writer and one dbt run.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import duckdb
import pypdfium2
import pytest

from dagster_project.extraction.document import ExtractionLimits, extract_document
from dagster_project.raw_layer.manifest import ManifestRow, Status, now, write_manifest
from dagster_project.raw_layer.parts import PartWriter, write_empty_parts
from dagster_project.raw_layer.schema import to_batches
from tools.typesetter import LAYOUTS, Disclosure, Heading, Paragraph, typeset
from tools.typesetter.model import Block, Part
from tools.typesetter.performance import (
    Funds,
    Indicator,
    PerformanceForm,
    drawn,
    hubei_form,
    national_form,
    summary_list,
    target_form,
)

DBT = Path(__file__).resolve().parents[2] / "dbt"
NAMES = ("一号", "二号", "三号", "四号", "五号", "六号", "七号", "八号", "九号", "十号", "甲号", "乙号", "丙号", "丁号")
LEVELS = (
    *(("产出指标", level) for level in (*("数量指标",) * 5, "质量指标", "时效指标")),
    *(("成本指标", level) for level in ("经济成本指标", "社会成本指标")),
    *(("效益指标", level) for level in ("经济效益指标", "社会效益指标", "社会效益指标")),
    *(("满意度指标", level) for level in ("服务对象满意度指标", "服务对象满意度指标")),
)  # fmt: skip
SCORE = 2
"""Of every indicator."""
TARGETS = ("≥95%", "优良中低差", "100%以上", "27台、件、套", "2024年12月底前完成", "12", "不超过3.5万元", "显著\n提升")


def indicators(count: int, *, results: bool) -> tuple[Indicator, ...]:
    """So many indicators over all levels, with targets and results of every kind."""
    rows = []
    for n in range(count):
        one, two = LEVELS[n * len(LEVELS) // count]
        target = TARGETS[n % len(TARGETS)]
        name = f"{NAMES[n % len(NAMES)]}服务第{n + 1}项完成情况达到预定要求的程度"
        weight = "2.5" if n % 3 else "5"
        reason = "部分工作延后，\n下年改进" if n % 5 == 4 else ""
        own = (target, weight, str(SCORE), reason) if results else ("", weight, "", "")
        rows.append(Indicator(one, two, name, target, *own))
    return tuple(rows)


def form(
    project: str, count: int = 6, *, results: bool = True, unit: str = "万元", rate: str = "98.50%"
) -> PerformanceForm:
    """A form whose figures agree with one another."""
    return PerformanceForm(
        project,
        "甲市乙区教育局",
        "甲市乙区教育局（本级）",
        unit,
        Funds("200.00", "210.00", "206.85" if results else "", rate if results else "", "10", "9.85"),
        indicators(count, results=results),
        fiscal=Funds("200.00", "200.00", "196.85", "—", "—", "—"),
        carried_over=Funds("0.00", "10.00", "10.00", "—", "—", "—"),
        goal="目标1：完成年度任务；目标2：群众满意。\n" * 3,
        goal_result="已完成。",
        weight_total="100",
        score_total=str(Decimal("9.85") + SCORE * count),
    )


@dataclass(frozen=True)
class Printed:
    """A document: what stands in its part 附件, and the style switches."""

    blocks: tuple[Block, ...]
    split_rows: bool = False


def titled(form: PerformanceForm, layout: object) -> tuple[Block, ...]:
    title = f"2024年度{form.project}绩效{'目标' if layout is target_form else '自评'}表"
    return (Heading(title, 2), layout(form))  # type: ignore[operator]


LONG, SHORT = form("校园安全专项", 40), form("学生资助专项", 5)
YUAN = replace(form("教师培训经费", 9, unit="元", rate=""), total=Funds("", "2,100,000.00", "2,068,500.00", "", "", ""))
TARGET = form("图书购置项目", 12, results=False)
NO_UNIT = form("校舍维修项目", 4, unit="")
OTHER = form("体育活动经费", 4)
WRAPPED = replace(
    form("校车运行经费", 5, unit="元"),
    total=Funds("123,456,789.00", "234,567,890.10", "234,567,890.10", "100.00%", "10", "10"),
    fiscal=Funds("123,456,789.00", "234,567,890.10", "234,567,890.10", "—", "—", "—"),
    score_total="20",
)
CUT = tuple(form(f"连续第{n}个项目", 19) for n in (1, 2, 3, 4))
NAMED_ABOVE = drawn(
    [
        ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值"),
        ("产出指标", "数量指标", "校服套数", "300套", "300套"),
    ],
    (1, 1, 2, 1, 1),
)
NAMELESS = drawn(
    [
        ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "没见过的栏"),
        ("产出指标", "数量指标", "建成校舍", "3栋", "3栋", "甲"),
    ],
    (1, 1, 2, 1, 1, 1),
)
BY_PROJECT = drawn(
    [
        ("单位名称", "项目名称", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "权重"),
        ("本级", "甲项目", "产出指标", "数量指标", "培训人次", "≥", "200", "人次", "50"),
        ("^", "^", "^", "质量指标", "合格率", "＝", "100", "%", "30"),
        ("^", "^", "效益指标", "社会效益指标", "影响力", "定性", "好坏", "", "20"),
        ("^", "乙项目", "产出指标", "数量指标", "印刷册数", "≤", "3,000", "册", "90"),
    ],
    (1, 1.4, 1.2, 1.3, 1.5, 0.9, 1, 0.9, 0.8),
)
IN_ONE_ROW = drawn(
    [
        ("项目名称", "信息系统运维", *"<<<<"),
        ("年初预算数（万元）", "50.00", "全年预算数（万元）", "48.00", "全年执行数（万元）", "47.50"),
        ("执行率", "98.96%", "自评得分", "99.5", "自评等级", "优"),
        ("绩效指标", *"<<<<<"),
        ("一级指标", "二级指标", "指标名称", "<", "年度指标值", "实际完成值"),
        ("产出指标", "数量指标", "巡检次数", "<", "12次", "12次"),
        ("", "", "故障处理率", "<", "100%", "99%"),
        ("", "质量指标", "可用率", "<", "≥99.9%", "99.95%"),
        ("注：指标值以合同为准。", *"<<<<<"),
    ],
    (1.5, 1.2, 1.6, 1.2, 1.6, 1.2),
)
WHOLE = drawn(
    [
        ("部门名称", "<", "甲市乙区教育局", *"<<<<"),
        ("年度预算申请（万元）", "<", "资金总额", "<", "8,000.00", "<", "<"),
        ("^", "^", "按资金性质分", "<", "按支出性质分", "<", "<"),
        ("年度总体目标", "办好人民满意的教育。", *"<<<<<"),
        ("年度绩效指标", "一级指标", "二级指标", "<", "三级指标", "指标值", "分值"),
        ("^", "履职效能", "整体工作完成", "<", "重点工作完成率", "100%", "20"),
        ("^", "可持续发展能力", "人才培养", "<", "培训教师", "≥500人次", "10"),
    ],
    (1, 1.2, 1.2, 1, 1.6, 1.2, 0.8),
)
DOCUMENTS = {
    "by project": Printed((Heading("2024年部门预算项目绩效目标表", 2), BY_PROJECT)),
    "in one row": Printed((Heading("项目绩效自评表", 2), IN_ONE_ROW)),
    "whole": Printed((Heading("2024年度部门整体支出绩效目标表", 2), WHOLE)),
    "named above": Printed((Heading("2024年度校服采购项目绩效自评表", 2), NAMED_ABOVE)),
    "national": Printed((*titled(LONG, national_form), *titled(SHORT, national_form))),
    "hubei": Printed((*titled(YUAN, hubei_form), *titled(SHORT, hubei_form))),
    "target": Printed(titled(TARGET, target_form)),
    "no unit": Printed(titled(NO_UNIT, national_form)),
    "cut": Printed(tuple(block for one in CUT for block in titled(one, national_form))),
    "cut rows": Printed(tuple(block for one in CUT for block in titled(one, national_form)), split_rows=True),
    "list": Printed(
        (
            Paragraph("本部门项目支出绩效自评情况如下："),
            Paragraph("单位：万元"),
            summary_list([(SHORT, "优"), (OTHER, "良"), (replace(form("合计"), total=Funds()), "")]),
            *titled(SHORT, national_form),
        )
    ),
    "wrapped": Printed(titled(WRAPPED, national_form)),
    "nameless": Printed((Heading("附表", 2), NAMELESS)),
}


def document_id(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def pdf_of(printed: Printed) -> bytes:
    """The document as bytes: a cover, no statements, the forms at the end."""
    layout = replace(LAYOUTS["wuhan"], forms=())
    layout = replace(layout, style=replace(layout.style, split_rows=printed.split_rows))
    disclosure = Disclosure(
        "甲市乙区教育局",
        "甲市乙区",
        2024,
        (),
        Part("第一部分 {department}概况", (Heading("一、主要职能"), Paragraph("管理教育工作。"))),
        Part("第三部分 {department} {year} 年度部门决算情况说明", (Paragraph("情况如下。"),)),
        (Part("第五部分 附件", printed.blocks),),
    )
    return typeset(disclosure, layout)[0]


PDFS = {name: pdf_of(printed) for name, printed in DOCUMENTS.items()}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """All documents above, read and modelled."""
    place = tmp_path_factory.mktemp("performance")
    raw = place / "raw"
    write_empty_parts(raw)
    with PartWriter(raw, "part-1") as writer:
        for name, data in PDFS.items():
            read = extract_document(
                data, document_id=document_id(name), extractor_version="1", limits=ExtractionLimits()
            )
            writer.add(to_batches(read))
        writer.commit()
    facts = (1, 1, Status.LOADED, None, None, "part-1", "1", now(), now(), None)
    write_manifest(raw, [ManifestRow(f"{name}.pdf", document_id(name), *facts) for name in PDFS])
    environment = os.environ | {
        "JUESUAN_WAREHOUSE_DIR": str(place),
        "DBT_TARGET_PATH": str(place / "target"),
        "DBT_LOG_PATH": str(place / "logs"),
    }
    models = ["--select", "+fct_project_performance", "+fct_performance_indicator", "+int_performance_findings"]
    models += ["+int_statement_tables", "+int_unmapped"]
    dbt = [str(Path(sys.executable).with_name("dbt")), "--quiet", "--no-use-colors", "build", *models]
    dbt += ["--exclude", "dim_document", "--exclude-resource-type", "unit_test", "--indirect-selection", "cautious"]
    done = subprocess.run(dbt, cwd=DBT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    with duckdb.connect(str(place / "juesuan.duckdb"), read_only=True) as connection:
        yield connection


def one_line(text: str) -> str | None:
    return text.replace("\n", "") or None


def printed_indicators(forms: tuple[PerformanceForm, ...], *, short: bool = False) -> list[tuple[object, ...]]:
    """What the mart must hold of the forms, in order."""
    return [
        (
            one.project, n, i.level1, i.level2, i.level3, one_line(i.target), one_line(i.actual),
            None if short else i.weight or None, None if short else i.score or None,
            None if short else one_line(i.deviation),
        )
        for one in forms
        for n, i in enumerate(one.indicators, 1)
    ]  # fmt: skip


def found_indicators(warehouse: duckdb.DuckDBPyConnection, name: str) -> list[tuple[object, ...]]:
    return warehouse.execute(
        """select project_name, indicator_number, level1, level2, level3, target, actual, weight_text, score_text,
             deviation
           from marts.fct_performance_indicator where document_id = ? order by page_number, top""",
        [document_id(name)],
    ).fetchall()


def found_projects(warehouse: duckdb.DuckDBPyConnection, name: str, *columns: str) -> list[tuple[object, ...]]:
    return warehouse.execute(
        f"""select project_name, {", ".join(columns)} from marts.fct_project_performance
            where document_id = ? order by coalesce(listed_page_number, 0), page_number, top""",
        [document_id(name)],
    ).fetchall()


def found_problems(warehouse: duckdb.DuckDBPyConnection, name: str) -> list[tuple[object, ...]]:
    return warehouse.execute(
        """select finding_type, severity, printed_text from intermediate.int_performance_findings
           where document_id = ? order by all""",
        [document_id(name)],
    ).fetchall()


@pytest.mark.parametrize(
    ("name", "forms", "short"),
    [
        ("national", (LONG, SHORT), False),
        ("hubei", (YUAN, SHORT), True),
        ("no unit", (NO_UNIT,), False),
        ("cut", CUT, False),
        ("cut rows", CUT, False),
        ("list", (SHORT,), False),
    ],
)
def test_every_indicator_with_its_levels_and_none_extra(
    warehouse: duckdb.DuckDBPyConnection, name: str, forms: tuple[PerformanceForm, ...], short: bool
) -> None:
    assert found_indicators(warehouse, name) == printed_indicators(forms, short=short)


def test_targets_without_results(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert found_indicators(warehouse, "target") == printed_indicators((TARGET,))
    row = found_projects(warehouse, "target", "form_kind", "budget_yuan", "executed_yuan", "execution_rate_text")
    assert row == [("图书购置项目", "target", Decimal("2100000.00"), None, None)]


def test_forms_over_pages_are_cut_inside_their_blocks(warehouse: duckdb.DuckDBPyConnection) -> None:
    cut = warehouse.execute(
        """select document_id, count(*) from intermediate.int_performance_forms
           where last_page > first_page group by all"""
    ).fetchall()
    counts = dict(cut)
    assert counts[document_id("national")] >= 1
    assert counts[document_id("cut")] >= 2
    assert counts[document_id("cut rows")] >= 2
    assert warehouse.execute(
        "select max(part_count) from intermediate.int_performance_indicators where document_id = ?",
        [document_id("cut rows")],
    ).fetchall() == [(2,)]


@pytest.mark.parametrize("name", ["national", "hubei", "cut", "list"])
def test_an_indicator_stands_on_its_page(warehouse: duckdb.DuckDBPyConnection, name: str) -> None:
    pdf = pypdfium2.PdfDocument(BytesIO(PDFS[name]))
    rows = warehouse.execute(
        "select level3, page_number, x0, top, x1, bottom from marts.fct_performance_indicator where document_id = ?",
        [document_id(name)],
    ).fetchall()
    for level3, page_number, x0, top, x1, bottom in rows:
        page = pdf[page_number - 1]
        height = page.get_height()
        text = page.get_textpage().get_text_bounded(x0, height - bottom, x1, height - top)
        assert level3 in "".join(text.split())


def test_amounts_rates_and_scores_are_those_printed(warehouse: duckdb.DuckDBPyConnection) -> None:
    columns = (
        "budget_yuan", "budget_basis", "initial_budget_yuan", "executed_yuan", "execution_rate", "execution_rate_text",
        "fiscal_budget_yuan", "carried_over_executed_yuan", "execution_weight", "execution_score", "weight_total",
        "score",
    )  # fmt: skip
    expected = (
        Decimal("2100000.00"), "full_year", Decimal("2000000.00"), Decimal("2068500.00"), Decimal("98.5"), "98.50%",
        Decimal("2000000.00"), Decimal("100000.00"), Decimal(10), Decimal("9.85"), Decimal(100),
    )  # fmt: skip
    assert found_projects(warehouse, "national", *columns) == [
        (one.project, *expected, Decimal(one.score_total)) for one in (LONG, SHORT)
    ]


def test_heads_and_goals(warehouse: duckdb.DuckDBPyConnection) -> None:
    columns = ("supervising_department", "implementing_unit", "goal", "goal_result", "form_title")
    (first, _) = found_projects(warehouse, "national", *columns)
    assert first == (
        LONG.project, "甲市乙区教育局", "甲市乙区教育局（本级）", "目标1：完成年度任务；目标2：群众满意。" * 3,
        "已完成。", "2024年度校园安全专项绩效自评表",
    )  # fmt: skip


def test_yuan_and_a_missing_rate(warehouse: duckdb.DuckDBPyConnection) -> None:
    columns = ("budget_yuan", "budget_basis", "executed_yuan", "execution_rate", "unit_yuan")
    assert found_projects(warehouse, "hubei", *columns) == [
        (YUAN.project, Decimal("2100000.00"), "unstated", Decimal("2068500.00"), None, 1),
        (SHORT.project, Decimal("2100000.00"), "unstated", Decimal("2068500.00"), Decimal("98.5"), 10000),
    ]


def test_amounts_that_are_wrapped_in_their_cells(warehouse: duckdb.DuckDBPyConnection) -> None:
    (row,) = found_projects(warehouse, "wrapped", "budget_yuan", "executed_yuan", "fiscal_budget_yuan", "budget_text")
    assert row[1:] == (*(Decimal("234567890.10"),) * 3, "234,567,890.10")


def test_projects_in_a_column(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert [row[:6] for row in found_indicators(warehouse, "by project")] == [
        ("甲项目", 1, "产出指标", "数量指标", "培训人次", "200"),
        ("甲项目", 2, "产出指标", "质量指标", "合格率", "100"),
        ("甲项目", 3, "效益指标", "社会效益指标", "影响力", "好坏"),
        ("乙项目", 1, "产出指标", "数量指标", "印刷册数", "3,000"),
    ]
    assert {name for (name,) in found_projects(warehouse, "by project")} == {"甲项目", "乙项目"}
    parsed = warehouse.execute(
        """select target_operator, target_number::varchar, target_unit from marts.fct_performance_indicator
           where document_id = ? order by top""",
        [document_id("by project")],
    ).fetchall()
    assert [(o, None if n is None else Decimal(n), u) for o, n, u in parsed] == [
        (">=", Decimal(200), "人次"),
        ("=", Decimal(100), "%"),
        (None, None, None),
        ("<=", Decimal(3000), "册"),
    ]


def test_figures_in_one_row_and_levels_left_blank(warehouse: duckdb.DuckDBPyConnection) -> None:
    columns = ("initial_budget_yuan", "budget_yuan", "executed_yuan", "execution_rate_text", "score", "grade")
    assert found_projects(warehouse, "in one row", *columns) == [
        (
            "信息系统运维", Decimal("500000.00"), Decimal("480000.00"), Decimal("475000.00"), "98.96%", Decimal("99.5"),
            "优",
        )
    ]  # fmt: skip
    assert [row[2:7] for row in found_indicators(warehouse, "in one row")] == [
        ("产出指标", "数量指标", "巡检次数", "12次", "12次"),
        ("产出指标", "数量指标", "故障处理率", "100%", "99%"),
        ("产出指标", "质量指标", "可用率", "≥99.9%", "99.95%"),
    ]


def test_the_department_as_a_whole(warehouse: duckdb.DuckDBPyConnection) -> None:
    columns = ("form_kind", "implementing_unit", "budget_yuan", "goal")
    assert found_projects(warehouse, "whole", *columns) == [
        ("部门整体支出", "overall_target", "甲市乙区教育局", Decimal("80000000.00"), "办好人民满意的教育。")
    ]
    assert [row[2:6] for row in found_indicators(warehouse, "whole")] == [
        ("履职效能", "整体工作完成", "重点工作完成率", "100%"),
        ("可持续发展能力", "人才培养", "培训教师", "≥500人次"),
    ]


def test_a_project_named_by_the_title_alone(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert found_projects(warehouse, "named above") == [("校服采购",)]
    assert found_problems(warehouse, "named above") == []


def test_a_missing_unit_is_reported_and_not_guessed(warehouse: duckdb.DuckDBPyConnection) -> None:
    columns = ("budget_yuan", "budget_text", "executed_yuan", "executed_text", "unit_yuan")
    assert found_projects(warehouse, "no unit", *columns) == [(NO_UNIT.project, None, "210.00", None, "206.85", None)]
    assert found_problems(warehouse, "no unit") == [("unit", "warning", NO_UNIT.project)]


def test_a_list_stands_beside_the_forms(warehouse: duckdb.DuckDBPyConnection) -> None:
    columns = ("form_kind", "budget_yuan", "executed_yuan", "listed_budget_yuan", "listed_rate_text", "grade")
    amounts = (Decimal("2100000.00"), Decimal("2068500.00"))
    assert sorted(found_projects(warehouse, "list", *columns)) == sorted(
        [
            (SHORT.project, "self_evaluation", *amounts, Decimal("2100000.00"), "98.50%", "优"),
            (OTHER.project, "summary_list", *amounts, None, None, "良"),
        ]
    )


def test_targets_are_read_as_numbers_only_where_they_are(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = warehouse.execute(
        """select distinct target, target_operator, target_number, target_unit from marts.fct_performance_indicator
           where document_id = ? and project_name = ? order by all""",
        [document_id("national"), LONG.project],
    ).fetchall()
    assert set(rows) == {
        ("≥95%", ">=", Decimal(95), "%"),
        ("优良中低差", None, None, None),
        ("100%以上", ">=", Decimal(100), "%"),
        ("27台、件、套", None, Decimal(27), "台、件、套"),
        ("2024年12月底前完成", None, None, None),
        ("12", None, Decimal(12), None),
        ("不超过3.5万元", "<=", Decimal("3.5"), "万元"),
        ("显著提升", None, None, None),
    }


def test_what_cannot_be_mapped_is_reported(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert found_indicators(warehouse, "nameless")[0][2:7] == ("产出指标", "数量指标", "建成校舍", "3栋", "3栋")
    ((name,),) = found_projects(warehouse, "nameless")
    assert str(name).startswith("unmapped:")
    assert [(kind, severity) for kind, severity, _ in found_problems(warehouse, "nameless")] == [
        ("unmapped", "info"),
        ("unmapped", "warning"),
    ]


@pytest.mark.parametrize("name", sorted(set(DOCUMENTS) - {"no unit", "nameless", "cut rows"}))
def test_whole_forms_have_no_findings(warehouse: duckdb.DuckDBPyConnection, name: str) -> None:
    assert found_problems(warehouse, name) == []


def test_a_row_of_funds_that_a_page_break_cuts_is_reported_and_not_guessed(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    rows = found_projects(warehouse, "cut rows", "budget_yuan", "fiscal_budget_yuan", "carried_over_budget_yuan")
    whole = (Decimal("2100000.00"), Decimal("2000000.00"), Decimal("100000.00"))
    assert all(found in (right, None) for row in rows for found, right in zip(row[1:], whole, strict=True))
    missing = sum(found is None for row in rows for found in row[1:])
    assert missing <= 1
    assert {problem[:2] for problem in found_problems(warehouse, "cut rows")} == {("unmapped", "warning")}


def test_no_form_is_taken_for_a_statement(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert warehouse.execute("select * from intermediate.int_statement_tables").fetchall() == []
    assert warehouse.execute("select * from intermediate.int_unmapped").fetchall() == []
