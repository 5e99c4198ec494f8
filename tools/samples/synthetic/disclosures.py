"""The synthetic sample disclosures: three departments over three years, one of them with a planted mistake."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from tools.samples.synthetic.ledger import make_ledger
from tools.samples.synthetic.performance import performance_part
from tools.samples.synthetic.prose import make_narrative
from tools.samples.synthetic.statements import make_statements
from tools.typesetter.layout import Layout
from tools.typesetter.layouts import LAYOUTS
from tools.typesetter.model import Amount, Disclosure, Heading, Paragraph, Part, PlainTable
from tools.typesetter.style import WAN_YUAN, YUAN, NumberStyle, Unit

DATA = Path(__file__).parent
UNITS: dict[str, Unit] = {unit.label: unit for unit in (WAN_YUAN, YUAN)}
GLOSSARY = (
    "一、财政拨款收入：从本级财政部门取得的财政拨款。",
    "二、事业收入：事业单位开展专业业务及辅助活动取得的收入。",
    "三、经营收入：事业单位在专业业务及辅助活动之外开展经营活动取得的收入。",
    "四、其他收入：上述各项以外的收入。",
    "五、年初结转和结余：以前年度未完成而结转到本年继续使用的资金。",
    "六、年末结转和结余：需结转到以后年度继续使用的资金。",
    "七、基本支出：为保障机构运转和日常工作发生的支出。",
    "八、项目支出：为完成特定任务或事业发展目标，在基本支出之外发生的支出。",
    "九、“三公”经费：用财政拨款安排的因公出国（境）费、公务用车购置及运行维护费和公务接待费。",
)


def load_synthetic() -> Iterator[tuple[Disclosure, Layout]]:
    """Every synthetic disclosure with its layout, as it is shipped: planted mistakes included."""
    for disclosure, layout in load_faultless():
        yield plant(disclosure), layout


def load_faultless() -> Iterator[tuple[Disclosure, Layout]]:
    """The same disclosures without the planted mistakes."""
    data = yaml.safe_load((DATA / "departments.yaml").read_text(encoding="utf-8"))
    for spec in data["departments"]:
        unit = UNITS[spec["unit"]]
        layout = replace(LAYOUTS["shanghai"], unit=unit)
        if unit is YUAN:
            layout = layout.with_form("basic_expenditure", number=NumberStyle(absent="0.00"))
        for year in data["years"]:
            yield _disclosure(spec, data["region"], data["label"], year, unit), layout


def plant(disclosure: Disclosure) -> Disclosure:
    """The disclosure with the mistakes that ``planted.csv`` lists for it.

    Raises ValueError where the cell does not hold the figure that the list calls true.
    """
    with (DATA / "planted.csv").open(encoding="utf-8", newline="") as file:
        records = list(csv.DictReader(file))
    for record in records:
        if (record["department"], int(record["fiscal_year"])) != (disclosure.department, disclosure.fiscal_year):
            continue
        cell = record["statement"], record["line_code"], record["measure"]
        true = disclosure.statement(cell[0]).yuan(*cell[1:])
        if true != Decimal(record["true_yuan"]):
            raise ValueError(f"{cell} holds {true}, not {record['true_yuan']}")
        disclosure = disclosure.with_amount(*cell, Amount(Decimal(record["printed_yuan"])))
    return disclosure


def _disclosure(spec: dict[str, Any], region: str, label: str, year: int, unit: Unit) -> Disclosure:
    ledger, previous = make_ledger(spec, year), make_ledger(spec, year - 1)
    disclosure = Disclosure(
        department=spec["name"],
        region=region,
        fiscal_year=year,
        statements=make_statements(ledger),
        overview=_overview(spec),
        narrative=make_narrative(ledger, previous, unit, spec["vehicles"]),
        closing=(Part("第四部分 名词解释", tuple(map(Paragraph, GLOSSARY))),),
        cover_lines=(label, f"{year + 1} 年 8 月"),
        page_label=label,
    )
    return replace(disclosure, closing=(*disclosure.closing, performance_part(disclosure, unit)))


def _overview(spec: dict[str, Any]) -> Part:
    subunits = spec["subunits"]
    rows = [("序号", "单位名称", "备注"), *((str(n), name, "") for n, name in enumerate(subunits, 1))]
    return Part(
        "第一部分 {department}概况",
        (
            Heading("一、主要职能"),
            *map(Paragraph, spec["duties"]),
            Heading("二、部门决算单位构成"),
            Paragraph(f"从预算单位构成看，{spec['name']}部门决算包括本级决算和下属单位决算，纳入编制范围的单位包括："),
            PlainTable(tuple(rows), (1.0, 5.0, 1.5)),
        ),
    )
