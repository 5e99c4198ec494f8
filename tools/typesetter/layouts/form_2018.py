"""The form of 2016 to 2018 as most provinces printed it: eight statements, old names, 财政拨款收入 in one line."""

from __future__ import annotations

from dataclasses import replace

from tools.typesetter.layout import Column, FixedLine, Form, Role
from tools.typesetter.layouts.lines import (
    APPROPRIATION,
    CLASSES_2018,
    FISCAL_SOURCES,
    FUND_OF_APPROPRIATION,
    INCOME_SOURCES,
    centred,
    class_lines,
    numbered,
    padded,
)
from tools.typesetter.layouts.wuhan import WUHAN

HEIGHT = len(CLASSES_2018)

SUMMARY = replace(
    WUHAN.form("summary"),
    title="{year}年度收入支出决算总表",
    blocks=(
        (
            *padded((APPROPRIATION, FUND_OF_APPROPRIATION, *numbered(INCOME_SOURCES[3:], 2)), HEIGHT),
            centred("本年收入合计", "income.current_total"),
            FixedLine("用事业基金弥补收支差额", "income.non_fiscal_surplus_used"),
            FixedLine("年初结转和结余", "income.opening_balance"),
            centred("总计", "income.grand_total"),
        ),
        (
            *class_lines(CLASSES_2018),
            centred("本年支出合计", "expenditure.current_total"),
            FixedLine("结余分配", "expenditure.surplus_distribution"),
            FixedLine("年末结转和结余", "expenditure.closing_balance"),
            centred("总计", "expenditure.grand_total"),
        ),
    ),
)


def _side(heading: str, amounts: tuple[Column, ...], block: int) -> Column:
    label = Column("项目", Role.NAME, width=2.8, block=block)
    number = Column("行次", Role.LINE_NUMBER, width=0.5, block=block)
    return Column(heading, children=(label, number, *amounts))


FISCAL_SUMMARY = replace(
    WUHAN.form("fiscal_summary"),
    title="{year}年度财政拨款收入支出决算总表",
    columns=(
        _side("收入", (Column("金额", measure="amount"),), 0),
        _side(
            "支出",
            (
                Column("合计", measure="total", block=1),
                Column("一般公共预算财政拨款", measure="general_public_budget", block=1),
                Column("政府性基金预算财政拨款", measure="government_fund", block=1),
            ),
            1,
        ),
    ),
    blocks=(
        (
            *padded(numbered(FISCAL_SOURCES[:2]), HEIGHT),
            centred("本年收入合计", "income.current_total"),
            FixedLine("年初财政拨款结转和结余", "income.opening_balance"),
            FixedLine("　一般公共预算财政拨款", "income.opening_balance.general_public_budget"),
            FixedLine("　政府性基金预算财政拨款", "income.opening_balance.government_fund"),
            centred("总计", "income.grand_total"),
        ),
        (
            *class_lines(CLASSES_2018),
            centred("本年支出合计", "expenditure.current_total"),
            FixedLine("年末财政拨款结转和结余", "expenditure.closing_balance"),
            *(FixedLine(),) * 2,
            centred("总计", "expenditure.grand_total"),
        ),
    ),
)


def _older(statement: str, number: int, title: str) -> Form:
    return replace(WUHAN.form(statement), form_number=f"公开{number:02d}表", title="{year}年度" + title)


FORM_2018 = replace(
    WUHAN,
    name="form_2018",
    forms=(
        replace(SUMMARY, form_number="公开01表"),
        _older("income", 2, "收入决算表"),
        _older("expenditure", 3, "支出决算表"),
        replace(FISCAL_SUMMARY, form_number="公开04表"),
        _older("general_public_budget", 5, "一般公共预算财政拨款支出决算表"),
        _older("basic_expenditure", 6, "一般公共预算财政拨款基本支出决算表"),
        _older("three_public", 7, "一般公共预算财政拨款“三公”经费支出决算表"),
        _older("government_fund", 8, "政府性基金预算财政拨款收入支出决算表"),
    ),
)
