"""Columns of a table without lines: the extents of what stands one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dagster_project.extraction.cells import TextLine
from dagster_project.extraction.unruled.rows import Body
from dagster_project.extraction.unruled.words import CODE, FIGURE, INDEX, STEPS, TOTAL, is_money, middle

_ALIGNED = 0.6
"""Of the character height: the amounts of a column end, begin or are centred within this."""

TOUCH = 1.0
"""Points: texts of two columns that overlap by no more only touch."""


@dataclass(slots=True)
class Column:
    """The horizontal extent of a column's text; ``amounts`` is that of its amounts."""

    x0: float
    x1: float
    amounts: tuple[float, float] | None = None
    holds_text: bool = True
    """Its body has some text."""

    def reaches(self, x0: float, x1: float) -> bool:
        """Whether an extent overlaps this column's."""
        return min(x1, self.x1) - max(x0, self.x0) > TOUCH

    def widen(self, x0: float, x1: float) -> None:
        """Take in another extent."""
        self.x0, self.x1 = min(self.x0, x0), max(self.x1, x1)


def columns_of(body: Body, steps: Sequence[TextLine] = ()) -> list[Column] | None:
    """Extents of the columns: amounts first, then codes, then labels from the longest; merged labels found none."""
    columns: list[Column] = []
    money = [s for row in body.rows for s in row if is_money(s)]
    for segment in money:
        _unite(columns, segment)
    if not all(_is_aligned([s for s in money if c.reaches(s.x0, s.x1)]) for c in columns):
        return None
    for column in columns:
        column.amounts = (column.x0, column.x1)
    texts = [s for row in body.rows for s in row if s not in steps and not is_money(s)]
    others = [s for s in texts if not TOTAL.fullmatch(s.key)]
    numeric = [s for s in others if FIGURE.fullmatch(s.key) or CODE.fullmatch(s.key)]
    for segment in numeric:
        _unite(columns, segment)
    fixed = list(columns)
    labels = sorted((s for s in others if s not in numeric), key=lambda s: s.x0 - s.x1)
    later = []
    for segment in labels:
        if any(c.reaches(segment.x0, segment.x1) for c in fixed):
            later.append(segment)
        else:
            _unite(columns, segment)
    for segment in later:
        over = [c for c in columns if c.reaches(segment.x0, segment.x1)]
        if len(over) == 1:
            over[0].widen(segment.x0, segment.x1)
    columns.sort(key=lambda c: c.x0)
    cover_steps(columns, steps)
    return columns


def cover_steps(columns: Sequence[Column], steps: Sequence[TextLine]) -> None:
    """类 款 项 stand over the codes: over each of three columns of codes, or side by side over the only one.

    Left of all columns they stand over the first: a body without codes has only its head there.
    """
    for step in steps:
        at = next((c for c in columns if c.reaches(step.x0, step.x1)), None)
        at = at or max((c for c in columns if c.x1 <= step.x0), key=lambda c: c.x1, default=None)
        at = at or next((c for c in columns[:1] if c.amounts is None), None)
        if at is not None:
            at.widen(step.x0, step.x1)


def closing_row(header: Sequence[TextLine]) -> list[TextLine]:
    """What closes a header below the heads: column numbers (栏次 1 2 3), and 类 款 项 under the head of the codes."""
    steps = steps_in(header)
    others = [s for s in header if s not in steps]
    low = max(map(middle, others), default=0.0)
    last = [s for s in others if low - middle(s) < 0.35 * s.size]
    numbers = last if sum(INDEX.fullmatch(s.key) is not None for s in last) >= 2 else []
    return [*numbers, *steps]


def steps_in(texts: Sequence[TextLine]) -> list[TextLine]:
    """类 款 项 side by side under the head of the codes; 类 alone is a piece of a wrapped text."""
    steps = [s for s in texts if s.key in STEPS]
    return steps if len({s.key for s in steps}) > 1 or any(len(s.key) > 1 for s in steps) else []


def _is_aligned(segments: Sequence[TextLine]) -> bool:
    """Amounts one below the other end, begin or are centred alike."""
    slack = _ALIGNED * max(s.size for s in segments)
    for places in ([s.x1 for s in segments], [s.x0 for s in segments], [(s.x0 + s.x1) / 2 for s in segments]):
        if max(places) - min(places) <= slack:
            return True
    return False


def _unite(columns: list[Column], segment: TextLine) -> None:
    """Add an extent, united with those that it overlaps."""
    touching = [c for c in columns if c.reaches(segment.x0, segment.x1)]
    united = Column(segment.x0, segment.x1)
    for column in touching:
        united.widen(column.x0, column.x1)
        united.amounts = united.amounts or column.amounts
        columns.remove(column)
    columns.append(united)


def edges_of(columns: Sequence[Column]) -> tuple[float, ...] | None:
    """Where columns part: between their texts, which must not overlap."""
    if any(b.x0 < a.x1 - TOUCH for a, b in pairwise(columns)):
        return None
    inner = [(a.x1 + b.x0) / 2 for a, b in pairwise(columns)]
    return (columns[0].x0 - 2, *inner, columns[-1].x1 + 2)
