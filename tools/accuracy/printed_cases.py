"""Cases of a second producer: regional forms printed by Chromium and LibreOffice."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from tools.accuracy.cases import Case, Document
from tools.accuracy.departments import Traits, make_disclosure
from tools.accuracy.forms import Forms
from tools.accuracy.office import Print
from tools.accuracy.pairwise import pairwise
from tools.accuracy.printers import CHROMIUM, LIBREOFFICE, find
from tools.accuracy.prints import by_chromium, by_libreoffice
from tools.accuracy.regions import REGIONS, Region
from tools.accuracy.sheets import Book, Sheet
from tools.accuracy.web import Look
from tools.typesetter.model import Disclosure, Part

BOTH = (False, True)
COMMON = ("central", "beijing", "guangdong", "sichuan", "zhejiang", "old", "hunan")
FACTORS: dict[str, tuple[Any, ...]] = {
    "region": COMMON,
    "border": ("1px solid #000", "0.5px solid #777", "1px dotted #000", "2px solid #333"),
    "size": (7.0, 8.5, 10.0),
    "row_height": (12.0, 20.0),
    "shade": ("", "#d9e2f3"),
    "align": ("right", "center", "left"),
    "page_numbers": ("", "第 {page} 页 共 {pages} 页", "- {page} -"),
    "stamp": ("", "公开专用章"),
    "repeat_header": BOTH,
    "rows_may_break": BOTH,
    "fixed": BOTH,
    "open_sides": BOTH,
    "funds": ((), ("government_fund",), ("government_fund", "state_capital")),
    "non_fiscal": BOTH,
    "contents": BOTH,
    "cover": BOTH,
}
LOOKS = ("border", "size", "row_height", "shade", "align", "page_numbers", "stamp", "repeat_header", "rows_may_break")
OFFICE: dict[str, tuple[Any, ...]] = {
    "region": COMMON,
    "workbook": BOTH,
    "border": ("thin", "hair", "dotted"),
    "size": (8.0, 9.0, 11.0),
    "repeat_header": BOTH,
    "footer": ("", "第 {page} 页，共 {pages} 页"),
    "funds": FACTORS["funds"],
    "non_fiscal": BOTH,
    "cover": BOTH,
}
TORN = ("central", "sichuan", "guangdong")
TORN_FINDINGS = frozenset((kind, "*") for kind in ("unmapped", "missing_cell", "identity", "missing_statement"))
FIRST_SEED = 2000


def make_book(seed: int, region: Region, *, cover: bool = True, contents: bool = True, **traits: Any) -> Book:
    """A department's disclosure in the form of a region."""
    year = traits.pop("year", 2018 if region.name == "old" else 2020 + seed % 5)
    funds = traits.pop("funds", ())
    if year <= 2018:
        funds = tuple(fund for fund in funds if fund != "state_capital")
    disclosure = make_disclosure(seed, Traits(year=year, funds=funds, **traits), region.unit)
    front = (disclosure.department, f"{year}年度部门决算", *disclosure.cover_lines) if cover else ()
    filled: tuple[Part | Sheet, ...] = (
        _titled(disclosure.overview, disclosure),
        *Forms(disclosure, region).sheets(),
        *(_titled(part, disclosure) for part in (disclosure.narrative, *disclosure.closing)),
    )
    return Book(disclosure.department, year, front, filled, contents)


def _titled(part: Part, disclosure: Disclosure) -> Part:
    """The part with its title filled in."""
    return replace(part, title=part.title.format(department=disclosure.department, year=disclosure.fiscal_year))


def _book(row: dict[str, Any], seed: int) -> Book:
    return make_book(
        seed,
        REGIONS[row["region"]],
        cover=row["cover"],
        contents=row.get("contents", True),
        funds=row["funds"],
        non_fiscal=row["non_fiscal"],
        items=3 + seed % 20,
        negative=seed % 4 == 0,
    )


def _chromium(row: dict[str, Any], seed: int) -> Document:
    look = Look(**{key: row[key] for key in LOOKS}, fixed=row["fixed"], open_sides=row["open_sides"])
    return by_chromium(_book(row, seed), look)


def _office(row: dict[str, Any], seed: int) -> Document:
    look = Print(**{key: row[key] for key in ("border", "size", "repeat_header", "footer")})
    return by_libreoffice(_book(row, seed), look, workbook=row["workbook"])


def cases() -> list[Case]:
    """Every pair of region and look, by Chromium and by LibreOffice; nothing of a printer that is absent."""
    return [*(_chromium_cases() if find(CHROMIUM) else ()), *(_office_cases() if find(LIBREOFFICE) else ())]


def _chromium_cases() -> list[Case]:
    return [
        Case(f"chromium-{n:02d}-{row['region']}", "chromium", partial(_chromium, row, FIRST_SEED + n),
             allowed=_allowed(row), about=_about(row))
        for n, row in enumerate(pairwise(FACTORS, seed=2))
    ]  # fmt: skip


def _office_cases() -> list[Case]:
    found = []
    for n, row in enumerate(pairwise(OFFICE, seed=3)):
        program = "calc" if row["workbook"] else "writer"
        build = partial(_office, row, FIRST_SEED + 100 + n)
        name = f"{program}-{n:02d}-{row['region']}"
        found.append(Case(name, "libreoffice", build, allowed=_allowed(row), about=_about(row)))
    for n, name in enumerate(TORN):
        row = {key: values[0] for key, values in OFFICE.items()} | {"region": name, "workbook": True, "cover": n == 0}
        build = partial(_torn, row | {"repeat_header": n != 1}, FIRST_SEED + 150 + n)
        found.append(Case(f"torn-{name}", "libreoffice", build, allowed=TORN_FINDINGS, partial=True))
    return found


def _torn(row: dict[str, Any], seed: int) -> Document:
    """A workbook whose wide sheets are printed on pages left and right."""
    look = Print(repeat_header=row["repeat_header"], fit_width=False)
    return by_libreoffice(_book(row, seed), look, workbook=True)


def _allowed(row: dict[str, Any]) -> frozenset[tuple[str, str]]:
    """A table that is no statement of the contract is reported as such."""
    return frozenset({("unmapped", "")}) if REGIONS[row["region"]].extra else frozenset()


def _about(row: dict[str, Any]) -> str:
    return ", ".join(f"{key}={value}" for key, value in row.items() if value is not False and value != "")
