"""Where the synthetic narrative states figures: every amount, percentage, count and word, with what it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from tools.faults.subjects import Cell
from tools.typesetter import Disclosure, Heading, Paragraph

GENERAL = "general_public_budget"
SOURCES = {"财政拨款收入": "fiscal_appropriation", "上级补助收入": "superior_subsidy", "事业收入": "institutional"}
SOURCES |= {"经营收入": "operating", "附属单位上缴收入": "affiliated_remittance", "其他收入": "other"}
KINDS = {"基本支出": "basic", "项目支出": "project", "上缴上级支出": "remitted_to_superior", "经营支出": "operating"}
KINDS |= {"对附属单位补助支出": "subsidy_to_affiliated"}
THREE_PUBLIC = {
    "因公出国（境）费": "overseas_travel",
    "公务用车购置及运行维护费": "vehicle_total",
    "公务接待费": "reception",
}

AMOUNT = r"(-?[\d,]+\.\d\d)"
UNIT = r" (?:万元|元)"
PERCENT = r"(-?[\d.]+)%"
CHANGE = rf"与 (\d{{4}}) 年度相比，.*?(增加|减少) {AMOUNT}{UNIT}(?:，(增长|下降) {PERCENT})?"


class Role(StrEnum):
    """What kind of statement a site makes."""

    AMOUNT = "amount"
    CHANGE = "change"
    PERCENT = "percent"
    COUNT = "count"
    WORD = "word"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Site:
    """One figure or word of the prose."""

    name: str
    role: Role
    block: int
    start: int
    text: str
    cell: Cell | None = None
    """The cell of a statement that it states, where it states one."""

    @property
    def value(self) -> Decimal:
        """The figure; a word has none."""
        return Decimal(self.text.replace(",", ""))


_TOTALS = (
    ("一、", "年度收入支出总计 ", "grand", ("summary", "income.grand_total", "amount")),
    ("二、", "本年收入合计 ", "income", ("income", "total", "total")),
    ("三、", "本年支出合计 ", "expenditure", ("expenditure", "total", "total")),
    ("四、", "年度财政拨款收入支出总计 ", "fiscal", ("fiscal_summary", "income.grand_total", "amount")),
    ("（一）一般公共预算", "^一般公共预算财政拨款支出 ", "general", (GENERAL, "total", "total")),
    ("（二）一般公共预算", "^一般公共预算财政拨款支出 ", "structure", (GENERAL, "total", "total")),
    ("六、", "基本支出 ", "basic", (GENERAL, "total", "basic")),
    ("六、", "人员经费 ", "personnel", ("basic_expenditure", "personnel_total", "amount")),
    ("六、", "公用经费 ", "public", ("basic_expenditure", "public_total", "amount")),
    ("（一）机关运行", "机关运行经费支出 ", "running", None),
)
_CHANGES = {
    "一、": "grand",
    "四、": "fiscal",
    "（一）一般公共预算": "general",
    "（一）“三公”": "three_public",
    "（一）机关运行": "running",
}


def read_sites(disclosure: Disclosure) -> dict[str, Site]:
    """Every site of a narrative as ``tools.samples.synthetic.prose`` words it, by name."""
    found: dict[str, Site] = {}
    heading = ""
    for number, block in enumerate(disclosure.narrative.blocks):
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Paragraph):
            for site in _sites(heading, number, block.text, disclosure):
                found.setdefault(site.name, site)
    return found


def with_text(disclosure: Disclosure, site: Site, text: str) -> Disclosure:
    """The disclosure with another text at a site."""
    return with_block(disclosure, site.block, site.start, site.start + len(site.text), text)


def with_block(disclosure: Disclosure, number: int, start: int, end: int, text: str) -> Disclosure:
    """The disclosure with part of one paragraph replaced."""
    blocks = list(disclosure.narrative.blocks)
    block = blocks[number]
    assert isinstance(block, Paragraph)
    blocks[number] = Paragraph(block.text[:start] + text + block.text[end:])
    return replace(disclosure, narrative=replace(disclosure.narrative, blocks=tuple(blocks)))


def _sites(heading: str, number: int, text: str, disclosure: Disclosure) -> Iterator[Site]:
    for start, lead, name, cell in _TOTALS:
        if heading.startswith(start):
            yield from _matched(number, text, lead + AMOUNT, ((name, Role.AMOUNT, cell),))
    for start, name in _CHANGES.items():
        if heading.startswith(start):
            yield from _matched(number, text, CHANGE, _change(name))
    if heading.startswith("二、"):
        yield from _shares(number, text, SOURCES, "income")
    if heading.startswith("三、"):
        yield from _shares(number, text, KINDS, "expenditure")
    if heading.startswith("（一）一般公共预算"):
        yield from _matched(number, text, f"占本年支出合计的 {PERCENT}", (("general.share", Role.PERCENT, None),))
    if heading.startswith("（二）一般公共预算"):
        yield from _classes(number, text, disclosure)
    if heading.startswith("（三）一般公共预算"):
        yield from _items(number, text, disclosure)
    if "三公" in heading:
        yield from _three_public(heading, number, text)
    yield from _counts(heading, number, text)


def _matched(number: int, text: str, regex: str, sites: tuple[tuple[str, Role, Cell | None], ...]) -> Iterator[Site]:
    """The groups of the first match as sites."""
    match = re.search(regex, text)
    for group, (name, role, cell) in enumerate(sites, 1):
        if match and match.group(group):
            yield Site(name, role, number, match.start(group), match.group(group), cell)


def _change(name: str) -> tuple[tuple[str, Role, Cell | None], ...]:
    parts = (("year", Role.YEAR), ("direction", Role.WORD), ("amount", Role.CHANGE), ("grown", Role.WORD))
    return tuple((f"change.{name}.{part}", role, None) for part, role in (*parts, ("rate", Role.PERCENT)))


def _shares(number: int, text: str, names: Mapping[str, str], statement: str) -> Iterator[Site]:
    for label, measure in names.items():
        cell = (statement, "total", measure)
        name = f"{statement}.{measure}"
        regex = f"[；：]{label} {AMOUNT}{UNIT}，占 {PERCENT}"
        yield from _matched(number, text, regex, ((name, Role.AMOUNT, cell), (f"{name}.share", Role.PERCENT, None)))


def _classes(number: int, text: str, disclosure: Disclosure) -> Iterator[Site]:
    codes = [row.line_code for row in disclosure.statement(GENERAL).rows if re.fullmatch(r"\d{3}", row.line_code)]
    for code, match in zip(codes, re.finditer(f"（类）{AMOUNT}{UNIT}，占 {PERCENT}", text), strict=False):
        name = f"class.{code}"
        yield Site(name, Role.AMOUNT, number, match.start(1), match.group(1), (GENERAL, code, "total"))
        yield Site(f"{name}.share", Role.PERCENT, number, match.start(2), match.group(2))


def _items(number: int, text: str, disclosure: Disclosure) -> Iterator[Site]:
    codes = [row.line_code for row in disclosure.statement(GENERAL).rows if re.fullmatch(r"\d{7}", row.line_code)]
    place = re.match(r"(\d+)、", text)
    number_of_item = int(place.group(1)) if place else 0
    if number_of_item > len(codes):
        return  # A row of the statement was lost; its paragraph stands.
    line = codes[number_of_item - 1] if place else "total"
    regex = (
        f"年初预算为 {AMOUNT}{UNIT}，支出决算为 {AMOUNT}{UNIT}(?:，完成年初预算的 {PERCENT})?。"
        "决算数(?:与年初预算数)?(大于|小于|持平)"
    )
    names = (("budget", Role.AMOUNT, None), ("actual", Role.AMOUNT, (GENERAL, line, "total")))
    rest = (("rate", Role.PERCENT, None), ("direction", Role.WORD, None))
    yield from _matched(number, text, regex, tuple((f"item.{line}.{n}", r, c) for n, r, c in (*names, *rest)))


def _three_public(heading: str, number: int, text: str) -> Iterator[Site]:
    if heading.startswith("（一）"):
        regex = f"年初预算为 {AMOUNT}{UNIT}，支出决算为 {AMOUNT}{UNIT}，完成预算的 {PERCENT}"
        budget, actual = (("three_public", "total", measure) for measure in ("budget", "actual"))
        sites = (("budget", Role.AMOUNT, budget), ("actual", Role.AMOUNT, actual), ("rate", Role.PERCENT, None))
        yield from _matched(number, text, regex, tuple((f"three_public.{n}", r, c) for n, r, c in sites))
    for label, line in THREE_PUBLIC.items():
        cell = ("three_public", line, "actual")
        regex = f"{label}支出决算为 {AMOUNT}{UNIT}，完成预算的 {PERCENT}"
        sites = ((f"{line}.actual", Role.AMOUNT, cell), (f"{line}.rate", Role.PERCENT, None))
        yield from _matched(number, text, regex, sites)
        regex = f"、{label}支出 {AMOUNT}{UNIT}，占 {PERCENT}"
        sites = ((f"{line}.detail", Role.AMOUNT, cell), (f"{line}.share", Role.PERCENT, None))
        yield from _matched(number, text, regex, sites)


def _counts(heading: str, number: int, text: str) -> Iterator[Site]:
    """Procurement, vehicles and graded projects: sums of their parts."""
    if "政府采购" in heading:
        parts = (("", "为"), (".goods", "货物采购金额"), (".works", "工程采购金额"), (".services", "服务采购金额"))
        for part, lead in parts:
            yield from _matched(number, text, f"{lead} {AMOUNT}", ((f"procurement{part}", Role.AMOUNT, None),))
    if "国有资产" in heading:
        for part, lead in (("", "共有车辆"), (".secret", "机要通信用车"), (".special", "特种专业技术用车")):
            yield from _matched(number, text, rf"{lead} (\d+) 辆", ((f"vehicles{part}", Role.COUNT, None),))
        yield from _matched(number, text, r"截至 (\d{4}) 年", (("assets.year", Role.YEAR, None),))
    if "绩效" in heading:
        grades = (("", "绩效自评的项目"), (".best", "“优”的"), (".good", "“良”的"))
        for part, lead in grades:
            yield from _matched(number, text, rf"{lead} (\d+) 个", ((f"projects{part}", Role.COUNT, None),))
