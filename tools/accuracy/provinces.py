"""Forms of provinces, as their departments print them: titles, heads, units and rows; the figures are made up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial

from tools.accuracy.cases import Case, Document
from tools.accuracy.printed_cases import make_book
from tools.accuracy.printers import CHROMIUM, find
from tools.accuracy.prints import by_chromium
from tools.accuracy.regions import Region
from tools.accuracy.rewriting import each_sheet, each_table
from tools.accuracy.sheets import Book, Cell, Head, Row, Sheet, Table, head, head_rows
from tools.accuracy.web import Look
from tools.typesetter.style import WAN_YUAN, YUAN, NumberStyle, Unit

FIRST_SEED = 6000
GENERAL = "general_public_budget"
COUNTS = (
    ("（二）相关统计数", ""), ("1．因公出国（境）团组数（个）", "0"), ("2．因公出国（境）人次数（人）", "0"),
    ("3．公务用车购置数（辆）", "1"), ("4．公务用车保有量（辆）", "6"), ("5．国内公务接待批次（个）", "41"),
    ("6．国内公务接待人次（人）", "388"),
)  # fmt: skip
OPERATING_COSTS = (
    ("二、机关运行经费", "operating_cost", "31.50"),
    ("（一）行政单位", "operating_cost.of_which.administrative_units", "31.50"),
    ("（二）参照公务员法管理事业单位", "operating_cost.of_which.civil_service_institutions", ""),
)
YUNNAN_LINES = {
    "total": "（一）支出合计",
    "overseas_travel": "1．因公出国（境）费",
    "vehicle_total": "2．公务用车购置及运行维护费",
    "vehicle_purchase": "（1）公务用车购置费",
    "vehicle_operation": "（2）公务用车运行维护费",
    "reception": "3．公务接待费",
}
SPENT: tuple[tuple[str, Head], ...] = tuple(
    (measure, head("本年支出", "合计", head("基本支出", "小计", "人员经费", "日常公用经费"), "项目支出"))
    for measure in ("total", "basic", "basic.of_which.personnel", "basic.of_which.public", "project")
)
OPENING = head("年初结转和结余", "合计", "基本支出结转", "项目支出结转和结余")
INCOME = head("本年收入", "合计", "基本支出", "项目支出")
CLOSING = head(
    "年末结转和结余", "合计", "基本支出结转", head("项目支出结转和结余", "小计", "项目支出结转", "项目支出结余")
)


def _other(statement: str, line: str, measure: str, text: str, unit: Unit, *, name: str = "") -> Cell:
    """A figure that the ledger has not."""
    return Cell(text, 1, 1, "right", statement, line, measure, Decimal(text) * unit.yuan, "", name)


def _amounts(sheet: Sheet) -> dict[tuple[str, str], Cell]:
    return {(cell.line_code, cell.measure): cell for cell in sheet.table.amounts()}


def with_balances(book: Book) -> Book:
    """一般公共预算 with balances and income by 基本支出 and 项目支出: as much came in as went out."""

    def widened(table: Table, sheet: Sheet) -> Table:
        """The table with the wide head, its labels as they were."""
        if sheet.statement != GENERAL:
            return table
        labels = next(n for n, width in enumerate(table.widths) if width == table.widths[-1])
        heads = (
            head("项目", head("支出功能分类科目编码", "类", "款", "项"), "科目名称"),
            OPENING,
            INCOME,
            SPENT[0][1],
            CLOSING,
        )
        body = tuple(_widened(row, labels) for row in table.body)
        columns = sum(item.width() for item in heads[-4:])
        numbers = (Cell("栏次", labels), *(Cell(str(n), align="center") for n in range(1, columns + 1)))
        return Table((*head_rows(heads), numbers), body, (*table.widths[:labels], *(1.4,) * columns))

    return each_table(book, widened)


def _widened(row: Row, labels: int) -> Row:
    own = {cell.measure: cell for cell in row if cell.measure}
    cut = 1 if row[0].columns == labels else labels
    blank = Cell(align="right")
    spent = [own.get(m, blank) for m in ("total", "basic", "project")]
    income = tuple(
        replace(cell, measure=measure) if cell.measure else cell
        for cell, measure in zip(spent, ("income", "income.of_which.basic", "income.of_which.project"), strict=True)
    )
    total, basic, project = spent
    nothing = tuple(
        replace(total, text="0.00", yuan=Decimal(0), measure=measure) if total.measure else blank
        for measure in ("closing_balance", "closing_balance.of_which.basic", "closing_balance.of_which.project")
    )
    return (*row[:cut], *(blank,) * 3, *income, total, basic, blank, blank, project, *nothing, blank, blank)


def yunnan_public(book: Book) -> Book:
    """三公 in rows with counts and 机关运行经费 below, and the general budget's part of it in a table of its own."""

    def listed(sheet: Sheet) -> list[Sheet]:
        """The two tables in the place of one."""
        if sheet.statement != "three_public":
            return [sheet]
        found = _amounts(sheet)
        rows: list[Row] = [(Cell("一、“三公”经费支出"), Cell("1", align="center"), Cell("—"), Cell("—"))]
        for line, label in YUNNAN_LINES.items():
            cells = (found.get((line, measure), Cell(align="right")) for measure in ("budget", "actual"))
            rows.append((Cell(label), Cell(str(len(rows) + 1), align="center"), *cells))
        guests = _other("three_public", "reception.of_which.domestic_guests", "budget", "0", YUAN, name="国内接待费")
        rows.append(
            (Cell("（1）国内接待费"), Cell(str(len(rows) + 1), align="center"), replace(guests, text="—"), Cell(""))
        )
        for label, count in COUNTS:
            rows.append((Cell(label), Cell(str(len(rows) + 1), align="center"), Cell("—"), Cell(count, align="right")))
        heads = head_rows((head("项目"), head("行次"), head("预算数"), head("决算统计数")))
        for label, line, cost in OPERATING_COSTS:
            spent = _other("three_public", line, "actual", cost, YUAN, name=label) if cost else Cell(align="right")
            planned = replace(_other("three_public", line, "budget", "0", YUAN, name=label), text="—")
            rows.append((Cell(label), Cell(str(len(rows) + 1), align="center"), planned, spent))
        table = Table(heads, tuple(rows), (4.0, 0.6, 2.0, 2.0))
        plain = tuple(tuple(Cell(cell.text, align=cell.align) for cell in row) for row in rows)
        other = replace(
            sheet, statement="", title="一般公共预算财政拨款“三公”经费情况表", table=replace(table, body=plain)
        )
        return [replace(sheet, table=table), other]

    return each_sheet(book, listed)


def shaanxi_public(book: Book) -> Book:
    """三公 with its items as columns, 会议费 and 培训费 beside them, budget and account as rows."""

    def turned(table: Table, sheet: Sheet) -> Table:
        """The table with two rows."""
        if sheet.statement != "three_public":
            return table
        found = _amounts(sheet)
        lines = ("total", "overseas_travel", "reception", "vehicle_total", "vehicle_purchase", "vehicle_operation")
        vehicles = head("公务用车购置及运行维护费", "小计", "公务用车购置费", "公务用车运行维护费")
        group = head("一般公共预算财政拨款安排的“三公”经费", "小计", "因公出国（境）费用", "公务接待费", vehicles)
        heads = head_rows((head("项目"), group, head("会议费"), head("培训费")))
        body = tuple(
            (
                Cell(label),
                *(found.get((line, measure), Cell(align="right")) for line in lines),
                _other("three_public", "meetings", measure, "1.20", WAN_YUAN),
                _other("three_public", "training", measure, "2.35", WAN_YUAN),
            )
            for label, measure in (("预算数", "budget"), ("决算数", "actual"))
        )
        return Table(heads, body, (1.0, *(1.4,) * 8))

    return each_table(book, turned)


def public_titles(book: Book) -> Book:
    """收入支出决算公开表 for 收入支出决算总表, and so on."""
    return each_sheet(
        book, lambda s: [replace(s, title=s.title.replace("决算总表", "决算公开表").replace("决算表", "决算公开表"))]
    )


def _yunnan(book: Book) -> Book:
    return yunnan_public(with_balances(book))


def _same(book: Book) -> Book:
    return book


YUNNAN = Region(
    "yunnan",
    titles={
        "summary": "收入支出决算表",
        "fiscal_summary": "财政拨款收入支出决算表",
        GENERAL: "一般公共预算财政拨款收入支出决算表",
        "state_capital": "国有资本经营预算财政拨款收入支出决算表",
        "three_public": "财政拨款“三公”经费、行政参公单位机关运行经费情况表",
    },
    codes="split",
    code_heading="支出功能分类科目编码",
    unit=YUAN,
    unit_line="金额单位：{unit}",
    amount_heading="金额",
    wide=("income", "expenditure", "fiscal_summary", GENERAL, "government_fund"),
    extra=("project",),
)
SHAANXI = Region(
    "shaanxi",
    titles={
        "income": "收入决算总表",
        "expenditure": "支出决算总表",
        "three_public": "一般公共预算财政拨款“三公”经费及会议费、培训费支出决算表",
    },
    entity="编制部门：{department}",
    unit_line="金额单位：{unit}",
    one_line=True,
    column_numbers=False,
    line_numbers=False,
    basic="matrix",
)
NEIMENGGU = Region(
    "neimenggu",
    titles={"basic_expenditure": "一般公共预算财政拨款基本支出决算明细表"},
    unit_line="金额单位：{unit}",
    amount_heading="决算数",
    extra=("detail", "project"),
)
HAINAN = Region(
    "hainan",
    titles={
        GENERAL: "一般公共预算财政拨款收入支出决算表",
        "three_public": "一般公共预算财政拨款“三公”经费支出决算表",
    },
    entity="公开部门：{department}",
    unit_line="单位：人民币{unit}",
    public="pairs",
    basic="list",
)
HUBEI = Region(
    "hubei",
    form_number="表{number}",
    entity="部门名称：{department}",
    unit_line="货币单位：{unit}",
    public="rows",
    basic="two",
    total="last",
)
XINJIANG = Region(
    "xinjiang",
    titles={"state_capital": "国有资本经营预算财政拨款收入支出决算表"},
    entity="编制单位：{department}",
    unit_line="币种：人民币 单位：{unit}",
    title_year=True,
    codes="split",
    number=NumberStyle(absent="0.00"),
)
JIANGXI = Region(
    "jiangxi",
    titles={"three_public": "“三公”经费支出决算表"},
    entity="编制单位：{department}",
    unit_line="单位：RMB{unit}",
    title_in_grid=True,
    basic="two",
    class_numbers=False,
)
ANHUI = Region(
    "anhui",
    entity="单位：{department}",
    unit_line="金额单位：CNY{unit}",
    one_line=True,
    codes="levels",
    amount_heading="决算数",
)
NOT_A_STATEMENT = frozenset({("unmapped", "")})
PROVINCES: dict[str, tuple[Region, Callable[[Book], Book]]] = {
    "yunnan": (YUNNAN, _yunnan),
    "shaanxi": (SHAANXI, shaanxi_public),
    "neimenggu": (NEIMENGGU, _same),
    "hainan": (HAINAN, public_titles),
    "hubei": (HUBEI, _same),
    "xinjiang": (XINJIANG, _same),
    "jiangxi": (JIANGXI, _same),
    "anhui": (ANHUI, _same),
}
"""Region and what else is its own, by name."""


def _print(seed: int, region: Region, change: Callable[[Book], Book]) -> Document:
    book = make_book(seed, region, items=7, non_fiscal=True, funds=("government_fund", "state_capital"))
    return by_chromium(change(book), Look(size=6.5))


def cases() -> list[Case]:
    """What Chromium prints of them, where it is installed."""
    if find(CHROMIUM) is None:
        return []
    return [
        Case(
            f"province-{name}", "chromium", partial(_print, FIRST_SEED + n, *province),
            allowed=NOT_A_STATEMENT if province[0].extra else frozenset(),
        )
        for n, (name, province) in enumerate(PROVINCES.items())
    ]  # fmt: skip
