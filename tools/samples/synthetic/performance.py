"""The performance forms of the synthetic samples: two projects a year, on a form by 财政部 and on a short one.

Their money is a part of the year's project expenditure, so that the projects together never exceed it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from tools.samples.synthetic.ledger import draw
from tools.typesetter.model import Block, Disclosure, Heading, Part
from tools.typesetter.performance import Funds, Indicator, PerformanceForm, hubei_form, national_form
from tools.typesetter.style import WAN_YUAN, Unit

CENT = Decimal("0.01")
PROJECTS = (("数据资源整合专项", 31), ("公共服务提升专项经费", 22))
"""Name, and per cent of the year's project expenditure."""
INDICATORS = (
    ("产出指标", "数量指标", "完成专题调研报告", "≥{n}篇", "{m}篇", "10"),
    ("产出指标", "数量指标", "组织业务培训", "{n}场次", "{m}场次", "10"),
    ("产出指标", "数量指标", "服务对象人次", "≥1,{n}00人次", "1,{m}00人次", "10"),
    ("产出指标", "质量指标", "成果验收合格率", "100%", "100%", "10"),
    ("产出指标", "时效指标", "任务按期完成情况", "{year}年12月底前完成", "{year}年12月20日完成", "10"),
    ("成本指标", "经济成本指标", "成本控制情况", "控制在预算以内", "未超预算", "10"),
    ("效益指标", "社会效益指标", "公共服务水平", "优良中低差", "优", "15"),
    ("效益指标", "可持续影响指标", "长效机制建设", "不断完善", "已建立制度3项", "10"),
    ("满意度指标", "服务对象满意度指标", "服务对象满意度", "≥95%", "96.{n}%", "5"),
)


def make_forms(disclosure: Disclosure, unit: Unit) -> tuple[PerformanceForm, ...]:
    """The forms of a disclosure, from its project expenditure."""
    spent = disclosure.statement("expenditure").yuan("total", "project") or Decimal(0)
    return tuple(_form(disclosure, project, spent * share / 100, unit) for project, share in PROJECTS)


def performance_part(disclosure: Disclosure, unit: Unit) -> Part:
    """The forms as the last part of the document: one form by 财政部, one short one."""
    return part_of(make_forms(disclosure, unit), disclosure.fiscal_year)


def part_of(forms: Sequence[PerformanceForm], year: int) -> Part:
    """Two forms as a part of a document, the first by 财政部, the second a short one."""
    blocks: list[Block] = []
    for form, table in zip(forms, (national_form, hubei_form), strict=True):
        blocks += [Heading(f"{year}年度{form.project}绩效自评表", 2), table(form)]
    return Part("第五部分 附件", tuple(blocks))


def _form(disclosure: Disclosure, project: str, yuan: Decimal, unit: Unit) -> PerformanceForm:
    name = f"{disclosure.department}/{disclosure.fiscal_year}/{project}"
    executed = (yuan / WAN_YUAN.yuan).quantize(CENT) * WAN_YUAN.yuan / unit.yuan
    budget = executed + draw(f"{name}/unspent", 1, 900) * CENT * WAN_YUAN.yuan / unit.yuan
    rate = executed * 100 / budget
    score = (rate / 10).quantize(CENT)
    indicators = tuple(_indicators(name, disclosure.fiscal_year))
    planned, paid = f"{budget:,.2f}", f"{executed:,.2f}"
    total = Funds(planned, planned, paid, f"{rate:.2f}%", "10", str(score))
    return PerformanceForm(
        project,
        disclosure.department,
        f"{disclosure.department}（本级）",
        unit.label,
        total,
        indicators,
        fiscal=Funds(planned, planned, paid, "—", "—", "—"),
        carried_over=Funds("0.00", "0.00", "0.00", "—", "—", "—"),
        other=Funds("", "", "", "—", "—", "—"),
        goal="完成年度重点任务，提升公共服务水平，服务对象满意。",
        goal_result="年度重点任务已经完成，各项指标达到预期。",
        weight_total="100",
        score_total=str(score + sum(Decimal(i.score) for i in indicators)),
    )


def _indicators(name: str, year: int) -> Iterator[Indicator]:
    for level1, level2, level3, target, actual, weight in INDICATORS:
        n = draw(f"{name}/{level3}", 2, 8)
        score = str(int(weight) - (n % 3 == 0))
        reason = "部分工作有待深入，下年改进" if score != weight else ""
        values = {"n": n, "m": n + 1, "year": year}
        yield Indicator(level1, level2, level3, target.format(**values), actual.format(**values), weight, score, reason)
