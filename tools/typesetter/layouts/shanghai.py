"""The layout of 上海: no statement numbers, 三公 seventh as pairs of columns, headers not repeated, centred amounts."""

from __future__ import annotations

from tools.typesetter.layout import Body, Column, FixedLine, Footer, Form, Layout, Role, Total
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
from tools.typesetter.style import Align, NumberStyle, Style

STYLE = Style(
    amount_align=Align.CENTRE, repeat_header=False, row_height=21.0, table_size=9.5, margin_x=62.0, title_size=14.0
)
DENSE = Style(
    amount_align=Align.CENTRE,
    repeat_header=False,
    row_height=15.5,
    table_size=8.5,
    padding=2.0,
    margin_x=56.0,
    indent_names=True,
    title_size=14.0,
)


def _accounts(name_width: float, *amounts: Column) -> tuple[Column, ...]:
    code = Column("功能分类\n科目编码", Role.CODE, width=1.1)
    return (Column("项目", children=(code, Column("科目名称", Role.NAME, width=name_width))), *amounts)


def _amounts(*named: tuple[str, str]) -> tuple[Column, ...]:
    return tuple(Column(heading, measure=measure) for heading, measure in named)


def _side(heading: str, block: int) -> Column:
    return Column(
        heading,
        children=(
            Column("项目", Role.NAME, width=3.0, block=block),
            Column("决算数", measure="amount", width=1.2, block=block),
        ),
    )


SUMMARY = Form(
    "summary",
    "收入支出决算总表",
    (_side("收入", 0), _side("支出", 1)),
    Body.LINES,
    blocks=(
        (
            *padded(numbered(INCOME_SOURCES), len(CLASSES_2024)),
            centred("本年收入合计", "income.current_total"),
            FixedLine("使用非财政拨款结余", "income.non_fiscal_surplus_used"),
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
    style=DENSE,
    note="注：本表反映部门本年度的总收支和年末结转结余情况。",
)

INCOME = Form(
    "income",
    "收入决算表",
    _accounts(
        3.0,
        *_amounts(
            ("本年收入合计", "total"),
            ("财政拨款收入", "fiscal_appropriation"),
            ("上级补助收入", "superior_subsidy"),
            ("事业收入", "institutional"),
            ("经营收入", "operating"),
            ("附属单位上缴收入", "affiliated_remittance"),
            ("其他收入", "other"),
        ),
    ),
    Body.ACCOUNTS,
    landscape=True,
    note="注：本表反映部门本年度取得的各项收入情况。",
)

EXPENDITURE = Form(
    "expenditure",
    "支出决算表",
    _accounts(
        2.4,
        *_amounts(
            ("本年支出合计", "total"),
            ("基本支出", "basic"),
            ("项目支出", "project"),
            ("上缴上级支出", "remitted_to_superior"),
            ("经营支出", "operating"),
            ("对附属单位补助支出", "subsidy_to_affiliated"),
        ),
    ),
    Body.ACCOUNTS,
    landscape=True,
    note="注：本表反映部门本年度各项支出情况。",
)

FISCAL_SUMMARY = Form(
    "fiscal_summary",
    "财政拨款收入支出决算总表",
    (
        _side("收入", 0),
        Column(
            "支出",
            children=(
                Column("项目", Role.NAME, width=3.0, block=1),
                Column("合计", measure="total", block=1),
                Column("一般公共预算财政拨款", measure="general_public_budget", block=1),
                Column("政府性基金预算财政拨款", measure="government_fund", block=1),
                Column("国有资本经营预算财政拨款", measure="state_capital", block=1),
            ),
        ),
    ),
    Body.LINES,
    landscape=True,
    blocks=(
        (
            *padded(numbered(FISCAL_SOURCES), len(CLASSES_2024)),
            FixedLine("本年收入合计", "income.current_total"),
            FixedLine("年初财政拨款结转和结余", "income.opening_balance"),
            FixedLine("一、一般公共预算财政拨款", "income.opening_balance.general_public_budget"),
            FixedLine("二、政府性基金预算财政拨款", "income.opening_balance.government_fund"),
            FixedLine("三、国有资本经营预算财政拨款", "income.opening_balance.state_capital"),
            centred("总计", "income.grand_total"),
        ),
        (
            *class_lines(CLASSES_2024),
            FixedLine("本年支出合计", "expenditure.current_total"),
            FixedLine("年末财政拨款结转和结余", "expenditure.closing_balance"),
            *(FixedLine(),) * 3,
            centred("总计", "expenditure.grand_total"),
        ),
    ),
    note="注：本表反映部门本年度财政拨款总收支和结转结余情况。",
)

GENERAL_PUBLIC_BUDGET = Form(
    "general_public_budget",
    "一般公共预算财政拨款支出决算表",
    _accounts(1.6, *_amounts(("合计", "total"), ("基本支出", "basic"), ("项目支出", "project"))),
    Body.ACCOUNTS,
    total=Total.LAST,
    note="注：本表反映部门本年度一般公共预算财政拨款支出情况。",
)


def _block(block: int) -> tuple[Column, ...]:
    return (
        Column("经济分类\n科目编码", Role.CODE, width=1.0, block=block),
        Column("科目名称", Role.NAME, width=2.2, block=block),
        Column("决算数", measure="amount", width=1.0, block=block),
    )


BASIC = Form(
    "basic_expenditure",
    "一般公共预算财政拨款基本支出决算表",
    (*_block(0), *_block(1)),
    Body.LINES,
    blocks=(items(PERSONNEL), items(GOODS | CAPITAL)),
    footers=(Footer("人员经费合计", "personnel_total", 2), Footer("公用经费合计", "public_total", 2)),
    style=DENSE,
    number=NumberStyle(absent="0.00"),
    note="注：本表反映部门本年度一般公共预算财政拨款基本支出明细情况。",
)


def _pair(line_code: str) -> tuple[Column, ...]:
    return (
        Column("预算数", measure="budget", line_code=line_code),
        Column("决算数", measure="actual", line_code=line_code),
    )


THREE_PUBLIC = Form(
    "three_public",
    "财政拨款“三公”经费支出决算表",
    (
        Column(
            "财政拨款“三公”经费",
            children=(
                Column("合计", children=_pair("total")),
                Column("因公出国（境）费", children=_pair("overseas_travel")),
                Column(
                    "公务用车购置及运行维护费",
                    children=(
                        Column("小计", children=_pair("vehicle_total")),
                        Column("公务用车购置费", children=_pair("vehicle_purchase")),
                        Column("公务用车运行维护费", children=_pair("vehicle_operation")),
                    ),
                ),
                Column("公务接待费", children=_pair("reception")),
            ),
        ),
    ),
    Body.SINGLE_ROW,
    landscape=True,
    note="注：本表反映部门本年度“三公”经费支出预决算情况。",
    empty_sentence="说明：{department}本年度没有财政拨款“三公”经费支出，故本表无数据。",
)


def _fund(statement: str, name: str) -> Form:
    return Form(
        statement,
        f"{name}预算财政拨款收入支出决算表",
        _accounts(
            2.4,
            Column("年初结转和结余", measure="opening_balance"),
            Column("本年收入", measure="income"),
            Column("本年支出", children=_amounts(("合计", "total"), ("基本支出", "basic"), ("项目支出", "project"))),
            Column("年末结转和结余", measure="closing_balance"),
        ),
        Body.ACCOUNTS,
        spare_rows=3,
        landscape=True,
        note=f"注：本表反映部门本年度{name}预算财政拨款收入支出及结转和结余情况。",
        empty_sentence=f"无{name}预算财政拨款收入支出的，仍保留该表格式，并在本表下方作下述说明：\n"
        f"说明：{{department}}本年度没有{name}预算财政拨款收入和支出，故本表无数据。",
    )


SHANGHAI = Layout(
    name="shanghai",
    forms=(
        SUMMARY,
        INCOME,
        EXPENDITURE,
        FISCAL_SUMMARY,
        GENERAL_PUBLIC_BUDGET,
        BASIC,
        THREE_PUBLIC,
        _fund("government_fund", "政府性基金"),
        _fund("state_capital", "国有资本经营"),
    ),
    cover=("{department}", "{year} 年度部门决算"),
    contents_page_numbers=False,
    style=STYLE,
)
