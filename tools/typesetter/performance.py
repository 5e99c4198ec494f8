"""Performance forms (绩效自评表, 绩效目标表) as tables, and the rows that a reader must find in them.

Forms hang as ruled tables in a part of the document's prose. Merged levels are cut by page breaks as a word processor
cuts them: the part on the later page is blank.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from tools.typesetter.model import Part, PlainTable

LEFT, UP = "<", "^"
"""In a drawn row: the cell continues the one to its left, or the one above it."""
NATIONAL_HEADER = (
    *("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
    "偏差原因分析及改进措施",
)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator, each text as printed; a blank text is a blank cell."""

    level1: str
    level2: str
    level3: str
    target: str
    actual: str = ""
    weight: str = ""
    score: str = ""
    deviation: str = ""


@dataclass(frozen=True, slots=True)
class Funds:
    """One row of funds, each text as printed."""

    initial: str = ""
    budget: str = ""
    executed: str = ""
    rate: str = ""
    weight: str = ""
    score: str = ""


@dataclass(frozen=True, slots=True)
class PerformanceForm:
    """What one form says. ``unit`` is 万元, 元, or blank where the form prints none."""

    project: str
    supervisor: str
    implementer: str
    unit: str
    total: Funds
    indicators: tuple[Indicator, ...]
    fiscal: Funds = Funds()
    carried_over: Funds = Funds()
    other: Funds = Funds()
    goal: str = ""
    goal_result: str = ""
    weight_total: str = ""
    score_total: str = ""


def drawn(rows: Sequence[Sequence[str]], widths: Sequence[float]) -> PlainTable:
    """A table drawn as rows of texts, in which ``<`` and ``^`` continue the cell to the left and the one above."""
    origin: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            origin[r, c] = origin[r, c - 1] if cell == LEFT else origin[r - 1, c] if cell == UP else (r, c)
    ends = {start: max(at for at, first in origin.items() if first == start) for start in set(origin.values())}
    spans = tuple((r, c, end_r - r + 1, end_c - c + 1) for (r, c), (end_r, end_c) in sorted(ends.items()))
    texts = tuple(tuple("" if cell in (LEFT, UP) else cell for cell in row) for row in rows)
    return PlainTable(texts, tuple(widths), tuple(span for span in spans if span[2:] != (1, 1)))


def _levels(indicators: Sequence[Indicator]) -> list[tuple[str, str, Indicator]]:
    """The two levels of each indicator, merged with the row above where they repeat it."""
    rows = []
    for _, first in groupby(indicators, key=attrgetter("level1")):
        for i, (_, second) in enumerate(groupby(list(first), key=attrgetter("level2"))):
            for j, indicator in enumerate(second):
                rows.append((UP if i or j else indicator.level1, UP if j else indicator.level2, indicator))
    return rows


def _label(text: str, unit: str) -> str:
    return f"{text}（{unit}）" if unit else text


def national_form(form: PerformanceForm) -> PlainTable:
    """项目支出绩效自评表 as the ministry of finance prints it, with 分值, 得分 and 偏差原因."""
    funds = (
        ("年度资金总额", form.total),
        ("其中：当年财政拨款", form.fiscal),
        ("上年结转资金", form.carried_over),
        ("其他资金", form.other),
    )
    rows = [
        ("项目名称", LEFT, form.project, *LEFT * 6),
        ("主管部门", LEFT, form.supervisor, LEFT, "实施单位", LEFT, form.implementer, *LEFT * 2),
        (_label("项目资金", form.unit), LEFT, "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
        *(
            (UP, UP, label, line.initial, line.budget, line.executed, line.weight, line.rate, line.score)
            for label, line in funds
        ),
        ("年度总体目标", "预期目标", *LEFT * 3, "实际完成情况", *LEFT * 3),
        (UP, form.goal, *LEFT * 3, form.goal_result, *LEFT * 3),
        ("绩效指标", *NATIONAL_HEADER),
        *(
            (UP, one, two, i.level3, i.target, i.actual, i.weight, i.score, i.deviation)
            for one, two, i in _levels(form.indicators)
        ),
        ("总分", *LEFT * 5, form.weight_total, form.score_total, ""),
    ]
    return drawn(rows, (0.8, 1.1, 1.4, 1.9, 1.9, 1.9, 0.9, 1.2, 1.8))


def hubei_form(form: PerformanceForm) -> PlainTable:
    """The short form of 湖北: 预算数(A), 执行数(B), no points, reasons below the indicators."""
    rows = [
        ("项目名称", LEFT, form.project, *LEFT * 3),
        ("主管部门", LEFT, form.supervisor, LEFT, "项目实施单位", form.implementer),
        ("项目类别", LEFT, "1、部门预算项目√ 2、区级专项□", *LEFT * 3),
        (_label("预算执行情况", form.unit), LEFT, "", "预算数（A）", "执行数（B）", "执行率（B/A）"),
        (UP, UP, "年度财政资金总额", form.total.budget, form.total.executed, form.total.rate),
        ("年度绩效目标1", "一级指标", "二级指标", "三级指标", "年初目标值（A）", "实际完成值（B）"),
        *((UP, one, two, i.level3, i.target, i.actual) for one, two, i in _levels(form.indicators)),
        ("偏差大或目标未完成原因分析", LEFT, "无", *LEFT * 3),
        ("改进措施及结果应用方案", LEFT, "继续加强管理", *LEFT * 3),
    ]
    return drawn(rows, (1.3, 1.4, 1.6, 2.4, 1.6, 1.6))


def target_form(form: PerformanceForm) -> PlainTable:
    """绩效目标表: targets without results, each fund beside its label."""
    funds = (
        ("年度资金总额：", form.total),
        ("其中：财政拨款", form.fiscal),
        ("上年结转", form.carried_over),
        ("其他资金", form.other),
    )
    rows = [
        ("项目名称", LEFT, form.project, *LEFT * 3),
        ("主管部门及代码", LEFT, form.supervisor, "实施单位", form.implementer, LEFT),
        *(
            (
                UP if n else _label("项目资金", form.unit),
                LEFT if not n else UP,
                label,
                line.budget,
                LEFT,
                UP if n else "",
            )
            for n, (label, line) in enumerate(funds)
        ),
        ("年度总体目标", form.goal, *LEFT * 4),
        ("绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "分值（90）"),
        *((UP, one, two, i.level3, i.target, i.weight) for one, two, i in _levels(form.indicators)),
    ]
    return drawn(rows, (0.7, 1.2, 1.8, 2.6, 1.8, 1.0))


def summary_list(forms: Sequence[tuple[PerformanceForm, str]]) -> PlainTable:
    """A list of projects with a grade each, and their total."""
    rows = [
        ("项目名称", "全年预算数", "全年执行数", "执行率", "评价等级"),
        *((f.project, f.total.budget, f.total.executed, f.total.rate, grade) for f, grade in forms),
    ]
    return drawn(rows, (3.4, 1.6, 1.6, 1.2, 1.2))


WHOLE_DEPARTMENT = "部门整体支出"
"""The project's name in a form on the department as a whole."""
GOLDEN_COLUMNS = ("project_name", "level1", "level2", "level3", "target", "actual", "weight", "score", "deviation")
_HEADINGS = ("一级指标", "二级指标", "三级指标", "标值", "完成值", "分值", "得分", "偏差原因")
"""What the headings of the columns after the project hold, in the order of ``GOLDEN_COLUMNS``."""


def drawn_indicators(parts: Iterable[Part]) -> Iterator[tuple[str, ...]]:
    """Every indicator that the forms among the tables of these parts print, in order, merged cells filled in."""
    for part in parts:
        for block in part.blocks:
            if isinstance(block, PlainTable):
                yield from _indicators_of(block)


def write_indicators(path: Path, parts: Iterable[Part]) -> None:
    """Write those indicators as CSV."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(GOLDEN_COLUMNS)
        writer.writerows(drawn_indicators(parts))


def _indicators_of(table: PlainTable) -> Iterator[tuple[str, ...]]:
    starts = {(r, c): (r, c) for r, row in enumerate(table.rows) for c in range(len(row))}
    for row, column, height, width in table.spans:
        starts |= {(row + r, column + c): (row, column) for r in range(height) for c in range(width)}
    texts = {place: table.rows[r][c] for place, (r, c) in starts.items()}
    columns: list[int | None] = []
    beside = (-1, -1)
    project = ""
    for r, cells in enumerate(table.rows):
        line = [texts[r, c] for c in range(len(cells))]
        if line[0] in ("项目名称", "单位名称"):
            project = next(text for text in line if text != line[0]) if line[0] == "项目名称" else WHOLE_DEPARTMENT
        elif "三级指标" in line:
            columns = [next((c for c, text in enumerate(line) if part in text), None) for part in _HEADINGS]
            beside = starts[r, 0]
        elif columns and starts[r, 0] == beside:
            yield (project, *("" if at is None else line[at] for at in columns))
