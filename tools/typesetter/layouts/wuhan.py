"""The layout of 武汉 and of most provinces: 公开0X表, 行次, 栏次, 类/款/项 in the header, 合计 beside them."""

from __future__ import annotations

from tools.typesetter.layout import Body, Column, FixedLine, Footer, Form, Layout, Numbering, Role, Total
from tools.typesetter.layouts.lines import (
    CAPITAL,
    CLASSES_2024,
    FISCAL_SOURCES,
    GOODS,
    INCOME_SOURCES,
    PERSONNEL,
    centred,
    class_lines,
    items,
    numbered,
    padded,
)
from tools.typesetter.style import Style

ENTITY = "部门：{department}"


def _accounts(*amounts: Column, name_width: float = 3.4) -> tuple[Column, ...]:
    levels = tuple(Column(level, Role.CODE, width=0.4) for level in "类款项")
    code = Column("功能分类科目编码", children=levels)
    return (Column("项目", children=(code, Column("科目名称", Role.NAME, width=name_width))), *amounts)


def _amounts(*named: tuple[str, str]) -> tuple[Column, ...]:
    return tuple(Column(heading, measure=measure) for heading, measure in named)


def _side(heading: str, amount: str, block: int, width: float, measure: str = "") -> Column:
    return Column(
        heading,
        children=(
            Column("项目", Role.NAME, width=width, block=block),
            Column("行次", Role.LINE_NUMBER, width=0.5, block=block),
            Column(amount, measure=measure, width=1.2, block=block),
        ),
    )


BASIC_AND_PROJECT = (("基本支出", "basic"), ("项目支出", "project"))

SUMMARY = Form(
    "summary",
    "{year} 年度收入支出决算总表",
    (_side("收入", "金额", 0, 3.4), _side("支出", "金额", 1, 3.4)),
    Body.LINES,
    form_number="公开 01 表",
    entity=ENTITY,
    numbering=Numbering.ROW,
    blocks=(
        (
            *padded(numbered(INCOME_SOURCES), len(CLASSES_2024)),
            centred("本年收入合计", "income.current_total"),
            FixedLine("使用非财政拨款结余（含专用结余）", "income.non_fiscal_surplus_used"),
            FixedLine("年初结转和结余", "income.opening_balance"),
            centred("总计", "income.grand_total"),
        ),
        (
            *class_lines(CLASSES_2024),
            centred("本年支出合计", "expenditure.current_total"),
            FixedLine("结余分配", "expenditure.surplus_distribution"),
            FixedLine("年末结转和结余", "expenditure.closing_balance"),
            centred("总计", "expenditure.grand_total"),
        ),
    ),
    note="注：1.本表反映部门本年度的总收入和年末结转结余情况。\n　　2.本套报表金额单位转换时可能存在尾数误差。",
)

INCOME = Form(
    "income",
    "{year} 年度收入决算表",
    _accounts(
        *_amounts(
            ("本年收入合计", "total"),
            ("财政拨款收入", "fiscal_appropriation"),
            ("上级补助收入", "superior_subsidy"),
            ("事业收入", "institutional"),
            ("经营收入", "operating"),
            ("附属单位上缴收入", "affiliated_remittance"),
            ("其他收入", "other"),
        )
    ),
    Body.ACCOUNTS,
    form_number="公开 02 表",
    entity=ENTITY,
    total=Total.IN_HEADER,
    numbering=Numbering.LAST_HEADER_ROW,
    landscape=True,
    note="注：本表反映部门本年度取得的各项收入情况。",
)

EXPENDITURE = Form(
    "expenditure",
    "{year} 年度支出决算表",
    _accounts(
        *_amounts(
            ("本年支出合计", "total"),
            *BASIC_AND_PROJECT,
            ("上缴上级支出", "remitted_to_superior"),
            ("经营支出", "operating"),
            ("对附属单位补助支出", "subsidy_to_affiliated"),
        )
    ),
    Body.ACCOUNTS,
    form_number="公开 03 表",
    entity=ENTITY,
    total=Total.IN_HEADER,
    numbering=Numbering.LAST_HEADER_ROW,
    landscape=True,
    note="注：本表反映部门本年度各项支出情况。",
)

FISCAL_SUMMARY = Form(
    "fiscal_summary",
    "{year} 年度财政拨款收入支出决算总表",
    (
        _side("收 入", "决算数", 0, 2.8, "amount"),
        Column(
            "支 出",
            children=(
                Column("项目", Role.NAME, width=2.8, block=1),
                Column("行次", Role.LINE_NUMBER, width=0.5, block=1),
                Column(
                    "决算数",
                    children=(
                        Column("小计", measure="total", block=1),
                        Column("一般公共预算财政拨款", measure="general_public_budget", block=1),
                        Column("政府性基金预算财政拨款", measure="government_fund", block=1),
                        Column("国有资本经营预算财政拨款", measure="state_capital", block=1),
                    ),
                ),
            ),
        ),
    ),
    Body.LINES,
    form_number="公开 04 表",
    entity=ENTITY,
    numbering=Numbering.ROW,
    landscape=True,
    blocks=(
        (
            *padded(numbered(FISCAL_SOURCES), len(CLASSES_2024)),
            centred("本年收入合计", "income.current_total"),
            FixedLine("年初财政拨款结转和结余", "income.opening_balance"),
            FixedLine("　一般公共预算财政拨款", "income.opening_balance.general_public_budget"),
            FixedLine("　政府性基金预算财政拨款", "income.opening_balance.government_fund"),
            FixedLine("　国有资本经营预算财政拨款", "income.opening_balance.state_capital"),
            centred("总计", "income.grand_total"),
        ),
        (
            *class_lines(CLASSES_2024),
            centred("本年支出合计", "expenditure.current_total"),
            FixedLine("年末财政拨款结转和结余", "expenditure.closing_balance"),
            FixedLine(),
            FixedLine(),
            FixedLine(),
            centred("总计", "expenditure.grand_total"),
        ),
    ),
    note="注：本表反映部门本年度一般公共预算财政拨款、政府性基金预算财政拨款和国有资本经营预算财政拨款的总收入和年末结转结余情况。",
)

GENERAL_PUBLIC_BUDGET = Form(
    "general_public_budget",
    "{year} 年度一般公共预算财政拨款支出决算表",
    _accounts(Column("本年支出", children=_amounts(("小计", "total"), *BASIC_AND_PROJECT)), name_width=2.6),
    Body.ACCOUNTS,
    form_number="公开 05 表",
    entity=ENTITY,
    total=Total.IN_HEADER,
    numbering=Numbering.LAST_HEADER_ROW,
    note="注：本表反映部门本年度一般公共预算财政拨款支出情况。",
)


def _block(block: int, code_width: float, name_width: float) -> tuple[Column, ...]:
    return (
        Column("经济分类科目编码", Role.CODE, width=code_width, block=block),
        Column("科目名称", Role.NAME, width=name_width, block=block),
        Column("决算数", measure="amount", width=1.0, block=block),
    )


BASIC = Form(
    "basic_expenditure",
    "{year} 年度一般公共预算财政拨款基本支出决算明细表",
    (
        Column("人员经费", children=_block(0, 0.8, 2.3)),
        Column("公用经费", children=(*_block(1, 0.7, 2.0), *_block(2, 0.55, 1.9))),
    ),
    Body.LINES,
    form_number="公开 06 表",
    entity=ENTITY,
    blocks=(
        items(PERSONNEL),
        items(GOODS),
        items(CAPITAL),
    ),
    footers=(Footer("人员经费合计", "personnel_total", 2), Footer("公用经费合计", "public_total", 5)),
    note="注：本表反映部门本年度一般公共预算财政拨款基本支出明细情况。",
)

GOVERNMENT_FUND = Form(
    "government_fund",
    "{year} 年度政府性基金预算财政拨款收入支出决算表",
    _accounts(
        Column("年初结转和结余", measure="opening_balance"),
        Column("本年收入", measure="income"),
        Column("本年支出", children=_amounts(("小计", "total"), *BASIC_AND_PROJECT)),
        Column("年末结转和结余", measure="closing_balance"),
    ),
    Body.ACCOUNTS,
    form_number="公开 07 表",
    entity=ENTITY,
    total=Total.IN_HEADER,
    numbering=Numbering.LAST_HEADER_ROW,
    landscape=True,
    spare_rows=2,
    note="注：本表反映部门本年度政府性基金预算财政拨款收入、支出及结转和结余情况。",
    empty_sentence="本部门 {year} 年度无政府性基金预算财政拨款收入支出。",
)

STATE_CAPITAL = Form(
    "state_capital",
    "{year} 年度国有资本经营预算财政拨款支出决算表",
    _accounts(Column("本年支出", children=_amounts(("合计", "total"), *BASIC_AND_PROJECT))),
    Body.ACCOUNTS,
    form_number="公开 08 表",
    entity=ENTITY,
    total=Total.IN_HEADER,
    numbering=Numbering.LAST_HEADER_ROW,
    landscape=True,
    leaves_out=("opening_balance", "income", "closing_balance"),
    spare_rows=2,
    starts_page=False,
    note="注：本表反映部门本年度国有资本经营预算财政拨款支出情况。",
    empty_sentence="本部门 {year} 年度无国有资本经营预算财政拨款支出。",
)


def _three_public(measure: str) -> tuple[Column, ...]:
    vehicles = Column(
        "公务用车购置及运行维护费",
        children=(
            Column("小计", measure=measure, line_code="vehicle_total"),
            Column("公务用车购置费", measure=measure, line_code="vehicle_purchase"),
            Column("公务用车运行维护费", measure=measure, line_code="vehicle_operation"),
        ),
    )
    return (
        Column("合计", measure=measure, line_code="total"),
        Column("因公出国（境）费", measure=measure, line_code="overseas_travel"),
        vehicles,
        Column("公务接待费", measure=measure, line_code="reception"),
    )


THREE_PUBLIC = Form(
    "three_public",
    "{year} 年度财政拨款“三公”经费支出决算表",
    (Column("预算数", children=_three_public("budget")), Column("决算数", children=_three_public("actual"))),
    Body.SINGLE_ROW,
    form_number="公开 09 表",
    entity=ENTITY,
    numbering=Numbering.ROW,
    landscape=True,
    note="注：本表反映部门本年度财政拨款“三公”经费支出预决算情况。其中，预算数为“三公”经费全年预算数，反映按规定程序调整后的预算数；"
    "决算数是包括当年财政拨款和以前年度结转资金安排的实际支出。",
    empty_sentence="本部门 {year} 年度无财政拨款三公经费支出。",
)

WUHAN = Layout(
    name="wuhan",
    forms=(
        SUMMARY,
        INCOME,
        EXPENDITURE,
        FISCAL_SUMMARY,
        GENERAL_PUBLIC_BUDGET,
        BASIC,
        GOVERNMENT_FUND,
        STATE_CAPITAL,
        THREE_PUBLIC,
    ),
    cover=("{year} 年度{department}", "部门决算公开"),
    statements_title="第二部分 {department} {year} 年度部门决算表",
    statements_part="",
    statements_title_page=True,
    style=Style(row_height=17.0, table_size=8.5, padding=2.5),
)
