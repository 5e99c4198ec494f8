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

from dagster_project.extraction.cells import WIDE, GridCell, TextLine
from dagster_project.extraction.grid import Grid, Region
from dagster_project.extraction.text import CURRENCY, text_key

_SIGN = rf"{CURRENCY}[-△▲(]*{CURRENCY}"
_WHOLE_NUMBER = re.compile(
    rf"{_SIGN}(?:\d{{1,3}}(?:,\d{{3}})+|\d+)\.\d+\)?|{_SIGN}\d{{1,3}}(?:,\d{{3}})+\)?|0|[-—–]{{1,2}}"
)
_DECIMALS = re.compile(rf"{_SIGN}(?:\d{{1,3}}(?:,\d{{3}})+|\d+)\.(\d+)\)?")
_AMOUNT = re.compile(rf"{_SIGN}(?:\d{{1,3}}(?:,\d{{3}})+|\d+)\.\d+\)?")
_FEWEST_NUMBERS = 3
"""Column numbers that count on."""
_STACK, _HEAPED = 3, 4
"""Amounts that may share a cell, and by how much those that do outnumber those that have a cell of their own."""
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


def cut_numbers(grid: Grid, lines: Mapping[int, Sequence[TextLine]]) -> Grid:
    """Return the grid with a row for column numbers (栏次 1 2 3) that share their cells with the heads above them."""
    numbers = _column_numbers(grid, lines)
    return _without_numbers(grid, lines, *numbers) if numbers else grid


def holds_stacks(cells: Sequence[GridCell]) -> bool:
    """Whether most amounts of a grid share a cell, with one another or with their heads: no line parts its rows."""
    shared = sum(_heaped_in(cell.text.split("\n")) for cell in cells if "\n" in cell.text and "." in cell.key)
    if shared < _STACK:
        return False
    return shared > _HEAPED * sum(_holds_amount(cell.text) for cell in cells if "\n" not in cell.text)


def _heaped_in(lines: Sequence[str]) -> int:
    """The amounts of a cell, on lines of their own or one below its head, as far as they are of several rows."""
    held = sum(map(_holds_amount, lines))
    is_below_head = held == 1 and _AMOUNT.fullmatch(text_key(lines[-1])) and lines[-2][-1:] >= WIDE
    return held if held >= _STACK or is_below_head else 0


def _holds_amount(line: str) -> bool:
    return any(_AMOUNT.fullmatch(text_key(piece)) for piece in line.split(" "))


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


def _column_numbers(grid: Grid, lines: Mapping[int, Sequence[TextLine]]) -> tuple[int, float] | None:
    """Where column numbers stand below the heads in one cell: the lower edge of the cells, and the height between."""
    ends: dict[int, list[int]] = {}
    for index, column in lines.items():
        if len(column) > 1 and _LINE_NUMBER.fullmatch(column[-1].key):
            ends.setdefault(grid.regions[index].row_end, []).append(index)
    for row_end, cells in ends.items():
        if len(cells) < _FEWEST_NUMBERS:
            continue
        ordered = [lines[index] for index in sorted(cells, key=lambda index: grid.regions[index].column)]
        above, below = max(column[-2].bottom for column in ordered), min(column[-1].top for column in ordered)
        counted = all(int(b[-1].key) == int(a[-1].key) + 1 for a, b in pairwise(ordered))
        heads = all(not column[-2].key[-1].isdigit() for column in ordered)
        if counted and heads and grid.ys[row_end - 1] < above < below + ordered[0][-1].size / 3:
            return row_end, (above + below) / 2
    return None


def _without_numbers(grid: Grid, lines: Mapping[int, Sequence[TextLine]], row_end: int, y: float) -> Grid:
    """The grid with a row of its own for the column numbers, and for what stands beside them (栏次, 类 款 项)."""
    regions: list[Region] = []
    for index, r in enumerate(grid.regions):
        start, end = (edge + (edge >= row_end) for edge in (r.row, r.row_end))
        middles = [(line.top + line.bottom) / 2 for line in lines.get(index, ())]
        if r.row_end == row_end and middles and middles[0] < y < middles[-1]:
            regions.append(Region(start, row_end, r.column, r.column_end))
            regions += [Region(row_end, end, n, n + 1) for n in range(r.column, r.column_end)]
        else:
            regions.append(Region(start, end, r.column, r.column_end))
    return Grid.tiled(grid.xs, (*grid.ys[:row_end], y, *grid.ys[row_end:]), regions)


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
    return Grid.tiled(grid.xs, tuple(ys), regions)
