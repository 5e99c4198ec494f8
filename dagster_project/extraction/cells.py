"""Characters into the cells of a grid, and into lines of text outside all grids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dagster_project.extraction.grid import Grid
from dagster_project.extraction.page import Char
from dagster_project.extraction.text import text_key

_RUN_GAP = 0.08
"""Of the character height: characters nearer than this run on, as the letters and digits of one string do."""
_WORD_GAP = 0.3
"""Of the character height: a wider gap is printed as a space."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of one page's grid; rows and columns from 0, ends excluded."""

    row: int
    row_end: int
    column: int
    column_end: int
    x0: float
    top: float
    x1: float
    bottom: float
    text: str
    key: str
    text_x0: float


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text outside tables, in the reading frame."""

    text: str
    key: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float


def split_chars(chars: Sequence[Char], grids: Sequence[Grid]) -> tuple[list[list[GridCell]], list[TextLine]]:
    """Return the cells of each grid (blank ones too) and the lines of what stands outside.

    A string that overflows its cell (digits wider than the column) stays together, in the cell that holds most of it.
    Where grids lie within one another, a character belongs to the smallest.
    """
    order = sorted(range(len(grids)), key=lambda i: grids[i].area)
    held: list[dict[int, list[Char]]] = [{} for _ in grids]
    outside: list[Char] = []
    for run in _runs(chars):
        places = [_place(char, grids, order) for char in run]
        if len(set(places)) > 1:
            places = [max(set(places), key=lambda p: (places.count(p), -places.index(p)))] * len(run)
        for char, place in zip(run, places, strict=True):
            if place is None:
                outside.append(char)
            else:
                held[place[0]].setdefault(place[1], []).append(char)
    cells = [
        [_cell(grid, index, held[g].get(index, [])) for index in range(len(grid.regions))]
        for g, grid in enumerate(grids)
    ]
    return cells, text_lines(outside)


def _place(char: Char, grids: Sequence[Grid], order: list[int]) -> tuple[int, int] | None:
    x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
    for index in order:
        region = grids[index].locate(x, y)
        if region is not None:
            return index, region
    return None


def _runs(chars: Iterable[Char]) -> list[list[Char]]:
    """Cut the characters, in the order of the content stream, into strings without a gap or a space.

    Wide (CJK) characters stand alone: labels fill their cells to the edge, and only numbers overflow them.
    """
    runs: list[list[Char]] = []
    last: Char | None = None
    for char in chars:
        if char.text.isspace():
            last = None
            continue
        if (
            last is not None
            and ord(char.text) < 0x2E80
            and ord(last.text) < 0x2E80
            and abs(char.top - last.top) < 1.0
            and abs(char.x0 - last.x1) <= _RUN_GAP * char.size
        ):
            runs[-1].append(char)
        else:
            runs.append([char])
        last = char
    return runs


def _cell(grid: Grid, index: int, chars: list[Char]) -> GridCell:
    region = grid.regions[index]
    lines = text_lines(chars)
    text = "\n".join(line.text for line in lines)
    return GridCell(
        region.row,
        region.row_end,
        region.column,
        region.column_end,
        grid.xs[region.column],
        grid.ys[region.row],
        grid.xs[region.column_end],
        grid.ys[region.row_end],
        text,
        text_key(text),
        min((line.x0 for line in lines), default=grid.xs[region.column]),
    )


def text_lines(chars: Iterable[Char]) -> list[TextLine]:
    """Group characters into lines from top to bottom, each read from left to right by position."""
    rows: list[list[Char]] = []
    middle = 0.0
    for char in sorted(chars, key=lambda c: (c.top + c.bottom, c.x0)):
        y = (char.top + char.bottom) / 2
        if rows and y - middle <= 0.5 * min(char.size, rows[-1][-1].size):
            rows[-1].append(char)
            middle += (y - middle) / len(rows[-1])
        else:
            rows.append([char])
            middle = y
    lines = (_line(sorted(row, key=lambda c: (c.x0, c.x1))) for row in rows)
    return [line for line in lines if line is not None]


def _line(chars: list[Char]) -> TextLine | None:
    pieces: list[str] = []
    last: Char | None = None
    for char in chars:
        if char.text.isspace():
            continue
        if last is not None and char.x0 - last.x1 > _WORD_GAP * char.size:
            pieces.append(" ")
        pieces.append(char.text)
        last = char
    if last is None:
        return None
    solid = [c for c in chars if not c.text.isspace()]
    text = "".join(pieces)
    sizes = sorted(c.size for c in solid)
    return TextLine(
        text,
        text_key(text),
        solid[0].x0,
        min(c.top for c in solid),
        max(c.x1 for c in solid),
        max(c.bottom for c in solid),
        sizes[len(sizes) // 2],
    )
