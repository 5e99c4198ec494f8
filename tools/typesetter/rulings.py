"""Which edges of a grid are ruled, and how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from tools.typesetter.display import Box, Mark, Rule
from tools.typesetter.style import Ruling

Edge = tuple[str, int, int]
"""('h', line, cell): the edge above or below a cell; ('v', line, cell): the one left or right of it."""

SEGMENT = 7.0
"""Length in points of the pieces that some producers draw a ruling in."""


def edges_of(spans: Iterable[tuple[int, int, int, int]]) -> set[Edge]:
    """The unit edges around cells given as (row, column, row_span, column_span): none inside a merged cell."""
    edges: set[Edge] = set()
    for row, column, row_span, column_span in spans:
        for c in range(column, column + column_span):
            edges |= {("h", row, c), ("h", row + row_span, c)}
        for r in range(row, row + row_span):
            edges |= {("v", column, r), ("v", column + column_span, r)}
    return edges


def draw_rulings(edges: set[Edge], xs: list[float], ys: list[float], ruling: Ruling, width: float) -> Iterator[Mark]:
    """Marks for the edges of a grid with column edges ``xs`` and row edges ``ys``."""
    for x0, y0, x1, y1 in sorted(_runs(edges, xs, ys)):
        if ruling is Ruling.RECT:
            yield Box(x0 - width / 2, y0 - width / 2, x1 + width / 2, y1 + width / 2)
        elif ruling is Ruling.SEGMENTS:
            yield from _segments(x0, y0, x1, y1, width)
        else:
            yield Rule(x0, y0, x1, y1, width, dashed=ruling is Ruling.DASHED)


def _runs(edges: set[Edge], xs: list[float], ys: list[float]) -> Iterator[tuple[float, float, float, float]]:
    """Edges in one line that touch, joined."""
    for (kind, line), group in groupby(sorted(edges), key=lambda edge: edge[:2]):
        cells = [edge[2] for edge in group]
        for _, run in groupby(enumerate(cells), key=lambda pair: pair[1] - pair[0]):
            members = [cell for _, cell in run]
            first, last = members[0], members[-1] + 1
            if kind == "h":
                yield xs[first], ys[line], xs[last], ys[line]
            else:
                yield xs[line], ys[first], xs[line], ys[last]


def _segments(x0: float, y0: float, x1: float, y1: float, width: float) -> Iterator[Rule]:
    length = max(x1 - x0, y1 - y0)
    pieces = max(1, round(length / SEGMENT))
    dx, dy = (x1 - x0) / pieces, (y1 - y0) / pieces
    for n in range(pieces):
        yield Rule(x0 + n * dx, y0 + n * dy, x0 + (n + 1) * dx, y0 + (n + 1) * dy, width)
