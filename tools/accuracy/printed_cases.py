"""Cases of a second producer: regional forms printed by Chromium and LibreOffice."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from tools.accuracy.cases import Case, Document
from tools.accuracy.departments import Traits, make_disclosure
from tools.accuracy.forms import Forms
from tools.accuracy.pairwise import pairwise
from tools.accuracy.printers import CHROMIUM, LIBREOFFICE, find
from tools.accuracy.prints import by_chromium, by_writer
from tools.accuracy.regions import REGIONS, Region
from tools.accuracy.sheets import Book
from tools.accuracy.web import Look

BOTH = (False, True)
FACTORS: dict[str, tuple[Any, ...]] = {
    "region": tuple(REGIONS),
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
FIRST_SEED = 2000


def make_book(seed: int, region: Region, *, cover: bool = True, contents: bool = True, **traits: Any) -> Book:
    """A department's disclosure in the form of a region."""
    year = traits.pop("year", 2018 if region.name == "old" else 2020 + seed % 5)
    funds = traits.pop("funds", ())
    if year <= 2018:
        funds = tuple(fund for fund in funds if fund != "state_capital")
    disclosure = make_disclosure(seed, Traits(year=year, funds=funds, **traits), region.unit)
    front = (disclosure.department, f"{year}年度部门决算", *disclosure.cover_lines) if cover else ()
    sections = (disclosure.overview, *Forms(disclosure, region).sheets(), disclosure.narrative, *disclosure.closing)
    filled = tuple(
        replace(s, title=s.title.format(department=disclosure.department, year=year)) if hasattr(s, "blocks") else s
        for s in sections
    )
    return Book(disclosure.department, year, front, filled, contents)


def _row(row: dict[str, Any], seed: int, printer: str) -> Document:
    region = REGIONS[row["region"]]
    look = Look(**{key: row[key] for key in LOOKS}, fixed=row["fixed"], open_sides=row["open_sides"])
    book = make_book(
        seed,
        region,
        cover=row["cover"],
        contents=row["contents"],
        funds=row["funds"],
        non_fiscal=row["non_fiscal"],
        items=3 + seed % 20,
        negative=seed % 4 == 0,
    )
    return by_chromium(book, look) if printer == "chromium" else by_writer(book, look)


def cases() -> list[Case]:
    """Every region and look by Chromium; every region by LibreOffice Writer. None for a printer that is absent."""
    found = []
    if find(CHROMIUM):
        for n, row in enumerate(pairwise(FACTORS, seed=2)):
            build = partial(_row, row, FIRST_SEED + n, "chromium")
            name = f"chromium-{n:02d}-{row['region']}"
            found.append(Case(name, "chromium", build, allowed=_allowed(row), about=_about(row)))
    if find(LIBREOFFICE):
        base = {key: values[0] for key, values in FACTORS.items()}
        for n, name in enumerate(REGIONS):
            row = base | {"region": name, "cover": True, "contents": True, "funds": FACTORS["funds"][n % 3]}
            build = partial(_row, row, FIRST_SEED + 100 + n, "writer")
            found.append(Case(f"writer-{name}", "libreoffice", build, allowed=_allowed(row), about=_about(row)))
    return found


def _allowed(row: dict[str, Any]) -> frozenset[tuple[str, str]]:
    """A table that is no statement of the contract is reported as such."""
    return frozenset({("unmapped", "")}) if REGIONS[row["region"]].extra else frozenset()


def _about(row: dict[str, Any]) -> str:
    return ", ".join(f"{key}={value}" for key, value in row.items() if value is not False and value != "")
