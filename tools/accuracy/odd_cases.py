"""Cases of layouts that no region of the corpus has: how typists and word processors set the same forms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

from tools.accuracy import rewriting
from tools.accuracy.cases import Case, Document
from tools.accuracy.printed_cases import make_book
from tools.accuracy.printers import CHROMIUM, find
from tools.accuracy.prints import by_chromium
from tools.accuracy.regions import REGIONS, Region
from tools.accuracy.sheets import Book
from tools.accuracy.web import Look
from tools.typesetter.style import THOUSAND_YUAN, NumberStyle, Unit

FIRST_SEED = 5000
NAMELESS_ROWS = frozenset({("unmapped", "*")})
"""A subtotal that does not say of what stays an unmapped line, with a finding."""
YI_YUAN = Unit("亿元", Decimal(100_000_000))


def _region(name: str, **changes: Any) -> Region:
    return replace(REGIONS[name], **changes)


def _print(seed: int, region: Region, change: Callable[[Book], Book], look: Look) -> Document:
    book = make_book(seed, region, items=6, non_fiscal=True, negative=True, funds=("government_fund",))
    return by_chromium(change(book), look)


def _same(book: Book) -> Book:
    return book


ODD: dict[str, tuple[Region, Callable[[Book], Book], Look]] = {
    "spaced-codes": (_region("guangdong"), rewriting.spaced_codes, Look()),
    "bracketed-codes": (_region("beijing"), rewriting.bracketed_codes, Look()),
    "code-in-name": (_region("guangdong"), partial(rewriting.code_in_name, joint="　"), Look()),
    "code-dash-name": (_region("fujian"), partial(rewriting.code_in_name, joint="-"), Look()),
    "full-width": (_region("guangdong"), rewriting.full_width, Look()),
    "space-thousands": (
        _region("beijing", number=NumberStyle(thousands=" ", negative="（{}）", absent="—")),
        _same,
        Look(),
    ),
    "chinese-commas": (
        _region("guangdong", number=NumberStyle(thousands="，", negative="－{}", absent="-")),
        _same,
        Look(),
    ),
    "unit-in-title": (_region("guangdong"), partial(rewriting.unit_in_title, unit="单位：万元"), Look()),
    "unit-in-title-short": (_region("beijing"), partial(rewriting.unit_in_title, unit="万元"), Look()),
    "unit-in-head": (_region("guangdong"), partial(rewriting.unit_in_head, unit="万元"), Look()),
    "thousand-yuan": (_region("beijing", unit=THOUSAND_YUAN, unit_line="单位：人民币{unit}"), _same, Look()),
    "hundred-million": (
        _region("guangdong", unit=YI_YUAN, number=NumberStyle(decimals=8), unit_line="（金额单位：{unit}）"),
        _same,
        Look(),
    ),
    "continued": (_region("guangdong"), rewriting.continued, Look()),
    "continued-plain": (_region("central"), partial(rewriting.continued, mark=""), Look()),
    "unruled-guangdong": (_region("guangdong"), _same, Look(border="none")),
    "unruled-central": (_region("central"), _same, Look(border="none")),
    "unruled-beijing": (_region("beijing"), _same, Look(border="none")),
    "unruled-zhejiang": (_region("zhejiang"), _same, Look(border="none")),
    "unruled-sichuan": (_region("sichuan"), _same, Look(border="none")),
    "sides-apart": (_region("guangdong"), rewriting.sides_apart, Look()),
    "prior-year": (_region("guangdong"), rewriting.with_prior_year, Look(size=6)),
    "transposed": (_region("guangdong"), rewriting.transposed_public, Look()),
    "numbered": (_region("guangdong"), rewriting.framed, Look()),
    "merged-classes": (_region("central"), rewriting.merged_classes, Look()),
    "subtotals": (_region("guangdong"), rewriting.with_subtotals, Look()),
}
"""Region, rewriting and look by name."""


def _allowed(name: str, region: Region) -> frozenset[tuple[str, str]]:
    if name == "subtotals":
        return NAMELESS_ROWS
    return frozenset({("unmapped", "")}) if region.extra else frozenset()


def cases() -> list[Case]:
    """What Chromium prints of them, where it is installed."""
    if find(CHROMIUM) is None:
        return []
    return [
        Case(
            f"odd-{name}", "chromium", partial(_print, FIRST_SEED + n, *odd),
            allowed=_allowed(name, odd[0]), partial=name == "subtotals",
        )
        for n, (name, odd) in enumerate(ODD.items())
    ]  # fmt: skip
