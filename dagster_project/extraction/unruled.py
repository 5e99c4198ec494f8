"""Tables without column lines (三线表, or no lines at all): columns found from how the text is aligned.

The result is a grid like that of a ruled table, so that everything after it is the same. It is tried only where money
stands in columns and no ruled grid holds it: a wrong guess must not be possible on prose.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from dagster_project.extraction.cells import TextLine
from dagster_project.extraction.grid import Grid, Region

_MONEY = re.compile(r"[-△▲(]*(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+\)?|[-△▲(]*\d{1,3}(?:,\d{3})+\)?")
_CODE = re.compile(r"\d{3}|\d{5}|\d{7}|\d,\d{5}")
_ENUMERATED = re.compile(r"[一二三四五六七八九十]{1,3}、.*|其中:.*")
_TOTAL = re.compile(r"(?:合|总)计|本年.{2}合计")
_ENDS_HEADER = re.compile(r".*单位[::].*|.*(?:表|部分)\)?$|公开\d+表|.*[。；;]")
_FEWEST_ROWS = 3
_PITCH = 3.2
"""Of the usual distance of rows: a wider gap ends the table."""


@dataclass(frozen=True, slots=True)
class _Row:
    """Segments on one line, from left to right."""

    segments: tuple[TextLine, ...]

    @property
    def middle(self) -> float:
        return median((s.top + s.bottom) / 2 for s in self.segments)

    @property
    def money(self) -> tuple[TextLine, ...]:
        return tuple(s for s in self.segments if _MONEY.fullmatch(s.key))

    @property
    def is_body(self) -> bool:
        if len(self.segments) < 2:
            return bool(_OPENS_ROW.fullmatch(self.segments[0].key)) and len(self.segments[0].key) < 25
        first = self.segments[0].key
        return (
            bool(self.money) or bool(_CODE.fullmatch(first)) or any(_OPENS_ROW.fullmatch(s.key) for s in self.segments)
        )


def find_unruled(segments: Sequence[TextLine]) -> list[Grid]:
    """Return the grids that segments of text outside ruled tables form, from top to bottom.

    A segment is a piece of a line without a wide gap. A table has at least three rows with money, money in the same
    columns, and nothing but its header above it.
    """
    rows = _rows(segments)
    grids = []
    for block in _blocks(rows):
        body = rows[block.start : block.stop]
        header = _header(rows, block.start, body)
        columns = _columns(body, header)
        if len(columns) >= 2:
            grids.append(_grid(header, body, columns))
    return grids


def _rows(segments: Sequence[TextLine]) -> list[_Row]:
    rows: list[list[TextLine]] = []
    for segment in sorted(segments, key=lambda s: (s.top + s.bottom, s.x0)):
        middle = (segment.top + segment.bottom) / 2
        if rows and middle - (rows[-1][0].top + rows[-1][0].bottom) / 2 < 0.5 * segment.size:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [_Row(tuple(sorted(row, key=lambda s: s.x0))) for row in rows]


def _blocks(rows: Sequence[_Row]) -> list[range]:
    """Runs of body rows: at least three of them with money, no prose between."""
    blocks: list[range] = []
    start: int | None = None
    for index in range(len(rows) + 1):
        goes_on = index < len(rows) and (rows[index].is_body or (start is not None and _wraps(rows, index)))
        if goes_on and start is not None and _far(rows, start, index):
            goes_on = False
        if goes_on:
            start = index if start is None else start
        elif start is not None:
            block = range(start, index)
            if sum(bool(rows[i].money) for i in block) >= _FEWEST_ROWS:
                blocks.append(block)
            start = index if index < len(rows) and rows[index].is_body else None
    return blocks


def _wraps(rows: Sequence[_Row], index: int) -> bool:
    """A short piece of a wrapped label, under or over the row that it belongs to."""
    (first, *rest) = rows[index].segments
    near = rows[index - 1].segments
    return not rest and len(first.key) < 14 and any(abs(first.x0 - s.x0) < 1.5 * s.size for s in near)


def _far(rows: Sequence[_Row], start: int, index: int) -> bool:
    if index - start < 2:
        return rows[index].middle - rows[index - 1].middle > 6 * rows[index].segments[0].size
    pitches = [b.middle - a.middle for a, b in zip(rows[start : index - 1], rows[start + 1 : index], strict=True)]
    return rows[index].middle - rows[index - 1].middle > _PITCH * median(pitches)


def _header(rows: Sequence[_Row], start: int, body: Sequence[_Row]) -> list[_Row]:
    """The rows above the body, up to the title, the unit line or a gap."""
    pitch = median(b.middle - a.middle for a, b in itertools.pairwise(body))
    header: list[_Row] = []
    below = body[0]
    for row in reversed(rows[:start]):
        if below.middle - row.middle > 2.5 * pitch or any(_ENDS_HEADER.fullmatch(s.key) for s in row.segments):
            break
        header.insert(0, row)
        below = row
    return header


def _columns(body: Sequence[_Row], header: Sequence[_Row]) -> list[tuple[float, float]]:
    """Extents of the columns: money first, then the other texts of the body, then header texts over blank columns."""
    columns: list[tuple[float, float]] = []
    for segment in (s for row in body for s in row.money):
        _join(columns, segment.x0, segment.x1)
    amounts = list(columns)
    for segment in (s for row in body for s in row.segments if not _MONEY.fullmatch(s.key)):
        if not any(min(segment.x1, b) - max(segment.x0, a) > 0 for a, b in amounts):
            _join(columns, segment.x0, segment.x1)
    for row in header:
        for segment in row.segments:
            if not any(min(segment.x1, b) - max(segment.x0, a) > -2 for a, b in columns):
                _join(columns, segment.x0, segment.x1)
    return sorted(columns)


def _join(columns: list[tuple[float, float]], x0: float, x1: float) -> None:
    """Add an extent, united with those that it overlaps."""
    touching = [c for c in columns if min(x1, c[1]) - max(x0, c[0]) > 0]
    for column in touching:
        columns.remove(column)
    columns.append((min([x0, *(c[0] for c in touching)]), max([x1, *(c[1] for c in touching)])))


def _grid(header: Sequence[_Row], body: Sequence[_Row], columns: Sequence[tuple[float, float]]) -> Grid:
    rows = [*header, *(row for row in body if row.is_body)]
    left = min(min(s.x0 for s in row.segments) for row in rows) - 2
    right = max(max(s.x1 for s in row.segments) for row in rows) + 2
    inner = [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(columns)]
    xs = (min(left, columns[0][0] - 2), *inner, max(right, columns[-1][1] + 2))
    middles = [row.middle for row in rows]
    between = [(a + b) / 2 for a, b in itertools.pairwise(middles)]
    top = min(s.top for s in rows[0].segments) - 1
    bottom = max(max(s.bottom for s in row.segments) for row in body) + 1
    ys = (top, *between, bottom)
    regions, at = _regions(header, xs, len(ys) - 1)
    return Grid(xs, ys, tuple(regions), at)


def _regions(
    header: Sequence[_Row], xs: Sequence[float], row_count: int
) -> tuple[list[Region], tuple[tuple[int, ...], ...]]:
    regions: list[Region] = []
    at: list[tuple[int, ...]] = []
    width = len(xs) - 1
    for row in range(row_count):
        owners = _owners(header, row, xs) if row < len(header) else list(range(width))
        indices: list[int] = []
        for column in range(width):
            if column and owners[column] == owners[column - 1] and owners[column] >= 0 and row < len(header):
                last = regions.pop()
                regions.append(Region(row, row + 1, last.column, column + 1))
            else:
                regions.append(Region(row, row + 1, column, column + 1))
            indices.append(len(regions) - 1)
        at.append(tuple(indices))
    return regions, tuple(at)


def _owners(header: Sequence[_Row], row: int, xs: Sequence[float]) -> list[int]:
    """For each column, which segment of a header row stands over it (-1: none).

    A text centred over several columns covers those around it that have a text of their own further down but none in
    its row: of such spans the widest whose middle is the text's.
    """
    width = len(xs) - 1
    segments = header[row].segments
    owners = [-1] * width
    for n, segment in enumerate(segments):
        for column in range(width):
            overlap = min(segment.x1, xs[column + 1]) - max(segment.x0, xs[column])
            if overlap > 0.3 * (segment.x1 - segment.x0) or overlap > 0.6 * (xs[column + 1] - xs[column]):
                owners[column] = n
    lower = [(s.x0 + s.x1) / 2 for r in header[row + 1 :] for s in r.segments]
    headed = [any(xs[c] <= middle <= xs[c + 1] for middle in lower) for c in range(width)]
    for n, segment in enumerate(segments):
        own = [c for c, o in enumerate(owners) if o == n]
        if own and all(headed[c] for c in own):
            free = [c in own or (owners[c] < 0 and headed[c]) for c in range(width)]
            for column in range(*_span(own[0], own[-1] + 1, free, (segment.x0 + segment.x1) / 2, xs)):
                owners[column] = n
    return owners


def _span(start: int, end: int, free: Sequence[bool], middle: float, xs: Sequence[float]) -> tuple[int, int]:
    best, widest = (start, end), end - start
    for low in range(start, -1, -1):
        for high in range(end, len(free) + 1):
            centred = abs((xs[low] + xs[high]) / 2 - middle) <= 0.12 * (xs[high] - xs[low])
            if all(free[low:high]) and centred and high - low > widest:
                best, widest = (low, high), high - low
    return best
