"""Part three of a synthetic disclosure: the prose of the form around the figures of its statements.

Whatever is derived (a change, a share, a rate) is derived from printed figures, so that the text agrees with the
statements and with the document of the year before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tools.samples.synthetic.ledger import Ledger, draw
from tools.samples.synthetic.statements import GENERAL, account_names, make_statements
from tools.typesetter.layouts.lines import CAPITAL, GOODS, PERSONNEL
from tools.typesetter.model import Block, Heading, Paragraph, Part, StatementData
from tools.typesetter.numbers import printed_value
from tools.typesetter.style import Unit

SOURCES = {
    "fiscal_appropriation": "财政拨款收入",
    "superior_subsidy": "上级补助收入",
    "institutional": "事业收入",
    "operating": "经营收入",
    "affiliated_remittance": "附属单位上缴收入",
    "other": "其他收入",
}
KINDS = {
    "basic": "基本支出",
    "project": "项目支出",
    "remitted_to_superior": "上缴上级支出",
    "operating": "经营支出",
    "subsidy_to_affiliated": "对附属单位补助支出",
}
THREE_PUBLIC = {
    "overseas_travel": "因公出国（境）费",
    "vehicle_total": "公务用车购置及运行维护费",
    "reception": "公务接待费",
}
FUNDS = {"government_fund": ("八", "政府性基金"), "state_capital": ("九", "国有资本经营")}
NAMES = PERSONNEL | GOODS | CAPITAL


@dataclass(frozen=True, slots=True)
class Year:
    """The statements of one year and how their figures are printed."""

    ledger: Ledger
    unit: Unit
    statements: dict[str, StatementData]

    @classmethod
    def of(cls, ledger: Ledger, unit: Unit) -> Year:
        """The printed year of a ledger."""
        return cls(ledger, unit, {data.statement: data for data in make_statements(ledger)})

    def value(self, statement: str, line: str, measure: str = "amount") -> Decimal:
        """A cell as printed, in the unit; 0 where it is blank."""
        return self.printed(self.statements[statement].yuan(line, measure) or Decimal(0))

    def printed(self, yuan: Decimal) -> Decimal:
        """An amount as printed, in the unit."""
        return printed_value(yuan, self.unit, 2)

    def say(self, value: Decimal) -> str:
        """A printed amount with its unit."""
        return f"{value:,.2f} {self.unit.label}"


def percent(part: Decimal, whole: Decimal) -> str:
    """A share or rate to two decimals."""
    return f"{(part * 100 / whole).quantize(Decimal('0.01'), rounding=ROUND_HALF_UP)}%"


def make_narrative(ledger: Ledger, previous: Ledger, unit: Unit, vehicles: int) -> Part:
    """Part three, with the year before to compare with."""
    now, before = Year.of(ledger, unit), Year.of(previous, unit)
    blocks = [
        *_totals(now, before),
        *_general_public_budget(now, before),
        *_basic(now),
        *_three_public(now, before, vehicles),
        *(block for fund in FUNDS for block in _fund(now, fund)),
        *_performance(now),
        *_other(now, before, vehicles),
    ]
    return Part("第三部分 {department} {year} 年度部门决算情况说明", tuple(blocks))


def _change(year: Year, now: Decimal, before: Decimal, subject: str) -> str:
    previous = year.ledger.year - 1
    if now == before:
        return f"与 {previous} 年度相比，{subject}持平。"
    change = abs(now - before)
    more, grown = ("增加", "增长") if now > before else ("减少", "下降")
    rate = f"，{grown} {percent(change, before)}" if before else ""
    reason = "当年任务增加" if now > before else "压减一般性支出"
    return f"与 {previous} 年度相比，{subject}{more} {year.say(change)}{rate}。主要原因：{reason}。"


def _shares(year: Year, statement: str, names: dict[str, str]) -> str:
    total = year.value(statement, "total", "total")
    amounts = {name: year.value(statement, "total", measure) for measure, name in names.items()}
    return "；".join(f"{name} {year.say(v)}，占 {percent(v, total)}" for name, v in amounts.items() if v)


def _totals(now: Year, before: Year) -> Iterator[Block]:
    department, year = now.ledger.department, now.ledger.year
    total, old = (y.value("summary", "income.grand_total") for y in (now, before))
    yield Heading("一、收入支出决算总体情况说明")
    yield Paragraph(
        f"{department} {year} 年度收入支出总计 {now.say(total)}。" + _change(now, total, old, "收入支出总计")
    )
    yield Heading("二、收入决算情况说明")
    received = now.value("income", "total", "total")
    yield Paragraph(f"本年收入合计 {now.say(received)}，其中：{_shares(now, 'income', SOURCES)}。")
    yield Heading("三、支出决算情况说明")
    spent = now.value("expenditure", "total", "total")
    yield Paragraph(f"本年支出合计 {now.say(spent)}，其中：{_shares(now, 'expenditure', KINDS)}。")
    yield Heading("四、财政拨款收入支出决算总体情况说明")
    total, old = (y.value("fiscal_summary", "income.grand_total") for y in (now, before))
    yield Paragraph(
        f"{department} {year} 年度财政拨款收入支出总计 {now.say(total)}。"
        + _change(now, total, old, "财政拨款收入支出总计")
    )


def _general_public_budget(now: Year, before: Year) -> Iterator[Block]:
    total, old = (y.value(GENERAL, "total", "total") for y in (now, before))
    spent = now.value("expenditure", "total", "total")
    yield Heading("五、一般公共预算财政拨款支出决算情况说明")
    yield Heading("（一）一般公共预算财政拨款支出决算总体情况", 2)
    yield Paragraph(
        f"一般公共预算财政拨款支出 {now.say(total)}，占本年支出合计的 {percent(total, spent)}。"
        + _change(now, total, old, "一般公共预算财政拨款支出")
    )
    yield Heading("（二）一般公共预算财政拨款支出决算结构情况", 2)
    classes = [row for row in now.statements[GENERAL].rows if len(row.line_code) == 3]
    parts = []
    for row in classes:
        value = now.value(GENERAL, row.line_code, "total")
        parts.append(f"{row.name}（类）{now.say(value)}，占 {percent(value, total)}")
    yield Paragraph(f"一般公共预算财政拨款支出 {now.say(total)}，主要用于以下方面：{'；'.join(parts)}。")
    yield Heading("（三）一般公共预算财政拨款支出决算具体情况", 2)
    budgets = {code: now.printed(Decimal(fen) / 100) for code, fen in sorted(now.ledger.item_budgets.items())}
    whole = sum(budgets.values(), Decimal(0))
    yield Paragraph(
        f"一般公共预算财政拨款支出年初预算为 {now.say(whole)}，支出决算为 {now.say(total)}，"
        f"完成年初预算的 {percent(total, whole)}。{_compared(total, whole)}其中："
    )
    for number, (code, budget) in enumerate(budgets.items(), 1):
        yield Paragraph(f"{number}、{_item(now, code, budget)}")


def _compared(actual: Decimal, budget: Decimal) -> str:
    if actual == budget:
        return "决算数与年初预算数持平。"
    word, reason = ("大于", "年中追加经费") if actual > budget else ("小于", "按实际需要支出")
    return f"决算数{word}年初预算数的主要原因：{reason}。"


def _item(now: Year, code: str, budget: Decimal) -> str:
    names = account_names()
    actual = now.value(GENERAL, code, "total")
    rate = f"，完成年初预算的 {percent(actual, budget)}" if budget else ""
    return (
        f"{names[code[:3]]}（类）{names[code[:5]]}（款）{names[code]}（项）。年初预算为 {now.say(budget)}，"
        f"支出决算为 {now.say(actual)}{rate}。{_compared(actual, budget)}"
    )


def _basic(now: Year) -> Iterator[Block]:
    def listed(groups: tuple[str, ...]) -> str:
        codes = (code for code in now.ledger.economic if code.startswith(groups))
        return "、".join(NAMES[code] for code in sorted(codes))

    yield Heading("六、一般公共预算财政拨款基本支出决算情况说明")
    yield Paragraph(
        f"一般公共预算财政拨款基本支出 {now.say(now.value(GENERAL, 'total', 'basic'))}。其中：人员经费 "
        f"{now.say(now.value('basic_expenditure', 'personnel_total'))}，主要包括：{listed(('301', '303'))}；公用经费 "
        f"{now.say(now.value('basic_expenditure', 'public_total'))}，主要包括：{listed(('302', '310'))}。"
    )


def _three_public(now: Year, before: Year, vehicles: int) -> Iterator[Block]:
    department, year = now.ledger.department, now.ledger.year
    yield Heading("七、财政拨款“三公”经费支出决算情况说明")
    if not now.ledger.three_public_actual:
        yield Paragraph(f"{department} {year} 年度无“三公”经费财政拨款支出。")
        return
    actual = {line: now.value("three_public", line, "actual") for line in ("total", *THREE_PUBLIC)}
    budget = {line: now.value("three_public", line, "budget") for line in ("total", *THREE_PUBLIC)}
    rates = "；".join(
        f"{name}支出决算为 {now.say(actual[line])}"
        + (f"，完成预算的 {percent(actual[line], budget[line])}" if budget[line] else "")
        for line, name in THREE_PUBLIC.items()
    )
    yield Heading("（一）“三公”经费财政拨款支出决算总体情况说明", 2)
    yield Paragraph(
        f"“三公”经费财政拨款支出年初预算为 {now.say(budget['total'])}，支出决算为 {now.say(actual['total'])}，"
        f"完成预算的 {percent(actual['total'], budget['total'])}，其中：{rates}。"
    )
    old = before.value("three_public", "total", "actual")
    yield Paragraph(_change(now, actual["total"], old, "“三公”经费财政拨款支出决算数"))
    yield Heading("（二）“三公”经费财政拨款支出决算具体情况说明", 2)
    for number, (line, name) in enumerate(THREE_PUBLIC.items(), 1):
        yield Paragraph(
            f"{number}、{name}支出 {now.say(actual[line])}，占 {percent(actual[line], actual['total'])}。"
            + _counts(now, line, vehicles)
        )


def _counts(now: Year, line: str, vehicles: int) -> str:
    key = f"{now.ledger.department}/{now.ledger.year}/{line}"
    if not now.ledger.three_public_actual[line]:
        return ""
    if line == "overseas_travel":
        return f"全年安排因公出国（境）团组 {draw(key, 1, 2)} 个、累计 {draw(key + '/p', 2, 6)} 人次。"
    if line == "reception":
        return f"国内公务接待 {draw(key, 5, 30)} 批次、{draw(key + '/p', 40, 300)} 人次，其中外宾接待 0 批次、0 人次。"
    purchase, operation = (now.value("three_public", f"vehicle_{x}", "actual") for x in ("purchase", "operation"))
    return (
        f"其中：公务用车购置支出 {now.say(purchase)}，购置 0 辆；公务用车运行维护支出 {now.say(operation)}，"
        f"年末开支财政拨款的公务用车保有量为 {vehicles} 辆。"
    )


def _fund(now: Year, fund: str) -> Iterator[Block]:
    ordinal, name = FUNDS[fund]
    data = now.statements[fund]
    department, year = now.ledger.department, now.ledger.year
    yield Heading(f"{ordinal}、{name}预算财政拨款收入支出决算情况说明")
    if data.is_empty:
        yield Paragraph(f"{department} {year} 年度无{name}预算财政拨款收入和支出。")
        return
    opening, income, spent, closing = (
        now.value(fund, "total", m) for m in ("opening_balance", "income", "total", "closing_balance")
    )
    yield Paragraph(
        f"{name}预算财政拨款年初结转和结余 {now.say(opening)}，收入 {now.say(income)}，支出 {now.say(spent)}，"
        f"年末结转和结余 {now.say(closing)}，支出具体情况如下："
    )
    names = account_names()
    items = [row.line_code for row in data.rows if len(row.line_code) == 7]
    for number, code in enumerate(items, 1):
        value = now.value(fund, code, "total")
        yield Paragraph(
            f"{number}、{names[code[:3]]}（类）{names[code[:5]]}（款）{names[code]}（项）。"
            f"支出决算为 {now.say(value)}。"
        )


def _performance(now: Year) -> Iterator[Block]:
    department, year = now.ledger.department, now.ledger.year
    projects = draw(f"{department}/{year}/projects", 6, 19)
    amount = now.value(GENERAL, "total", "project")
    yield Heading("十、预算绩效管理情况")
    yield Paragraph(
        f"{department} {year} 年度编报绩效目标的项目 {projects} 个，涉及预算金额 {now.say(amount)}；"
        f"绩效自评的项目 {projects} 个，涉及预算金额 {now.say(amount)}，其中评为“优”的 {projects - 2} 个、“良”的 2 个、"
        "“合格”的 0 个、“不合格”的 0 个。"
    )


def _other(now: Year, before: Year, vehicles: int) -> Iterator[Block]:
    department, year = now.ledger.department, now.ledger.year
    public, old = (y.value("basic_expenditure", "public_total") for y in (now, before))
    yield Heading("十一、其他重要事项的情况说明")
    yield Heading("（一）机关运行经费支出情况", 2)
    yield Paragraph(f"机关运行经费支出 {now.say(public)}。" + _change(now, public, old, "机关运行经费支出"))
    yield Heading("（二）政府采购支出情况", 2)
    project = now.value(GENERAL, "total", "project")
    goods, works, services = (
        (project * draw(f"{department}/{year}/{kind}", 3, 12) / 100).quantize(Decimal("0.01"))
        for kind in ("货物", "工程", "服务")
    )
    total = goods + works + services
    small = (total * draw(f"{department}/{year}/small", 55, 95) / 100).quantize(Decimal("0.01"))
    yield Paragraph(
        f"{department} {year} 年度政府采购金额（以合同签订为准）为 {now.say(total)}，其中："
        f"货物采购金额 {now.say(goods)}、工程采购金额 {now.say(works)}、服务采购金额 {now.say(services)}。"
        f"授予中小企业合同金额 {now.say(small)}，占政府采购支出总额的 {percent(small, total)}。"
    )
    yield Heading("（三）国有资产占有使用情况说明", 2)
    special = vehicles // 2
    yield Paragraph(
        f"截至 {year} 年 12 月 31 日，{department}共有车辆 {vehicles} 辆，其中：机要通信用车 {vehicles - special} 辆、"
        f"特种专业技术用车 {special} 辆、其他用车 0 辆。单价 100 万元（含）以上设备（不含车辆）0 台（套）。"
    )
