"""From rulings to grids: which lines form a table, and which base cells a missing line joins.

A grid is found per connected set of lines, not per page: two tables may stand side by side or one above the other.
Text plays no part here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dagster_project.extraction.page import Ruling
from dagster_project.extraction.tuples import maker

_FEWEST_ENDS = 2
"""Lines that end at one height without a line there: an edge."""


@dataclass(frozen=True, slots=True)
class GridSettings:
    """Tolerances in points.

    Raises:
        ValueError: if a tolerance is negative, or ``join`` is smaller than ``snap``.
    """

    snap: float = 2.0
    """Parallel lines nearer than this are one line (double rulings, both sides of a thin rectangle)."""
    join: float = 4.0
    """Gaps along a line up to this are bridged (dashes, segments drawn cell by cell)."""
    shortest: float = 5.0
    """A line shorter than this after joining rules nothing."""
    open_edge: float = 8.0
    """Lines that stick out of the outermost crossing line by more than this leave an open column or row."""

    def __post_init__(self) -> None:
        if min(self.snap, self.join, self.shortest, self.open_edge) < 0 or self.join < self.snap:
            raise ValueError(f"tolerances must not be negative, and join not below snap: {self}")


class Region(NamedTuple):
    """Base cells ``row``..``row_end`` × ``column``..``column_end`` (ends excluded, from 0) without lines between."""

    row: int
    row_end: int
    column: int
    column_end: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Column edges ``xs``, row edges ``ys`` (ascending), and the regions that tile them, in reading order."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    regions: tuple[Region, ...]
    region_at: tuple[tuple[int, ...], ...]
    """Index into ``regions`` by base row and base column."""

    @classmethod
    def tiled(cls, xs: tuple[float, ...], ys: tuple[float, ...], regions: Iterable[Region]) -> Grid:
        """The grid of regions that cover all base cells without overlap."""
        ordered = sorted(regions, key=lambda r: (r.row, r.column))
        at = [[0] * (len(xs) - 1) for _ in range(len(ys) - 1)]
        for index, region in enumerate(ordered):
            for row in range(region.row, region.row_end):
                at[row][region.column : region.column_end] = [index] * (region.column_end - region.column)
        return cls(xs, ys, tuple(ordered), tuple(map(tuple, at)))

    def locate(self, x: float, y: float) -> int | None:
        """Return the index of the region that holds a point, or None outside the grid."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]):
            return None
        row = min(bisect_right(self.ys, y) - 1, len(self.ys) - 2)
        column = min(bisect_right(self.xs, x) - 1, len(self.xs) - 2)
        return self.region_at[row][column]

    @property
    def area(self) -> float:
        """Area of the outline in square points."""
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])


def find_grids(
    horizontal: Sequence[Ruling], vertical: Sequence[Ruling], settings: GridSettings | None = None
) -> list[Grid]:
    """Return the grids of at least two rows or two columns that the rulings form, from top to bottom."""
    settings = settings or GridSettings()
    rows, columns = joined(horizontal, settings), joined(vertical, settings)
    grids = []
    for row_lines, column_lines in _components(rows, columns, settings.join):
        ys = _edges(row_lines, column_lines, settings)
        xs = _edges(column_lines, row_lines, settings)
        if len(xs) < 2 or len(ys) < 2 or len(xs) + len(ys) < 5:
            continue
        grids.append(_grid(tuple(xs), tuple(ys), row_lines, column_lines, settings))
    return sorted(grids, key=lambda g: (g.ys[0], g.xs[0]))


def joined(rulings: Iterable[Ruling], settings: GridSettings) -> list[Ruling]:
    """Merge parallel lines that lie on one another or continue one another."""
    ordered = sorted(rulings)
    positions = [ruling.position for ruling in ordered]
    merged: list[Ruling] = []
    start = 0
    while start < len(ordered):
        stop = start + 1
        while stop < len(ordered) and positions[stop] - positions[stop - 1] <= settings.snap / 2:
            if positions[stop] - positions[start] > settings.snap:
                break
            stop += 1
        merged.extend(_joined_along(ordered[start:stop], settings))
        start = stop
    return merged


def _joined_along(group: list[Ruling], settings: GridSettings) -> list[Ruling]:
    if len(group) == 1:
        return group if group[0].end - group[0].start >= settings.shortest else []
    position = sum([ruling.position for ruling in group]) / len(group)
    spans: list[list[float]] = []
    for start, end in sorted([(start, end) for _, start, end in group]):
        if spans and start - spans[-1][1] <= settings.join:
            spans[-1][1] = max(spans[-1][1], end)
        else:
            spans.append([start, end])
    return [Ruling(position, a, b) for a, b in spans if b - a >= settings.shortest]


def _components(rows: list[Ruling], columns: list[Ruling], tolerance: float) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Group lines that cross or touch, directly or over others."""
    parent = list(range(len(rows) + len(columns)))

    def root(i: int) -> int:
        """The line that stands for the group of line ``i``."""
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, row in enumerate(rows):
        low, high, y, own = row.start - tolerance, row.end + tolerance, row.position, root(i)
        for j, (x, start, end) in enumerate(columns, len(rows)):
            if low <= x <= high and start - tolerance <= y <= end + tolerance:
                other = root(j)
                parent[own] = other
                own = other
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for i, row in enumerate(rows):
        groups.setdefault(root(i), ([], []))[0].append(row)
    for j, column in enumerate(columns):
        groups.setdefault(root(len(rows) + j), ([], []))[1].append(column)
    return [g for g in groups.values() if g[0] and g[1]]


def _edges(lines: list[Ruling], crossing: list[Ruling], settings: GridSettings) -> list[float]:
    """Distinct positions of the lines; where crossing lines stick out, the open side is an edge too.

    So is a height at which several crossing lines end without a line: those below a head of several columns, whose
    underline is not drawn or was not seen.
    """
    edges: list[float] = []
    for position in sorted(r.position for r in lines):
        if not edges or position - edges[-1] > settings.snap:
            edges.append(position)
    low, high = min(r.start for r in crossing), max(r.end for r in crossing)
    if low < edges[0] - settings.open_edge:
        edges.insert(0, low)
    if high > edges[-1] + settings.open_edge:
        edges.append(high)
    return sorted([*edges, *_implied_edges(edges, crossing, settings)])


def _implied_edges(edges: list[float], crossing: list[Ruling], settings: GridSettings) -> list[float]:
    """Where at least two crossing lines end together, far from every edge and between the outermost ones."""
    ends = sorted(
        end
        for ruling in crossing
        for end in (ruling.start, ruling.end)
        if edges[0] < end < edges[-1] and _distance(end, edges) > settings.open_edge
    )
    implied: list[float] = []
    start = 0
    while start < len(ends):
        stop = start + 1
        while stop < len(ends) and ends[stop] - ends[start] <= settings.snap:
            stop += 1
        if stop - start >= _FEWEST_ENDS:
            implied.append(sum(ends[start:stop]) / (stop - start))
        start = stop
    return implied


def _distance(position: float, edges: list[float]) -> float:
    """How far a position between ascending edges is from the nearest one."""
    at = bisect_left(edges, position)
    return min(edges[at] - position, position - edges[at - 1])


def _walls(edges: tuple[float, ...], across: tuple[float, ...], lines: list[Ruling], snap: float) -> list[list[bool]]:
    """``walls[i][k]``: a line at ``edges[i]`` covers the middle and most of the interval ``across[k]..[k+1]``."""
    walls = [[False] * (len(across) - 1) for _ in edges]
    for line in lines:
        i = bisect_left(edges, line.position)
        if i == len(edges) or (i and line.position - edges[i - 1] < edges[i] - line.position):
            i -= 1
        if abs(edges[i] - line.position) > 2 * snap:
            continue
        first, last = bisect_right(across, line.start) - 1, bisect_left(across, line.end)
        first, last, wall = max(first, 0), min(last, len(across) - 1), walls[i]
        # What lies between the two outermost intervals is covered as a whole.
        if last - first > 2:
            wall[first + 1 : last - 1] = [True] * (last - first - 2)
        for k in (first, last - 1):
            if first <= k < last and _covers(line, across[k], across[k + 1]):
                wall[k] = True
    return walls


def _covers(line: Ruling, start: float, end: float) -> bool:
    """Whether a line covers most of an interval."""
    return min(line.end, end) - max(line.start, start) >= 0.6 * (end - start)


def _grid(
    xs: tuple[float, ...], ys: tuple[float, ...], rows: list[Ruling], columns: list[Ruling], settings: GridSettings
) -> Grid:
    row_walls = _walls(ys, xs, rows, settings.snap)
    column_walls = _walls(xs, ys, columns, settings.snap)
    taken = [[-1] * (len(xs) - 1) for _ in range(len(ys) - 1)]
    regions: list[Region] = []
    region_of = maker(Region)
    for row in range(len(ys) - 1):
        below, own = row_walls[row + 1], taken[row]
        for column in range(len(xs) - 1):
            if own[column] >= 0:
                continue
            if below[column] and column_walls[column + 1][row]:  # Most cells have a line on every side.
                own[column] = len(regions)
                regions.append(region_of((row, row + 1, column, column + 1)))
                continue
            region = _grown(row, column, taken, row_walls, column_walls)
            for r in range(region.row, region.row_end):
                for c in range(region.column, region.column_end):
                    taken[r][c] = len(regions)
            regions.append(region)
    return Grid(xs, ys, tuple(regions), tuple(map(tuple, taken)))


def _grown(
    row: int, column: int, taken: list[list[int]], row_walls: list[list[bool]], column_walls: list[list[bool]]
) -> Region:
    """The rectangle of base cells without a line between them: to the right first, then down."""
    row_count, column_count = len(taken), len(taken[0])
    column_end = column + 1
    while column_end < column_count and taken[row][column_end] < 0 and not column_walls[column_end][row]:
        column_end += 1
    row_end = row + 1
    while row_end < row_count and not row_walls[row_end][column] and taken[row_end][column] < 0:
        # Most cells end here, at a line; only where there is none do the other columns matter.
        if any(
            row_walls[row_end][c] or taken[row_end][c] >= 0 or column_walls[c][row_end]
            for c in range(column + 1, column_end)
        ):
            break
        row_end += 1
    return Region(row, row_end, column, column_end)
