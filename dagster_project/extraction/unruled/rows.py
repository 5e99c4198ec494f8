"""Rows of a table without lines: which texts of a page are its body, which its header."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from dagster_project.extraction.cells import TextLine
from dagster_project.extraction.page import Ruling
from dagster_project.extraction.unruled.labels import LEADING, match_lines
from dagster_project.extraction.unruled.words import (
    CAPTION,
    CODE,
    ENUMERATED,
    INDEX,
    PAGE_NUMBER,
    PROSE,
    TOTAL,
    is_money,
    middle,
)

_FEWEST_NUMBERS = 4
"""Numbers below one another that number lines."""
_FEWEST_HEADS, _COLUMN_NUMBERS = 3, 8.0
"""Column numbers of a header, and how far above the body they may stand: a row cut by the page break leaves a gap."""
_FLUSH = 0.2
"""Of the character height: labels begin at one edge within this."""
_FARTHEST, _BLANK_ROWS = 6.0, 2.3
"""Of the character height, or of the distance of rows where that is more: rows of one table are no further apart."""
_NEXT, _NEXT_ROW = 3.0, 1.3
"""The same of a row of labels and the amounts below or above it."""
_LINE = 0.9
"""Of the character height: lines are no nearer than this."""
_WHOLE_WIDTH = 0.8
"""Of a header's width: a line over so much of it is the upper edge of the table."""


@dataclass(frozen=True, slots=True)
class Row:
    """Segments on one line of the page, from left to right."""

    segments: tuple[TextLine, ...]
    middle: float
    size: float
    is_prose: bool

    @property
    def money(self) -> tuple[TextLine, ...]:
        """Its amounts."""
        return () if self.is_prose else tuple(s for s in self.segments if is_money(s))

    @property
    def numbers_columns(self) -> bool:
        """Whether it may be the row of column numbers, which close a header."""
        return sum(INDEX.fullmatch(s.key) is not None for s in self.segments) >= _FEWEST_HEADS

    def opens_row(self, left_of: float) -> bool:
        """Whether it opens a row of the table by itself: amounts, a code, an enumerated label or a total."""
        if self.is_prose:
            return False
        if self.money:
            return True
        keys = [s.key for s in self.segments]
        if any(ENUMERATED.fullmatch(k) for k in keys):
            return True
        if self.segments[0].x0 < left_of and keys[0].startswith("其中"):
            return True
        if CODE.fullmatch(keys[0]) and (len(keys) > 1 or len(keys[0]) >= 5):
            return True
        return self.segments[0].x0 < left_of and all(TOTAL.fullmatch(k) for k in keys)


@dataclass(frozen=True, slots=True)
class Body:
    """The texts of each row of a table, and the lines of the page from the first to the last of them."""

    rows: tuple[tuple[TextLine, ...], ...]
    first: int
    last: int


def rows_of(segments: Sequence[TextLine]) -> list[Row]:
    """Put segments of one height together."""
    rows: list[list[TextLine]] = []
    for segment in sorted(segments, key=lambda s: (s.top + s.bottom, s.x0)):
        if rows and middle(segment) - middle(rows[-1][0]) < 0.35 * segment.size:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    ordered = [sorted(row, key=lambda s: s.x0) for row in rows]
    return [
        Row(
            tuple(row),
            median([middle(s) for s in row]),
            median([s.size for s in row]),
            any(PROSE.fullmatch(s.key) for s in row),
        )
        for row in ordered
    ]


def blocks_of(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Runs of lines from an amount to an amount, not far from one another, with no prose and no caption between."""
    blocks: list[list[int]] = []
    held = [n for n, row in enumerate(rows) if row.money]
    pitch = _pitch_of(rows[held[0] : held[-1] + 1]) if held else 0.0
    for index, row in enumerate(rows):
        if not row.money:
            continue
        if blocks and _goes_on(rows, blocks[-1][1], index, pitch):
            blocks[-1][1] = index
        else:
            blocks.append([index, index])
    return [(a, b + 1) for a, b in blocks]


def _pitch_of(rows: Sequence[Row]) -> float:
    """The usual distance of lines; 0 where there is but one."""
    return median([b.middle - a.middle for a, b in pairwise(rows)] or [0.0])


def _goes_on(rows: Sequence[Row], last: int, index: int, pitch: float) -> bool:
    for a, b in pairwise(rows[last : index + 1]):
        if b.middle - a.middle > max(_FARTHEST * a.size, _BLANK_ROWS * pitch):
            return False
    return not any(_ends_header(row) or row.is_prose for row in rows[last + 1 : index])


def _ends_header(row: Row) -> bool:
    return any(CAPTION.fullmatch(s.key) for s in row.segments)


def body_of(rows: Sequence[Row], start: int, stop: int, floor: int, rules: Sequence[Ruling]) -> Body | None:
    """The rows of a block, with the lines of wrapped labels and the rows of labels alone around it."""
    left = min(s.x0 for row in rows[start:stop] for s in row.money)
    separators = sum(rows[start].middle < r.position < rows[stop - 1].middle for r in rules)
    walls = [] if separators * 2 > stop - start else list(rules)
    pitch = _pitch_of([row for row in rows[start:stop] if row.opens_row(left)])
    first, last = _reach(rows[floor:], start - floor, stop - floor, left, _Reach(tuple(walls), pitch))
    first, last = first + floor, last + floor
    members = rows[first:last]
    size = median([max(s.size for s in row.segments) for row in members])
    anchors = _anchors(members, left, size)
    lines = [s for row in members for s in row.segments]
    matched, loose = match_lines(lines, anchors, size, rules)
    matched |= {height: texts for height, texts in loose if anchors[0] < height < anchors[-1]}
    if all(PAGE_NUMBER.fullmatch(s.key) for row in rows[last:] for s in row.segments):
        matched |= _last_labels([pair for pair in loose if pair[0] > anchors[-1]], matched, size)
    ordered = [tuple(matched[height]) for height in sorted(matched) if matched[height]]
    taken = {id(s) for row in ordered for s in row}
    inside = [n for n in range(first, last) if any(id(s) in taken for s in rows[n].segments)]
    if any(max(map(middle, a)) >= min(map(middle, b)) for a, b in pairwise(ordered)):
        return None
    return Body(tuple(ordered), inside[0], inside[-1] + 1)


def _last_labels(
    loose: Sequence[tuple[float, list[TextLine]]], matched: dict[float, list[TextLine]], size: float
) -> dict[float, list[TextLine]]:
    """A label alone below the last amounts of a page, its lines together: it begins where another of the table does."""
    starts = [s.x0 for texts in matched.values() for s in texts if not is_money(s) and not INDEX.fullmatch(s.key)]
    found: list[tuple[float, list[TextLine]]] = []
    for height, texts in sorted(loose, key=lambda pair: pair[0]):
        if not all(any(abs(s.x0 - x) <= _FLUSH * size for x in starts) for s in texts):
            break
        if found and height - found[-1][0] <= LEADING * size:
            found[-1] = (height, [*found[-1][1], *texts])
        else:
            found.append((height, texts))
    return dict(found)


@dataclass(frozen=True, slots=True)
class _Reach:
    """What ends a table: a line across it, or a gap that is wide against the distance of its rows."""

    walls: tuple[Ruling, ...]
    pitch: float

    def joins(self, row: Row, neighbour: Row) -> bool:
        """Whether a row may belong to a table as its neighbour does."""
        farthest = max(_NEXT * row.size, _NEXT_ROW * self.pitch)
        if row.is_prose or _ends_header(row) or abs(row.middle - neighbour.middle) > farthest:
            return False
        low, high = sorted((row.middle, neighbour.middle))
        return not any(low < wall.position < high for wall in self.walls)


def _reach(rows: Sequence[Row], start: int, stop: int, left: float, reach: _Reach) -> tuple[int, int]:
    """Widen a block over what may be its labels: up to a header line, prose, a caption or a gap."""
    first, last = start, stop
    while first and reach.joins(rows[first - 1], rows[first]):
        first -= 1
    while last < len(rows) and reach.joins(rows[last], rows[last - 1]):
        last += 1
    opening = [n for n in range(first, start) if rows[n].opens_row(left)]
    # Above the first row that opens itself, only the first lines of its own wrapped labels can stand.
    top = min([*opening, start])
    while top > first and rows[top].middle - rows[top - 1].middle < LEADING * rows[top].size and start - top < 4:
        top -= 1
    return top, last


def _anchors(rows: Sequence[Row], left: float, size: float) -> list[float]:
    """The heights of the rows: where amounts or line numbers stand, and where a label opens a row without any.

    Where all amounts have line numbers every row has one.
    """
    numbers = [s for row in rows for s in row.segments if INDEX.fullmatch(s.key)]
    numbered = [row for row in rows if _is_numbered(row, numbers)]
    if numbered and all(row in numbered for row in rows if row.money):
        return [row.middle for row in numbered]
    anchors = [row.middle for row in rows if row.money or row in numbered]
    others = [_centre_from(n, rows, left) for n, row in enumerate(rows) if not row.money and row.opens_row(left)]
    anchors += [y for y in others if all(abs(y - a) > size for a in anchors)]
    return sorted(anchors)


def _centre_from(first: int, rows: Sequence[Row], left: float) -> float:
    """The middle of the label that opens a row without amounts, down to its last line."""
    last = first
    starts = [s.x0 for s in rows[first].segments]
    for n in range(first + 1, len(rows)):
        row = rows[n]
        is_next = row.middle - rows[last].middle <= LEADING * row.size and not row.opens_row(left)
        if not is_next or not all(any(abs(s.x0 - x) <= _FLUSH * s.size for x in starts) for s in row.segments):
            break
        last = n
    return (rows[first].middle + rows[last].middle) / 2


def _is_numbered(row: Row, numbers: Sequence[TextLine]) -> bool:
    """Whether a line number (行次) stands on a line, in a column of such numbers."""
    own = [s for s in row.segments if INDEX.fullmatch(s.key)]
    return any(sum(min(s.x1, n.x1) > max(s.x0, n.x0) for n in numbers) >= _FEWEST_NUMBERS for s in own)


def header_of(rows: Sequence[Row], body: Body, floor: int, rules: Sequence[Ruling]) -> list[TextLine]:
    """The texts above the body, up to the title, the unit line, the line over the table or a gap."""
    header: list[TextLine] = []
    below = rows[body.first].middle
    pitch = _pitch(body)
    for row in reversed(rows[floor : body.first]):
        farthest = max(2.5 * pitch, (_COLUMN_NUMBERS if row.numbers_columns else 3) * row.size)
        if below - row.middle > farthest or row.is_prose:
            break
        if _ends_header(row):
            # What stands nearer than a line below it is the second line of one of its texts.
            header = [s for s in header if middle(s) - row.middle > _LINE * row.size]
            break
        header.extend(row.segments)
        below = row.middle
    edge = _upper_edge(header, rules)
    return [s for s in header if middle(s) > edge]


def _upper_edge(header: Sequence[TextLine], rules: Sequence[Ruling]) -> float:
    """The height of the table's first line, where it has one: nothing above it is of the header."""
    if not header:
        return float("-inf")
    low = max(map(middle, header))
    left, right = min(s.x0 for s in header), max(s.x1 for s in header)
    wide = [r.position for r in rules if min(r.end, right) - max(r.start, left) > _WHOLE_WIDTH * (right - left)]
    over = [y for y in wide if y < low and any(middle(s) > y for s in header)]
    return min(over, default=float("-inf"))


def _pitch(body: Body) -> float:
    middles = [sum(map(middle, row)) / len(row) for row in body.rows]
    return median([b - a for a, b in pairwise(middles)] or [2 * body.rows[0][0].size])
