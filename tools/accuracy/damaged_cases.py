"""Cases of damaged files, scans and documents in which some pages are scans."""

from __future__ import annotations

from functools import partial
from typing import Any

from tools.accuracy.cases import Case, Document, Kind
from tools.accuracy.damage import DAMAGES, scanned
from tools.accuracy.typeset_cases import plain

LAYOUTS = ("wuhan", "shanghai", "form_2018", "university")
FIRST_SEED = 3000
SCANS: tuple[dict[str, Any], ...] = (
    {"dpi": 200},
    {"dpi": 150, "skew": 0.2, "noise": 4.0},
    {"dpi": 300, "skew": 1.0, "noise": 8.0},
    {"dpi": 200, "skew": 0.0, "noise": 0.0, "quality": 50},
    {"dpi": 200, "skew": 0.7, "noise": 10.0, "quality": 60},
)
DUPLICATE = frozenset({("code", "")})


def _damaged(name: str, number: int) -> Document:
    layout = LAYOUTS[number % 2]
    return DAMAGES[name](plain(FIRST_SEED + number, layout, non_fiscal=number % 2 == 0, items=5 + number))


def _scanned(number: int, part: int) -> Document:
    layout = LAYOUTS[number % 3]
    year = 2018 if layout == "form_2018" else 2021
    return scanned(plain(FIRST_SEED + 100 + number, layout, year=year, items=4), part=part, **SCANS[number % 5])


def cases() -> list[Case]:
    """Every damage, then scans, then mixed documents."""
    found = [Case(f"damage-{name}", "damage", partial(_damaged, name, n)) for n, name in enumerate(DAMAGES)]
    found += [
        Case(f"scan-{n}-{settings['dpi']}dpi", "damage", partial(_scanned, n, 1), Kind.SCAN, about=str(settings))
        for n, settings in enumerate(SCANS)
    ]
    found += [Case(f"mixed-{n}", "damage", partial(_scanned, 5 + n, 3), Kind.MIXED) for n in range(3)]
    return found
