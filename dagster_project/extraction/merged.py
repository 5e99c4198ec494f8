"""Cells that a ruling not seen on a scan has joined: cut where what stands in them proves two.

One cell holds one amount, and no amount beside a label or a line number. What is no such proof (a code before a name)
stays one cell. Grids are cut where the pieces of text in a whole column part; a heading over both columns stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from dagster_project.extraction.cells import TextLine, segments_by_region
from dagster_project.extraction.grid import Grid, Region
from dagster_project.extraction.page import Chars

_AMOUNT = re.compile(r"[-△▲(]*(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+\)?|[-△▲(]*\d{1,3}(?:,\d{3})+\)?|[-—–]{1,2}")
_LINE_NUMBER = re.compile(r"\d{1,2}")
_FEWEST = 3
"""Cells that part at one place; two amounts in one cell are proof enough."""
_FEWEST_NUMBERS = 4
_CROSSING = 0.2
"""Of the cells that part: so many texts may lie across, as a number read together with its neighbour does."""
_TOUCH = 1.0
"""Points: a text reaches over a place by more."""

Texts = Mapping[int, Sequence[TextLine]]


class _Gap(NamedTuple):
    """Where the texts of one cell part: the gap's ends, and whether an amount on one side, or on both, proves it."""

    start: float
    end: float
    is_proof: bool
    is_pair: bool


def part_columns(chars: Chars, grids: Sequence[Grid]) -> tuple[Chars, list[Grid]]:
    """Return the characters, runs over the new edges broken, and the grids with joined columns cut apart."""
    parted: list[Grid] = []
    for whole in grids:
        grid, column = whole, 0
        texts = segments_by_region(chars, grid)
        while column < len(grid.xs) - 1:
            at = _place_in(column, grid, texts)
            if at is not None:
                grid = _cut(grid, column, at, texts)
                chars = _broken(chars, grid, at)
                texts = segments_by_region(chars, grid)
            column += 1
        parted.append(grid)
    return chars, parted


def _place_in(column: int, grid: Grid, texts: Texts) -> float | None:
    """The place at which most cells of a column part, if it proves two columns."""
    cells = [texts[n] for n, r in enumerate(grid.regions) if _is_single(r, column) and n in texts]
    gaps = [gap for own in cells for gap in _gaps_of(own)]
    best: tuple[int, float] = (0, 0.0)
    for start in sorted({gap.start for gap in gaps}):
        over = [gap for gap in gaps if gap.start <= start < gap.end]
        at = (start + min(gap.end for gap in over)) / 2
        proved = sum(gap.is_proof for gap in over)
        if not (any(gap.is_pair for gap in over) or proved >= _FEWEST or _counts_on(cells, at)):
            continue
        across = [s for own in cells for s in own if _lies_across(s, at)]
        figures = sum(_is_figure(s) for s in across)
        if figures <= len(over) and len(across) - figures <= max(1.0, _CROSSING * len(over)):
            best = max(best, (len(over), at))
    return best[1] if best[0] else None


def _is_single(region: Region, column: int) -> bool:
    return (region.column, region.column_end) == (column, column + 1)


def _lies_across(text: TextLine, at: float) -> bool:
    return text.x0 < at - _TOUCH and text.x1 > at + _TOUCH


def _is_figure(text: TextLine) -> bool:
    return text.key[0].isdigit()


def _gaps_of(texts: Sequence[TextLine]) -> list[_Gap]:
    """The places between the texts of a cell that stand side by side."""
    ordered = sorted(texts, key=lambda s: s.x0)
    gaps = []
    for n in range(1, len(ordered)):
        left, right = ordered[:n], ordered[n:]
        start, end = max(s.x1 for s in left), min(s.x0 for s in right)
        if start < end:
            amounts = [any(_AMOUNT.fullmatch(s.key) for s in side) for side in (left, right)]
            gaps.append(_Gap(start, end, any(amounts), all(amounts)))
    return gaps


def _counts_on(cells: Sequence[Sequence[TextLine]], at: float) -> bool:
    """Whether line numbers (行次) behind a place count on from cell to cell."""
    behind = [own for own in ([s for s in texts if s.x0 > at] for texts in cells) if own]
    numbers = [int(own[0].key) for own in behind if len(own) == 1 and _LINE_NUMBER.fullmatch(own[0].key)]
    steps = [b - a for a, b in pairwise(numbers)]
    return len(numbers) >= _FEWEST_NUMBERS and 2 * steps.count(1) >= len(steps) and all(step > 0 for step in steps)


def _cut(grid: Grid, column: int, at: float, texts: Texts) -> Grid:
    """The grid with a new edge; a cell of the column stays one where all that is in it lies across, as a heading does.

    A number across was read together with its neighbour.
    """
    regions: list[Region] = []
    for n, r in enumerate(grid.regions):
        start, end = (edge + (edge > column) for edge in (r.column, r.column_end))
        own = texts.get(n, ())
        is_heading = bool(own) and all(_lies_across(s, at) and not _is_figure(s) for s in own)
        if not _is_single(r, column) or is_heading:
            regions.append(Region(r.row, r.row_end, start, end))
        else:
            regions += [Region(r.row, r.row_end, c, c + 1) for c in (column, column + 1)]
    return Grid.tiled((*grid.xs[: column + 1], at, *grid.xs[column + 1 :]), grid.ys, regions)


def _broken(chars: Chars, grid: Grid, at: float) -> Chars:
    """The characters with a space before those that stand next to the right of a new edge: no run goes over it."""
    x = (chars.boxes[:, 0] + chars.boxes[:, 2]) / 2
    y = (chars.boxes[:, 1] + chars.boxes[:, 3]) / 2
    within = (y >= grid.ys[0]) & (y <= grid.ys[-1])
    first = np.zeros(len(chars), dtype=np.bool_)
    first[1:] = within[1:] & (x[1:] > at) & (x[:-1] <= at)
    return replace(chars, spaced=chars.spaced | first)
