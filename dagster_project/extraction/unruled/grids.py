"""Rows of texts in columns as a grid like that of a ruled table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from dagster_project.extraction.cells import TextLine
from dagster_project.extraction.grid import Grid, Region
from dagster_project.extraction.unruled.heads import Heads
from dagster_project.extraction.unruled.words import FIGURE, is_money, middle

_CENTRED = 1.5
"""Of the character height: a label over several blank columns is centred in them within this."""

Rows = Sequence[Sequence[TextLine]]
Edges = tuple[float, ...]
Spans = list[tuple[int, int]]


def composed(
    rows: Rows, xs: Edges, money: frozenset[int], header: tuple[Heads, Sequence[TextLine]] | None = None
) -> Grid | None:
    """Lay rows and columns out as a grid; None where a text crosses another's cell.

    Args:
        rows: the texts of each row of the body.
        xs: the edges of the columns.
        money: the columns that hold amounts.
        header: the header, and its texts.
    """
    regions: list[Region] = []
    cuts: list[float] = []
    head_rows = 0
    if header is not None:
        heads, texts = header
        head_rows = len(heads.cuts) + 1
        top, low = min(s.top for s in texts), max(map(middle, texts))
        cuts = [top - 1, *heads.cuts, (low + min(map(middle, rows[0]))) / 2]
        regions += heads.cells
    else:
        cuts = [min(s.top for s in rows[0]) - 1]
    for row, line in enumerate(rows, head_rows):
        spans = _spans(line, xs, money)
        if spans is None:
            return None
        regions += [Region(row, row + 1, a, b) for a, b in spans]
    cuts += [(max(map(middle, a)) + min(map(middle, b))) / 2 for a, b in pairwise(rows)]
    cuts.append(max(s.bottom for s in rows[-1]) + 1)
    return _tiled(xs, tuple(cuts), regions)


def _spans(texts: Sequence[TextLine], xs: Edges, money: frozenset[int]) -> Spans | None:
    """The columns that each text of a row covers; None where two amounts share a cell or a text lies outside."""
    reach: list[tuple[int, int, TextLine]] = []
    for text in texts:
        over = [n for n in range(len(xs) - 1) if min(text.x1, xs[n + 1]) - max(text.x0, xs[n]) > 0.1]
        if not over or text.x0 < xs[0] - 3 or text.x1 > xs[-1] + 3:
            return None
        reach.append((over[0], over[-1] + 1, text))
    amounts = [(a, b) for a, b, text in reach if is_money(text)]
    figures = {n for a, b in amounts for n in range(a, b)}
    if any(b - a != 1 for a, b in amounts) or len(figures) != len(amounts):
        return None
    if any(not is_money(text) and set(range(a, b)) & figures for a, b, text in reach):
        return None
    reach.sort(key=lambda r: r[:2])
    spans: Spans = []
    for nth, (first, stop, text) in enumerate(reach):
        room = (reach[nth - 1][1] if nth else 0, reach[nth + 1][0] if nth + 1 < len(reach) else len(xs) - 1)
        covers_money = not is_money(text) and bool(set(range(first, stop)) & money)
        start, end = _stretched(text, (first, stop), room, xs) if covers_money else (first, stop)
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _stretched(text: TextLine, own: tuple[int, int], room: tuple[int, int], xs: Edges) -> tuple[int, int]:
    """The columns of a label that stands where amounts belong: those around it that are blank, if it is their middle.

    So does the name of a total in a merged cell: 公用经费合计 over the columns of code, name and amount.
    """
    low, high = room
    if FIGURE.fullmatch(text.key) or not low <= own[0] < own[1] <= high:
        return own
    centre = (text.x0 + text.x1) / 2
    if abs((xs[low] + xs[high]) / 2 - centre) > _CENTRED * text.size:
        return own
    return room


def _tiled(xs: Edges, ys: Edges, regions: list[Region]) -> Grid | None:
    """A grid of the given cells, with blank ones where none is."""
    width = len(xs) - 1
    at = [[-1] * width for _ in range(len(ys) - 1)]
    taken = sorted(regions, key=lambda r: (r.row, r.column))
    for region in taken:
        for row in range(region.row, region.row_end):
            for column in range(region.column, region.column_end):
                if at[row][column] >= 0:
                    return None
                at[row][column] = 0
    blank = [Region(r, r + 1, c, c + 1) for r, row in enumerate(at) for c, owner in enumerate(row) if owner < 0]
    tiles = sorted([*taken, *blank], key=lambda r: (r.row, r.column))
    for index, region in enumerate(tiles):
        for row in range(region.row, region.row_end):
            for column in range(region.column, region.column_end):
                at[row][column] = index
    return Grid(xs, ys, tuple(tiles), tuple(map(tuple, at)))
