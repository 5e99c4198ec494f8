"""Lines of 收入支出决算总表: keys with the labels that forms print."""

from __future__ import annotations

from tools.accuracy.regions import FUNDS, SOURCES
from tools.typesetter.numerals import ordinal

NATURE_LINES = (
    ("nature.basic", "一、基本支出"),
    ("nature.basic.personnel", "　　人员经费"),
    ("nature.basic.public", "　　日常公用经费"),
    ("nature.project", "二、项目支出"),
    ("nature.remitted_to_superior", "三、上缴上级支出"),
    ("nature.operating", "四、经营支出"),
    ("nature.subsidy_to_affiliated", "五、对附属单位补助支出"),
    ("", ""),
    ("nature.current_total", "本年支出合计"),
    ("nature.surplus_distribution", "结余分配"),
    ("nature.closing_balance", "年末结转和结余"),
    ("nature.grand_total", "总计"),
)
"""The third block of older forms, 按支出性质和经济分类."""


def summary_income_lines(year: int) -> list[tuple[str, str]]:
    """The income side of 收入支出决算总表 in the wording of a year."""
    if year <= 2018:
        first = [("income.fiscal_appropriation", "财政拨款收入")]
    else:
        first = [(f"income.{key}", name + "收入") for key, name in FUNDS]
    named = first + [(f"income.{key}", name) for key, name in SOURCES]
    lines = [(key, f"{ordinal(n)}、{name}") for n, (key, name) in enumerate(named, 1)]
    surplus = "用事业基金弥补收支差额" if year <= 2018 else "使用非财政拨款结余（含专用结余）"
    return [
        *lines,
        ("", ""),
        ("income.current_total", "本年收入合计"),
        ("income.non_fiscal_surplus_used", surplus),
        ("income.opening_balance", "年初结转和结余"),
        ("income.grand_total", "总计"),
    ]
