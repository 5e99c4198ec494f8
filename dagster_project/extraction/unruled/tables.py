"""Tables without column lines as grids.

A table that goes on over several pages is laid out from the texts of all of them: a page that prints a longer name or
a larger amount than the first must not move a column, and a page without a header has the columns of the first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dagster_project.extraction.cells import TextLine
from dagster_project.extraction.grid import Grid
from dagster_project.extraction.page import Ruling
from dagster_project.extraction.text import text_key
from dagster_project.extraction.unruled.columns import (
    TOUCH,
    Column,
    closing_row,
    columns_of,
    cover_steps,
    edges_of,
    steps_in,
)
from dagster_project.extraction.unruled.grids import composed
from dagster_project.extraction.unruled.heads import Heads, read_heads
from dagster_project.extraction.unruled.rows import Body, blocks_of, body_of, header_of, rows_of
from dagster_project.extraction.unruled.words import MONEY, STEPS, is_money, middle, sized
from dagster_project.extraction.unruled.wrapped import join_wrapped

FEWEST_AMOUNTS = 2
"""Of a table; a single one can only go on with the table of the page before."""
_MANY = 4
_BESIDE = 0.35
"""Of the character height: 类 款 项 that stand no lower than this under the lowest head stand beside its lines."""


def count_apart(lines: Iterable[TextLine]) -> int:
    """How many amounts stand apart outside ruled tables, as those of a table do, up to two: a quick look."""
    found = 0
    for line in lines:
        if " " not in line.text or not ("." in line.key or "," in line.key):
            continue
        found += sum(MONEY.fullmatch(text_key(piece)) is not None for piece in line.text.split(" "))
        if found >= FEWEST_AMOUNTS:
            return FEWEST_AMOUNTS
    return found


@dataclass(frozen=True, slots=True)
class Found:
    """What may be a table, or the part of one that stands on a page: its body, and the header over it, if any."""

    body: Body
    header: tuple[TextLine, ...]
    rules: tuple[Ruling, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The texts of the header, sorted: equal on pages that repeat it."""
        return tuple(sorted(s.key for s in self.header))

    @property
    def money(self) -> list[TextLine]:
        """Its amounts."""
        return [s for row in self.body.rows for s in row if is_money(s)]

    @property
    def bottom(self) -> float:
        """Lower edge of the body."""
        return max(s.bottom for s in self.body.rows[-1])

    def goes_on_with(self, later: Found) -> Found | None:
        """The first table of the next page, if it has no header or the same; None if it has another.

        Below the header may stand the rest of a text that the page break cut: it is a row of the body.
        """
        if not later.header or later.keys == self.keys:
            return later
        is_rest = later.heads_labels()
        rest = list(later.header) if is_rest else _not_among(later.header, self.header)
        head = [s for s in later.header if s not in rest]
        if not is_rest and (len(head) < len(self.header) or max(map(middle, head)) > min(map(middle, rest))):
            return None
        rows = (*_levels(rest), *later.body.rows)
        return replace(later, body=replace(later.body, rows=rows), header=tuple(head))

    def heads_labels(self) -> bool:
        """Whether all texts over the body stand over its labels: the rest of a label that the page break cut."""
        labels = [s for row in self.body.rows for s in row if not is_money(s)]
        return all(any(min(s.x1, t.x1) - max(s.x0, t.x0) > TOUCH for t in labels) for s in self.header)


def _not_among(texts: Sequence[TextLine], known: Sequence[TextLine]) -> list[TextLine]:
    """The texts, from the top down, less one for each known one of the same wording."""
    left = Counter(s.key for s in known)
    others = []
    for text in sorted(texts, key=lambda s: (middle(s), s.x0)):
        if left[text.key]:
            left[text.key] -= 1
        else:
            others.append(text)
    return others


def find_unruled(segments: Sequence[TextLine], rules: Sequence[Ruling] = ()) -> list[Found]:
    """Return what may be tables among segments of text outside ruled tables, from top to bottom.

    Args:
        segments: pieces of lines without a wide gap, from :func:`cells.segments_outside`.
        rules: horizontal lines of the page.
    """
    rows = rows_of(join_wrapped(list(map(sized, segments))))
    found: list[Found] = []
    floor = 0
    for start, stop in blocks_of(rows):
        body = body_of(rows, start, stop, floor, rules)
        if body is not None:
            found.append(Found(body, tuple(header_of(rows, body, floor, rules)), tuple(rules)))
            floor = body.last
    return found


def lay_out(pages: Sequence[Found]) -> list[Grid | None]:
    """Return the grid of each part of one table, None for a part whose columns or header are in doubt.

    Where the parts do not fit in one set of columns each is taken for itself; one without a header keeps the columns
    of the part before.
    """
    together = _laid(pages)
    if together is not None:
        return list(together.grids)
    if len(pages) == 1:
        return [None]
    grids: list[Grid | None] = []
    before: _Layout | None = None
    for page in pages:
        own = _laid([page]) if page.header else None
        if own is None and before is not None:
            own = before.carried(page)
        grids.append(own.grids[0] if own else None)
        before = own
    return grids


@dataclass(frozen=True, slots=True)
class _Layout:
    """The columns and the header of a table, and the grids of its parts."""

    heads: Heads
    first: Found
    xs: tuple[float, ...]
    grids: tuple[Grid, ...] = ()

    def over(self, pages: Sequence[Found]) -> _Layout | None:
        """The same with the grids of these parts; None where one does not fit the columns."""
        grids = tuple(grid for grid in map(self._grid, pages) if grid is not None)
        return replace(self, grids=grids) if len(grids) == len(pages) else None

    def carried(self, page: Found) -> _Layout | None:
        """The part of a later page in these columns."""
        later = self.first.goes_on_with(page)
        return self.over([later]) if later else None

    def _grid(self, page: Found) -> Grid | None:
        money = frozenset(n for n, column in enumerate(self.heads.columns) if column.amounts is not None)
        if not page.header:
            return composed(page.body.rows, self.xs, money)
        down = _low(page) - _low(self.first)
        heads = replace(self.heads, cuts=tuple(cut + down for cut in self.heads.cuts))
        closing = closing_row(page.header)
        numbers = [s for s in closing if middle(s) > _low(page) + _BESIDE * s.size]
        texts = [s for s in page.header if s not in numbers]
        inside = [s for s in closing if s not in numbers]
        if inside:
            heads = heads.with_steps(inside, [s for s in texts if s not in inside])
        rows = (*_levels(numbers), *page.body.rows)
        return composed(rows, self.xs, money, (heads, texts)) if texts else None


def _levels(closing: Sequence[TextLine]) -> list[tuple[TextLine, ...]]:
    """类 款 项 and the column numbers below them as rows of their own, where they are two."""
    levels: list[list[TextLine]] = []
    for text in sorted(closing, key=lambda s: (middle(s), s.x0)):
        if levels and middle(text) - middle(levels[-1][0]) < _BESIDE * text.size:
            levels[-1].append(text)
        else:
            levels.append([text])
    return [tuple(level) for level in levels]


def _inner_steps(closing: Sequence[TextLine]) -> list[TextLine]:
    """类 款 项 in the header's own last row: the column numbers stand in a row below them, not beside them."""
    low = min((middle(s) for s in closing if s.key not in STEPS), default=float("-inf"))
    return [s for s in closing if s.key in STEPS and low - middle(s) > _BESIDE * s.size]


def _low(page: Found) -> float:
    """The height of the lowest head; column numbers and 类 款 项 stand lower where the row of the total has room."""
    closing = closing_row(page.header)
    return max((middle(s) for s in page.header if s not in closing), default=0.0)


def _laid(pages: Sequence[Found]) -> _Layout | None:
    """All parts under the header of the first; None where columns or header are in doubt."""
    first = pages[0]
    body = Body(tuple(row for page in pages for row in page.body.rows), first.body.first, first.body.last)
    numbers = closing_row(first.header)
    steps = steps_in([*numbers, *first.body.rows[0]])
    columns = columns_of(body, steps)
    if columns is None:
        return None
    heads = read_heads([s for s in first.header if s not in numbers], columns, first.rules, _inner_steps(numbers))
    if heads is None or not _is_headed(heads, body):
        return None
    cover_steps(heads.columns, steps)
    xs = edges_of(heads.columns)
    if xs is None or _is_doubtful(heads, body):
        return None
    return _Layout(heads, first, xs).over(pages)


def _is_doubtful(heads: Heads, body: Body) -> bool:
    """A single row of amounts proves little: a head must stand over each of several columns."""
    return len(body.rows) == 1 and (len(heads.headed) < _MANY or len(heads.headed) < len(heads.columns))


def _is_headed(heads: Heads, body: Body) -> bool:
    """Every column of amounts has a head."""
    money = [s for row in body.rows for s in row if is_money(s)]
    held = {n for n, c in enumerate(heads.columns) if _holds(c, money)}
    return held <= heads.headed


def _holds(column: Column, money: Sequence[TextLine]) -> bool:
    return any(column.reaches(s.x0, s.x1) for s in money)


def chains_of(pages: Sequence[Sequence[Found]], closes: Sequence[bool]) -> list[list[tuple[int, Found]]]:
    """Join what goes on from the end of one page to the top of the next; each part with the index of its page.

    Args:
        pages: what was found on each page, from top to bottom.
        closes: whether the last of a page stands below every ruled table of it.
    """
    chains: list[list[tuple[int, Found]]] = []
    for number, found in enumerate(pages):
        for nth, part in enumerate(found):
            later = _carried_on(chains[-1], number, part) if nth == 0 and chains and closes[number - 1] else None
            if later is not None:
                chains[-1].append((number, later))
            else:
                chains.append([(number, part)])
    return [chain for chain in chains if sum(len(part.money) for _, part in chain) >= FEWEST_AMOUNTS]


def _carried_on(chain: Sequence[tuple[int, Found]], number: int, part: Found) -> Found | None:
    """The first table of a page as the part of one that reaches to the page before."""
    if chain[-1][0] != number - 1 or (len(part.money) < FEWEST_AMOUNTS and not _stands_below(part, chain[-1][1])):
        return None
    return chain[0][1].goes_on_with(part)


def _stands_below(part: Found, before: Found) -> bool:
    """Whether the few amounts of a part stand under amounts of the page before, and have labels beside them."""
    under = all(any(min(s.x1, m.x1) - max(s.x0, m.x0) > TOUCH for m in before.money) for s in part.money)
    return under and all(len(row) > 1 for row in part.body.rows)
