"""The four statements of 高等学校: all fiscal funds together, 其中 lines and columns, 合计 in the header band."""

from __future__ import annotations

from tools.typesetter.layout import Body, Column, FixedLine, Form, Layout, Numbering, Role, Total
from tools.typesetter.layouts.lines import (
    APPROPRIATION,
    CLASSES_2024,
    FUND_OF_APPROPRIATION,
    INCOME_SOURCES,
    centred,
    class_lines,
    numbered,
    padded,
)
from tools.typesetter.style import Style

ENTITY = "单位名称：{department}"
CODE = Column("科目编码", Role.CODE, width=1.0)
NAME = Column("科目名称", Role.NAME, width=2.2)


def _side(heading: str, label: str, block: int) -> Column:
    return Column(
        heading,
        children=(
            Column(label, Role.NAME, width=2.6, block=block),
            Column("决算数", measure="amount", width=1.1, block=block),
        ),
    )


SUMMARY = Form(
    "summary",
    "表 1：高等学校收支决算总表",
    (_side("收入", "项目", 0), _side("支出", "项目(按功能分类)", 1)),
    Body.LINES,
    entity=ENTITY,
    numbering=Numbering.ROW,
    landscape=True,
    blocks=(
        (
            *padded(
                (
                    APPROPRIATION,
                    FUND_OF_APPROPRIATION,
                    *numbered(INCOME_SOURCES[3:], 2),
                    FixedLine("其中：捐赠收入", "income.other.of_which.donations"),
                ),
                len(CLASSES_2024),
            ),
            centred("本年收入合计", "income.current_total"),
            FixedLine("　使用非财政拨款结余（含专用结余）", "income.non_fiscal_surplus_used"),
            FixedLine("　上年结转和结余", "income.opening_balance"),
            FixedLine(),
            centred("合计", "income.grand_total"),
        ),
        (
            *class_lines(CLASSES_2024),
            centred("本年支出合计", "expenditure.current_total"),
            FixedLine("　结余分配", "expenditure.surplus_distribution"),
            FixedLine("　年末结转和结余", "expenditure.closing_balance"),
            FixedLine(),
            centred("合计", "expenditure.grand_total"),
        ),
    ),
)

INCOME = Form(
    "income",
    "表 2：高等学校收入决算表",
    (
        CODE,
        NAME,
        Column("本年收入合计", measure="total"),
        Column("财政拨款收入", measure="fiscal_appropriation"),
        Column("上级补助收入", measure="superior_subsidy"),
        Column(
            "事业收入",
            children=(
                Column("金额", measure="institutional"),
                Column("其中：教育收费", measure="institutional.of_which.education_fees"),
            ),
        ),
        Column("经营收入", measure="operating"),
        Column("附属单位上缴收入", measure="affiliated_remittance"),
        Column("其他收入", measure="other"),
    ),
    Body.ACCOUNTS,
    entity=ENTITY,
    total=Total.LAST,
    landscape=True,
)

EXPENDITURE = Form(
    "expenditure",
    "表 3：高等学校支出决算表",
    (
        CODE,
        NAME,
        Column("合计", measure="total"),
        Column("基本支出", measure="basic"),
        Column("项目支出", measure="project"),
        Column("上缴上级支出", measure="remitted_to_superior"),
        Column("经营支出", measure="operating"),
        Column("对附属单位补助支出", measure="subsidy_to_affiliated"),
    ),
    Body.ACCOUNTS,
    entity=ENTITY,
    total=Total.LAST,
    landscape=True,
)

FISCAL_EXPENDITURE = Form(
    "fiscal_expenditure",
    "表 4：高等学校财政拨款支出决算表",
    (
        Column(
            "项目",
            children=(
                Column("科目编码", children=tuple(Column(level, Role.CODE, width=0.35) for level in "类款项")),
                NAME,
            ),
        ),
        Column(
            "本年支出",
            children=(
                Column("合计", measure="total"),
                Column("基本支出", measure="basic"),
                Column(
                    "项目支出",
                    children=(
                        Column("小计", measure="project"),
                        Column("其中：基本建设资金支出", measure="project.of_which.capital_construction"),
                    ),
                ),
            ),
        ),
    ),
    Body.ACCOUNTS,
    entity=ENTITY,
    total=Total.IN_HEADER,
    landscape=True,
)

UNIVERSITY = Layout(
    name="university",
    forms=(SUMMARY, INCOME, EXPENDITURE, FISCAL_EXPENDITURE),
    cover=("{department}", "{year} 年度部门决算"),
    statements_title="二、{year} 年度部门决算报表",
    statements_part="",
    statements_title_page=True,
    style=Style(row_height=17.0, table_size=9.0, indent_names=True, repeat_header=False, rule_empty_columns=False),
)
