"""Rows that no ruling separates: a band of several text rows between two lines is cut into its rows.

Some producers rule only the header, or every fifth row. What tells such a band from a row with wrapped text is that
every line of its amount columns is a whole number of its own, and that other columns have lines at the same heights.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dagster_project.extraction.cells import TextLine
from dagster_project.extraction.grid import Grid, Region

_WHOLE_NUMBER = re.compile(r"[-△▲(¥]*(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+\)?|[-△▲(¥]*\d{1,3}(?:,\d{3})+\)?|0|[-—–]{1,2}")
_DECIMALS = re.compile(r"[-△▲(¥]*(?:\d{1,3}(?:,\d{3})+|\d+)\.(\d+)\)?")
_CENTS = 2
"""Decimals of a table whose amounts are all wrapped."""
_CODE = re.compile(r"\d{3}|\d{5}|\d{7}")
_LINE_NUMBER = re.compile(r"\d{1,2}")
_OPENS_ROW = re.compile(r"[一二三四五六七八九十]{1,3}、|合计$|总计$|本年.{2}合计$|其中:")


@dataclass(frozen=True, slots=True)
class _Mark:
    """A line that opens or fills a row of its own, at the height of its middle."""

    middle: float
    size: float


def cut_bands(grid: Grid, lines: Mapping[int, Sequence[TextLine]]) -> Grid:
    """Return the grid with every band of several text rows cut into them; the grid itself where there is none.

    ``lines`` are the text lines of each region of the grid, by its index.
    """
    cuts: dict[int, list[float]] = {}
    if not any(len(column) > 1 for column in lines.values()):
        return grid
    decimals = _usual_decimals(lines)
    for row in sorted({grid.regions[index].row for index, column in lines.items() if _holds_several(column, decimals)}):
        found = _cuts_of(row, grid, lines, decimals)
        if found:
            cuts[row] = found
    return _cut(grid, cuts) if cuts else grid


def _usual_decimals(lines: Mapping[int, Sequence[TextLine]]) -> int:
    """How many decimals most amounts on a single line have."""
    printed = [_decimals(column[0].key) for column in lines.values() if len(column) == 1]
    counts = Counter(count for count in printed if count)
    return counts.most_common(1)[0][0] if counts else _CENTS


def _decimals(key: str) -> int:
    found = _DECIMALS.fullmatch(key)
    return len(found[1]) if found else 0


def _holds_several(column: Sequence[TextLine], decimals: int) -> bool:
    """Several whole numbers, several codes, or numbers of lines that follow on, one below the other."""
    if len(column) < 2 or _is_wrapped_number(column, decimals):
        return False
    if _is_numbering(column):
        return True
    return any(all(pattern.fullmatch(line.key) for line in column) for pattern in (_WHOLE_NUMBER, _CODE))


def _is_numbering(column: Sequence[TextLine]) -> bool:
    """Numbers of lines (行次), each one more than the one above it."""
    if len(column) < 2 or not all(_LINE_NUMBER.fullmatch(line.key) for line in column):
        return False
    return all(int(b.key) == int(a.key) + 1 for a, b in pairwise(column))


def _is_wrapped_number(column: Sequence[TextLine], decimals: int) -> bool:
    """One number with the decimals of the table whose last digits stand on a second line (1,711,300.0 over 0)."""
    if len(column) != 2 or "." not in column[0].key or _decimals(column[0].key) >= decimals:
        return False
    return _decimals(column[0].key + column[1].key) == decimals


def _cuts_of(row: int, grid: Grid, lines: Mapping[int, Sequence[TextLine]], decimals: int) -> list[float]:
    columns = [
        list(lines.get(index, ()))
        for index in sorted(set(grid.region_at[row]))
        if (grid.regions[index].row, grid.regions[index].row_end) == (row, row + 1)
    ]
    if sum(len(column) > 1 for column in columns) < 2:
        return []
    amounts = [c for c in columns if c and all(_WHOLE_NUMBER.fullmatch(line.key) for line in c)]
    codes = [c for c in columns if c and all(_CODE.fullmatch(line.key) for line in c)]
    numbers = [c for c in columns if _is_numbering(c)]
    labels = [c for c in columns if len(c) > 1 and all(_OPENS_ROW.match(line.key) for line in c)]
    if not (
        any(len(c) > 1 and not _is_wrapped_number(c, decimals) for c in amounts)
        or any(len(c) > 1 for c in codes)
        # 一、 over 二、 beside 1 over 2: a blank row and one with an amount, or two blank ones.
        or (numbers and labels)
    ):
        return []
    opening = [line for c in amounts + codes + numbers for line in c]
    opening += [line for c in columns for line in c if _OPENS_ROW.match(line.key)]
    anchors = _anchors([_Mark((line.top + line.bottom) / 2, line.size) for line in opening])
    return [(a + b) / 2 for a, b in pairwise(anchors)]


def _anchors(marks: list[_Mark]) -> list[float]:
    """Heights of the rows: marks nearer than half a line are of one row."""
    anchors: list[list[float]] = []
    for mark in sorted(marks, key=lambda m: m.middle):
        if anchors and mark.middle - anchors[-1][0] <= 0.6 * mark.size:
            anchors[-1].append(mark.middle)
        else:
            anchors.append([mark.middle])
    return [sum(a) / len(a) for a in anchors]


def _cut(grid: Grid, cuts: Mapping[int, list[float]]) -> Grid:
    ys: list[float] = []
    first_of: list[int] = []
    for row, y in enumerate(grid.ys):
        first_of.append(len(ys))
        ys.append(y)
        ys.extend(cuts.get(row, ()))
    regions: list[Region] = []
    for region in grid.regions:
        start, end = first_of[region.row], first_of[region.row_end]
        if region.row_end - region.row == 1 and region.row in cuts:
            regions += [Region(r, r + 1, region.column, region.column_end) for r in range(start, end)]
        else:
            regions.append(Region(start, end, region.column, region.column_end))
    regions.sort(key=lambda r: (r.row, r.column))
    at = [[0] * (len(grid.xs) - 1) for _ in range(len(ys) - 1)]
    for index, region in enumerate(regions):
        for r in range(region.row, region.row_end):
            for c in range(region.column, region.column_end):
                at[r][c] = index
    return Grid(grid.xs, tuple(ys), tuple(regions), tuple(map(tuple, at)))
