"""Upright rulings that a scan lost, put back where the print of a whole column keeps clear of them.

A strip without ink runs down the column, wider than any space, with print on both sides of it in row after row: two
columns whose ruling faded. A single column has no such strip, for its amounts end and its names begin at one edge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dagster_project.extraction.grid import Grid, Region
from dagster_project.extraction.ocr.picture import Mask
from dagster_project.extraction.page import Ruling

_NARROWEST = 1.2
"""Of the usual height of print: a narrower strip may be a space, or the blank half of a full-width comma."""
_FEWEST_ROWS = 4
"""Rows with print on both sides of the strip."""
_SHARE = 0.4
"""Of the rows with any print in the column."""
_CROSSED = 1
"""Cells whose print may cross the strip: a heading of both columns."""
_WALL = 4
"""Pixels beside a wall that its own ink may reach."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell that ends in the column: its top and bottom, and where it has ink, from its left wall on."""

    top: float
    bottom: float
    left: int
    ink: npt.NDArray[np.bool_]

    def clear_at(self, x: int) -> bool:
        """Whether it lies over the place and has no ink there."""
        return 0 <= x - self.left < len(self.ink) and not bool(self.ink[x - self.left])

    def parted_at(self, start: int, stop: int) -> bool:
        """Whether the strip is free and print stands on both sides of it."""
        a, b = start - self.left, stop - self.left
        return bool(self.ink[:a].any()) and bool(self.ink[b:].any()) and not bool(self.ink[a:b].any())


def lost_rulings(ink: Mask, grids: Sequence[Grid], usual: float) -> list[Ruling]:
    """Return pieces of upright rulings (pixels), one for each cell that is two.

    Args:
        ink: the print without rulings.
        grids: in pixels.
        usual: the usual height of print.
    """
    found: list[Ruling] = []
    for grid in grids:
        for column in range(len(grid.xs) - 1):
            cells = [_cell(ink, grid, r) for r in grid.regions if r.column_end == column + 1]
            found += _rulings_in(cells, round(grid.xs[column]), round(grid.xs[column + 1]), usual)
    return found


def _cell(ink: Mask, grid: Grid, region: Region) -> _Cell:
    top, bottom = grid.ys[region.row], grid.ys[region.row_end]
    left, right = round(grid.xs[region.column]), round(grid.xs[region.column_end])
    part = ink[round(top) + _WALL : round(bottom) - _WALL, left + _WALL : right - _WALL]
    return _Cell(top, bottom, left + _WALL, np.asarray((part > 0).any(axis=0), dtype=np.bool_))


def _rulings_in(cells: Sequence[_Cell], left: int, right: int, usual: float) -> list[Ruling]:
    printed = [cell for cell in cells if cell.ink.any()]
    width = right - left
    if len(printed) < _FEWEST_ROWS or width < 2 * usual:
        return []
    crossed = np.zeros(width, dtype=np.int64)
    for cell in printed:
        own = cell.ink[-(width - 2 * _WALL) :] if width > 2 * _WALL else cell.ink
        crossed[width - _WALL - len(own) : width - _WALL] += own
    best: tuple[int, list[Ruling]] = (0, [])
    near = round(usual / 2)
    for free in _free_runs(crossed[near : width - near] <= _CROSSED):
        start, stop = (left + near + x for x in free)
        parted = [cell for cell in printed if cell.parted_at(start, stop)]
        enough = len(parted) >= max(_FEWEST_ROWS, _SHARE * len(printed))
        if stop - start >= _NARROWEST * usual and enough and len(parted) > best[0]:
            at = _clearest(printed, start, stop)
            best = (len(parted), _drawn(cells, at, min(cell.top for cell in parted)))
    return best[1]


def _clearest(cells: Sequence[_Cell], start: int, stop: int) -> int:
    """The place in the strip that parts the most cells: headings fill their columns further than figures do."""
    counts = [sum(cell.parted_at(x, x + 1) for cell in cells) for x in range(start, stop)]
    places = [start + n for n, count in enumerate(counts) if count == max(counts)]
    return places[len(places) // 2]


def _drawn(cells: Sequence[_Cell], at: int, first: float) -> list[Ruling]:
    """The ruling through every cell of the body that is clear there; over it, a heading may stand over both columns."""
    return [
        Ruling(float(at), cell.top, cell.bottom)
        for cell in cells
        if cell.parted_at(at, at + 1) or (cell.top >= first and cell.clear_at(at))
    ]


def _free_runs(free: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    borders = np.flatnonzero(np.diff(np.concatenate(([0], free.view(np.int8), [0])))).tolist()
    return list(zip(borders[::2], borders[1::2], strict=True))
