"""Amounts that break inside their cell: the digits of the second line put back behind those of the first.

A digit below an amount may as well be the next row's amount. It is the rest of one only where the print proves it: the
code or the label of the row stands half way between the two lines, as the lines of one cell are centred on their row,
and no code stands on either line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dagster_project.extraction.cells import TextLine
from dagster_project.extraction.text import text_key
from dagster_project.extraction.unruled.words import CODE, is_money, middle

_BEGINNING = re.compile(r"[-△▲(]*\d[\d,]*\.?\d*")
_REST = re.compile(r"[\d,]*\.?\d+\)?")
_LEADING = (0.9, 1.6)
"""Of the character height: how far apart lines of one cell stand."""
_LEVEL = 0.2
"""Of the character height: what differs by less stands on one line."""
_FLUSH = 0.4
"""Of the character height: lines of one cell end, begin or are centred within this."""


def join_wrapped(segments: Sequence[TextLine]) -> list[TextLine]:
    """Return the segments with the lines of each wrapped amount put together."""
    if not any(_REST.fullmatch(s.key) and not is_money(s) and not CODE.fullmatch(s.key) for s in segments):
        return list(segments)
    ordered = sorted(segments, key=middle)
    joined: dict[int, TextLine] = {}
    taken: set[int] = set()
    for at, first in enumerate(ordered):
        if id(first) in taken or not _BEGINNING.fullmatch(first.key):
            continue
        rest = _rest_of(first, ordered[at + 1 :])
        if rest is not None and _is_proved(first, rest, ordered):
            joined[id(first)] = _together(first, rest)
            taken.add(id(rest))
    return [joined.get(id(s), s) for s in segments if id(s) not in taken]


def _rest_of(first: TextLine, below: Sequence[TextLine]) -> TextLine | None:
    """The digits set flush with an amount on the next line, which together with them is an amount."""
    for segment in below:
        down = middle(segment) - middle(first)
        if down > _LEADING[1] * first.size:
            return None
        if down < _LEADING[0] * first.size or not _REST.fullmatch(segment.key):
            continue
        edges = (segment.x0 - first.x0, segment.x1 - first.x1, (segment.x0 + segment.x1 - first.x0 - first.x1) / 2)
        if min(map(abs, edges)) <= _FLUSH * first.size and is_money(_together(first, segment)):
            return segment
    return None


def _is_proved(first: TextLine, rest: TextLine, segments: Sequence[TextLine]) -> bool:
    """A code or a label stands half way between the lines, and none that opens a row on either of them."""
    half = (middle(first) + middle(rest)) / 2
    slack = _LEVEL * first.size
    centred = any(abs(middle(s) - half) <= slack and not is_money(s) for s in segments)
    lines = (middle(first), middle(rest))
    opened = any(CODE.fullmatch(s.key) for s in segments if any(abs(middle(s) - y) <= slack for y in lines))
    return centred and not opened


def _together(first: TextLine, rest: TextLine) -> TextLine:
    text = f"{first.text}\n{rest.text}"
    x0, x1 = min(first.x0, rest.x0), max(first.x1, rest.x1)
    return first._replace(text=text, key=text_key(text), x0=x0, top=first.top, x1=x1, bottom=rest.bottom)
