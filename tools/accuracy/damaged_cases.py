"""Cases of damaged files."""

from __future__ import annotations

from functools import partial

from tools.accuracy.cases import Case, Document
from tools.accuracy.damage import DAMAGES
from tools.accuracy.typeset_cases import plain

LAYOUTS = ("wuhan", "shanghai", "form_2018", "university")
FIRST_SEED = 3000
DUPLICATE = frozenset({("code", "")})


def _damaged(name: str, number: int) -> Document:
    layout = LAYOUTS[number % 2]
    return DAMAGES[name](plain(FIRST_SEED + number, layout, non_fiscal=number % 2 == 0, items=5 + number))


def cases() -> list[Case]:
    """Every damage."""
    return [Case(f"damage-{name}", "damage", partial(_damaged, name, n)) for n, name in enumerate(DAMAGES)]
