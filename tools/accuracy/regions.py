"""How regions print their statements: wording and switches as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tools.typesetter.style import WAN_YUAN, YUAN, NumberStyle, Unit

FUNDS = (
    ("general_public_budget", "一般公共预算财政拨款"),
    ("government_fund", "政府性基金预算财政拨款"),
    ("state_capital", "国有资本经营预算财政拨款"),
)
SOURCES = (
    ("superior_subsidy", "上级补助收入"),
    ("institutional", "事业收入"),
    ("operating", "经营收入"),
    ("affiliated_remittance", "附属单位上缴收入"),
    ("other", "其他收入"),
)
KINDS = (
    ("basic", "基本支出"),
    ("project", "项目支出"),
    ("remitted_to_superior", "上缴上级支出"),
    ("operating", "经营支出"),
    ("subsidy_to_affiliated", "对附属单位补助支出"),
)
PUBLIC = (
    ("total", "合计"),
    ("overseas_travel", "因公出国（境）费"),
    ("vehicle_total", "小计"),
    ("vehicle_purchase", "公务用车购置费"),
    ("vehicle_operation", "公务用车运行维护费"),
    ("reception", "公务接待费"),
)
PUBLIC_ROWS = {
    "total": "合计",
    "overseas_travel": "1.因公出国（境）费",
    "vehicle_total": "2.公务用车购置及运行维护费",
    "vehicle_purchase": "（1）公务用车购置费",
    "vehicle_operation": "（2）公务用车运行维护费",
    "reception": "3.公务接待费",
}
TITLES = {
    "summary": "收入支出决算总表",
    "income": "收入决算表",
    "expenditure": "支出决算表",
    "fiscal_summary": "财政拨款收入支出决算总表",
    "general_public_budget": "一般公共预算财政拨款支出决算表",
    "basic_expenditure": "一般公共预算财政拨款基本支出决算表",
    "government_fund": "政府性基金预算财政拨款收入支出决算表",
    "state_capital": "国有资本经营预算财政拨款支出决算表",
    "three_public": "财政拨款“三公”经费支出决算表",
}


@dataclass(frozen=True, slots=True)
class Region:
    """How a region prints its statements."""

    name: str
    titles: Mapping[str, str] = field(default_factory=dict)
    """Where they differ from the usual ones."""
    form_number: str = "公开{number:02d}表"
    entity: str = "部门：{department}"
    unit_line: str = "单位：{unit}"
    year_line: str = "{year}年度"
    one_line: bool = False
    """Entity, year and unit stand on one line."""
    title_year: bool = False
    title_in_grid: bool = False
    codes: str = "one"
    """one, split (three columns), levels (each row shows the digits of its own level), none (names alone)."""
    code_heading: str = "科目编码"
    total: str = "first"
    """Where the 合计 row stands: first or last."""
    line_numbers: bool = True
    column_numbers: bool = True
    amount_heading: str = "金额"
    classes: str = "all"
    """all, or used: only classes with an amount."""
    class_numbers: bool = True
    summary_blocks: int = 2
    """3: with the block 按支出性质和经济分类 of older forms."""
    summary_budget: bool = False
    """年初预算数 and 全年预算数 stand before the final account."""
    basic: str = "three"
    """three or two blocks side by side, list, or matrix (合计, 人员经费, 公用经费)."""
    basic_all_items: bool = True
    public: str = "twelve"
    """twelve columns, pairs, or rows."""
    education_fees: bool = False
    blank_rows: int = 0
    """Blank rows at the end of a list of accounts."""
    personnel_columns: bool = False
    """基本支出 is printed with 人员经费 and 公用经费 beside its total."""
    unit_columns: bool = False
    """部门代码 and 部门名称 stand before the code."""
    unit_below: bool = False
    """The unit is printed below the table."""
    note_in_table: bool = False
    """The note is the last row of the table."""
    flowing: bool = False
    """Statements follow each other without page breaks."""
    prior_year: bool = False
    """三公 in rows: with 上年决算数, and with counts of persons and vehicles below."""
    notes: bool = True
    order: tuple[str, ...] = tuple(TITLES)
    wide: tuple[str, ...] = ("income", "expenditure", "fiscal_summary", "government_fund", "three_public")
    unit: Unit = WAN_YUAN
    number: NumberStyle = field(default_factory=NumberStyle)
    extra: tuple[str, ...] = ()
    """Tables that are no statement of the contract: detail, project."""


REGIONS = {
    region.name: region
    for region in (
        Region(
            "central",
            titles={"state_capital": "国有资本经营预算财政拨款收入支出决算表"},
            codes="split",
            amount_heading="决算数",
        ),
        Region(
            "beijing",
            form_number="表{ordinal}",
            entity="编制部门：{department}",
            unit_line="金额单位：万元",
            one_line=True,
            line_numbers=False,
            column_numbers=False,
            classes="used",
            basic="matrix",
            public="rows",
            education_fees=True,
            amount_heading="决算数",
            wide=(),
        ),
        Region(
            "guangdong",
            entity="编制单位：{department}",
            unit_line="金额单位：万元",
            title_year=True,
            code_heading="支出功能分类科目编码",
            classes="all",
            basic="two",
            blank_rows=2,
            number=NumberStyle(absent="0.00"),
        ),
        Region(
            "sichuan",
            title_in_grid=True,
            codes="levels",
            unit=YUAN,
            unit_line="金额单位：{unit}",
            basic="three",
            extra=("detail", "project"),
            basic_all_items=False,
        ),
        Region(
            "zhejiang",
            year_line="",
            codes="none",
            column_numbers=False,
            line_numbers=False,
            total="last",
            basic="list",
            public="pairs",
            number=NumberStyle(thousands="", absent=""),
            wide=("fiscal_summary", "three_public"),
        ),
        Region(
            "fujian",
            personnel_columns=True,
            note_in_table=True,
            code_heading="功能分类科目编码",
            basic="two",
            amount_heading="决算数",
            wide=("income", "expenditure", "general_public_budget", "fiscal_summary", "three_public"),
        ),
        Region(
            "jiangsu",
            unit_below=True,
            entity="部门名称：{department}",
            unit_line="单位：{unit}",
            unit_columns=True,
            public="rows",
            prior_year=True,
            basic="list",
            form_number="附表{number}",
            column_numbers=False,
        ),
        Region(
            "henan",
            flowing=True,
            basic="two",
            basic_all_items=False,
            classes="used",
            class_numbers=False,
            wide=(),
            form_number="",
            order=("three_public", *tuple(TITLES)[:8]),
        ),
        Region(
            "old",
            summary_blocks=3,
            form_number="财决公开{number:02d}表",
            amount_heading="决算数",
            order=(*tuple(TITLES)[:7], "three_public"),
            titles={"three_public": "一般公共预算财政拨款“三公”经费支出决算表"},
            wide=tuple(TITLES),
        ),
        Region(
            "hunan",
            summary_budget=True,
            codes="split",
            basic="two",
            total="first",
            notes=False,
            number=NumberStyle(zero="0.00", absent=""),
        ),
    )
}
