"""Cases that no grid of switches gives: glossy prints, several sets in one file, budgets, other producers' damage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from tools.accuracy.cases import Case, Document, Kind
from tools.accuracy.damage import DAMAGES, scanned
from tools.accuracy.office import Print
from tools.accuracy.pairwise import pairwise
from tools.accuracy.printed_cases import make_book
from tools.accuracy.printers import CHROMIUM, LIBREOFFICE, find
from tools.accuracy.prints import by_chromium, by_libreoffice
from tools.accuracy.regions import REGIONS
from tools.accuracy.sheets import Book, Sheet
from tools.accuracy.web import Look
from tools.typesetter.model import Paragraph, Part, PlainTable
from tools.typesetter.style import YUAN, NumberStyle

BOTH = (False, True)
GLOSSY: dict[str, tuple[Any, ...]] = {
    "region": ("fujian", "jiangsu", "henan", "central"),
    "header": (("", ""), ("#1f4e79", "#ffffff"), ("#c00000", "#ffff00")),
    "upright_head": BOTH,
    "border": ("1px solid #000", "1px solid #bfbfbf", "0.3px solid #000"),
    "size": (6.0, 8.0),
    "repeat_header": BOTH,
    "zebra": BOTH,
    "funds": ((), ("government_fund", "state_capital")),
    "non_fiscal": BOTH,
    "negative": BOTH,
}
LOOKALIKES: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    (
        "表1：收入支出决算总表三年对比（单位：万元）",
        (
            ("项目", "2021年决算数", "2022年决算数", "2023年决算数"),
            ("本年收入合计", "1,300.00", "1,400.00", "1,538.00"),
            ("本年支出合计", "1,290.00", "1,390.00", "1,526.00"),
        ),
    ),
    (
        "表2：支出决算结构",
        (
            ("科目名称", "合计", "基本支出", "项目支出"),
            ("一般公共服务支出", "1,250.00", "850.00", "400.00"),
            ("合计", "1,526.00", "1,126.00", "400.00"),
        ),
    ),
    (
        "政府采购支出情况如下表：",
        (("项目", "预算数", "决算数"), ("货物", "50.00", "40.00"), ("服务", "37.00", "37.00")),
    ),
    ("“三公”经费与上年对比：", (("项目", "上年决算数", "本年决算数"), ("公务接待费", "2.00", "1.67"))),
)
"""Captions and rows of tables that are no statements."""

FIRST_SEED = 4000
SCANS: tuple[dict[str, Any], ...] = (
    {"dpi": 200},
    {"dpi": 300, "skew": 0.8},
    {"dpi": 150, "noise": 3.0, "quality": 70},
)
PRINTED_TWICE = frozenset({("code", "*")})
BOUND = frozenset({("unmapped", "")})
"""A file in which a second disclosure is bound behind the first."""


def _glossy(row: dict[str, Any], seed: int) -> Document:
    traits = {key: row[key] for key in ("funds", "non_fiscal", "negative")}
    shade, colour = row["header"]
    look = Look(shade=shade, head_colour=colour, **{k: row[k] for k in ("upright_head", "border", "size", "zebra")})
    book = make_book(seed, REGIONS[row["region"]], items=5 + seed % 9, **traits)
    return by_chromium(book, replace(look, repeat_header=row["repeat_header"]))


def _large(seed: int, repeat_header: bool) -> Document:
    """A department with lists of accounts over many pages."""
    book = make_book(seed, REGIONS["central"], items=90, funds=("government_fund", "state_capital"), non_fiscal=True)
    return by_chromium(book, Look(repeat_header=repeat_header, row_height=16))


def _empty(seed: int, printer: str) -> Document:
    """A department without 三公, funds or income of its own: three statements hold a sentence."""
    book = make_book(seed, REGIONS["beijing" if printer == "chromium" else "hunan"], items=2, three_public=False)
    if printer == "chromium":
        return by_chromium(book, Look())
    return by_libreoffice(book, Print(), workbook=printer == "calc")


def _two_sets(seed: int) -> Document:
    """A department's set, then that of its own office in the same file, which is set aside."""
    first = make_book(seed, REGIONS["central"], items=9, non_fiscal=True)
    second = make_book(seed, REGIONS["central"], items=9, scale=0.3)
    cover = Part(f"{first.department}（本级）{first.year}年度单位决算", (Paragraph("第二部分"),))
    book = replace(first, sections=(*first.sections, cover, *second.sheets()))
    document = by_chromium(book, Look())
    return replace(document, cells=document.cells[: len(first.amounts())])


def _narrative_tables(seed: int) -> Document:
    """Tables of the narrative that bear the names and lines of statements, before and after the statements."""
    book = make_book(seed, REGIONS["central"], items=6, non_fiscal=True)
    tables = Part(
        "第三部分 情况说明", tuple(block for caption, rows in LOOKALIKES for block in _captioned(caption, rows))
    )
    first, *rest = book.sections
    return by_chromium(replace(book, sections=(first, *rest, tables)), Look())


def _captioned(caption: str, rows: tuple[tuple[str, ...], ...]) -> tuple[Paragraph | PlainTable, ...]:
    return Paragraph(caption), PlainTable(rows, (1.0,) * len(rows[0]))


def _mixed_units(seed: int) -> Document:
    """Two statements in 元 and without thousands separators, the others in 万元 with △ for negatives."""
    styles = NumberStyle(negative="△{}"), NumberStyle(thousands="")
    region = replace(REGIONS["guangdong"], unit_line="单位：{unit}", number=styles[0])
    traits: dict[str, Any] = {"items": 7, "negative": True, "non_fiscal": True}
    book = make_book(seed, region, **traits)
    other = make_book(seed, replace(region, unit=YUAN, number=styles[1]), **traits)
    in_yuan = {s.statement: s for s in other.sheets() if s.statement in ("basic_expenditure", "three_public")}
    sections = tuple(in_yuan.get(s.statement, s) if isinstance(s, Sheet) else s for s in book.sections)
    return by_chromium(replace(book, sections=sections), Look())


def _budget(seed: int) -> Document:
    """A budget in the same form: recognised, without one amount in the facts."""
    book = make_book(seed, REGIONS["guangdong"])
    sections = tuple(_as_budget(section) for section in book.sections)
    cover = (book.department, f"{book.year}年部门预算")
    return replace(by_chromium(Book(book.department, book.year, cover, sections), Look()), cells=())


def _as_budget(section: Part | Sheet) -> Part | Sheet:
    if isinstance(section, Sheet):
        title = section.title.replace("决算", "预算").replace("年度", "年")
        return replace(section, title=title, below=tuple(line.replace("决算", "预算") for line in section.below))
    return Part(section.title.replace("决算", "预算"), ())


def _damaged(name: str, seed: int, producer: str) -> Document:
    """A print of the second producer, damaged."""
    region = REGIONS[("central", "guangdong", "beijing")[seed % 3]]
    book = make_book(seed, region, items=6, non_fiscal=True)
    if producer == "chromium":
        return DAMAGES[name](by_chromium(book, Look()))
    return DAMAGES[name](by_libreoffice(book, Print(), workbook=producer == "calc"))


def _scan(seed: int, producer: str, part: int, settings: dict[str, Any]) -> Document:
    """A print of the second producer, scanned."""
    region = REGIONS[("hunan", "fujian", "central", "beijing")[seed % 4]]
    book = make_book(seed, region, items=4)
    book = replace(book, sections=tuple(s for s in book.sections if isinstance(s, Sheet)))
    print_of: Callable[[], Document] = (
        partial(by_chromium, book, Look(size=8.5))
        if producer == "chromium"
        else partial(by_libreoffice, book, Print(size=10), workbook=producer == "calc")
    )
    return scanned(print_of(), part=part, **settings)


def _chromium_cases() -> list[Case]:
    found = [
        Case(f"glossy-{n:02d}-{row['region']}", "chromium", partial(_glossy, row, FIRST_SEED + n), about=str(row))
        for n, row in enumerate(pairwise(GLOSSY, seed=4))
    ]
    found += [Case(f"large-{n}", "chromium", partial(_large, FIRST_SEED + 40 + n, n == 0)) for n in range(2)]
    found += [
        Case("two-sets", "chromium", partial(_two_sets, FIRST_SEED + 44), allowed=BOUND),
        Case("narrative-tables", "chromium", partial(_narrative_tables, FIRST_SEED + 47)),
        Case("mixed-units", "chromium", partial(_mixed_units, FIRST_SEED + 48)),
        Case("budget", "chromium", partial(_budget, FIRST_SEED + 45)),
        Case("empty-chromium", "chromium", partial(_empty, FIRST_SEED + 46, "chromium")),
    ]
    for n, name in enumerate(DAMAGES):
        allowed = PRINTED_TWICE if name == "doubled" else frozenset()
        build = partial(_damaged, name, FIRST_SEED + 50 + n, "chromium")
        found.append(Case(f"print-{name}", "damage", build, allowed=allowed))
    for n, settings in enumerate(SCANS):
        build = partial(_scan, FIRST_SEED + 64 + n, "chromium", 1, settings)
        found.append(Case(f"scan-chromium-{n}", "damage", build, Kind.SCAN, about=str(settings)))
    mixed = partial(_scan, FIRST_SEED + 68, "chromium", 2, {"dpi": 200})
    return [*found, Case("mixed-chromium", "damage", mixed, Kind.MIXED)]


def _office_cases() -> list[Case]:
    found = []
    for n, producer in enumerate(("calc", "writer")):
        found.append(Case(f"empty-{producer}", "libreoffice", partial(_empty, FIRST_SEED + 70 + n, producer)))
        found.append(Case(f"{producer}-rotated", "damage", partial(_damaged, "rotated", FIRST_SEED + 72 + n, producer)))
        build = partial(_scan, FIRST_SEED + 76 + n, producer, 1, {"dpi": 200})
        found.append(Case(f"scan-{producer}", "damage", build, Kind.SCAN))
    return found


def cases() -> list[Case]:
    """What the printers that are installed give."""
    return [*(_chromium_cases() if find(CHROMIUM) else ()), *(_office_cases() if find(LIBREOFFICE) else ())]
