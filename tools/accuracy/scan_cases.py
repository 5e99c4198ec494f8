"""Cases of scans: resolutions, skew, noise, compression, faded and turned paper, defects, documents scanned in part."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from tools.accuracy.cases import Case, Document, Kind
from tools.accuracy.damage import digits_as, digits_named, scanned, statements_alone, turned_by
from tools.accuracy.scan_defects import DEFECTS
from tools.accuracy.typeset_cases import plain

FIRST_SEED = 3100
LAYOUTS = ("wuhan", "shanghai", "form_2018")
YEARS = {"form_2018": 2018}
SCANS: dict[str, dict[str, Any]] = {
    "200dpi": {},
    "150dpi": {"dpi": 150, "skew": 0.2, "noise": 4.0},
    "300dpi": {"dpi": 300, "skew": 1.0, "noise": 8.0},
    "clean": {"skew": 0.0, "noise": 0.0, "quality": 50},
    "noisy": {"skew": 0.7, "noise": 10.0, "quality": 60},
    "skew1": {"skew": 1.0},
    "skew2": {"skew": 2.0},
    "jpeg40": {"quality": 40},
    "bilevel": {"bilevel": True},
    "faded60": {"fade": 0.6},
    "faded80": {"fade": 0.8, "noise": 3.0},
    "stamp": {"stamp": True},
    "turn90": {"turn": 1},
    "turn180": {"turn": 2},
    "turn270": {"turn": 3},
}
PARTLY = 3
"""One page in so many of a mixed document is a scan."""
MANY_ITEMS = 45
NOT_IN_SHORT = (
    "expenditure", "fiscal_summary", "general_public_budget", "basic_expenditure", "government_fund", "state_capital",
    "three_public",
)  # fmt: skip
PRIVATE_USE = 0xE030
MISNAMED = {3: "8", 8: "3"}
TURNED_TWICE = ((1, 270), (3, 180), (0, 90))
"""Clockwise quarter turns of the paper, and the degrees of /Rotate."""


def _scan(number: int, settings: dict[str, Any], **traits: Any) -> Document:
    layout = LAYOUTS[number % 3]
    document = plain(FIRST_SEED + number, layout, year=YEARS.get(layout, 2021), **({"items": 4} | traits))
    return scanned(document, **settings)


def _whole(number: int) -> Document:
    """Cover, contents and prose are pictures too."""
    return scanned(plain(FIRST_SEED + number, items=4), every_page=True)


def _short() -> Document:
    """Cover and two statements: for tests."""
    return statements_alone(plain(FIRST_SEED + 70, left_out=NOT_IN_SHORT, items=2))


def short(**settings: Any) -> Document:
    """A short document with scanned statements."""
    return scanned(_short(), **settings)


def short_in_font(first_digit: int) -> Document:
    """The same in print, in a font that tells other characters for its ten digits (see ``digits_as``)."""
    return digits_as(_short(), first_digit)


def short_misnamed(names: Mapping[int, str] = MISNAMED) -> Document:
    """The same in print, in a font that calls some of its digits by others."""
    return digits_named(_short(), names)


def _rotated(number: int, turn: int, rotate: int) -> Document:
    """Paper that lay turned by quarters, in a file that turns it again by /Rotate."""
    return turned_by(_scan(number, {"turn": turn}), rotate)


def _case(name: str, build: Any, kind: Kind = Kind.SCAN, about: str = "") -> Case:
    return Case(f"{kind}-{name}", "scan", build, kind, about=about)


def cases() -> list[Case]:
    """Every way of scanning, then mixed documents, long statements, and pages turned twice."""
    found = [_case(name, partial(_scan, n, s), about=str(s)) for n, (name, s) in enumerate(SCANS.items())]
    for n, (name, defect) in enumerate(DEFECTS.items()):
        found.append(_case(name.replace("_", "-"), partial(_scan, 20 + n, {"defect": defect})))
    found += [_case(f"{n}", partial(_scan, 30 + n, {"part": PARTLY}), Kind.MIXED) for n in range(3)]
    found += [_case(f"long-{n}", partial(_scan, 40 + n, {}, items=MANY_ITEMS)) for n in range(2)]
    found.append(_case("long-part", partial(_scan, 42, {"part": 2}, items=MANY_ITEMS), Kind.MIXED))
    for n, (turn, rotate) in enumerate(TURNED_TWICE):
        found.append(_case(f"turn{turn * 90}-rotate{rotate}", partial(_rotated, 50 + n, turn, rotate)))
    found.append(_case("digits-without-unicode", partial(short_in_font, PRIVATE_USE)))
    found.append(_case("digits-as-letters", partial(short_in_font, ord("A"))))
    found.append(_case("digits-misnamed", short_misnamed))
    found.append(_case("digits-merged", partial(short_misnamed, {3: "8"})))
    return [*found, _case("whole", partial(_whole, 60))]
