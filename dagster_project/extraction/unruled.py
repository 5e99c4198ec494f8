"""Tables without column lines (三线表, or no lines at all): rows and columns found from how the text is aligned.

The result is a grid like that of a ruled table, so that everything after it is the same. It is made only where whole
amounts stand apart and one below the other, under a header or on a page that goes on with such a table; and only where
every amount then has a cell of its own. What fails this is left as text: a table that is not understood is reported by
dbt, never guessed, and prose with figures is no table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from dagster_project.extraction.cells import TextLine
from dagster_project.extraction.grid import Grid, Region
from dagster_project.extraction.heads import Column, Heads, read_heads
from dagster_project.extraction.labels import match_lines
from dagster_project.extraction.page import Ruling
from dagster_project.extraction.text import text_key

_MONEY = re.compile(r"[-△▲(]*[¥￥]?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+\)?|[-△▲(]*\d{1,3}(?:,\d{3})+\)?")
_FIGURE = re.compile(r"[-△▲(]*\d+(?:\.\d+)?\)?|[-—–]{1,2}")
_CODE = re.compile(r"\d{3}|\d{5}|\d{7}|\d,\d{5}")
_STEPS = frozenset({"类", "款", "项", "类款", "款项", "类款项"})
_INDEX = re.compile(r"\d{1,2}")
_ENUMERATED = re.compile(r"[一二三四五六七八九十]{1,3}、.*")
_TOTAL = re.compile(r".{0,6}(?:合|总|小)计")
_PROSE = re.compile(r"注[::1].*|.*[。；;!?].*|.{45,}")
_ENDS_HEADER = re.compile(
    r".*单位[::].*|.*(?:决算|预算|情况|收入|支出)(?:总|明细)?表(?:\(.*\))?|公开\d+表.*|.*第.部分.*|.*[。；;]"
)
_FEWEST_AMOUNTS = 2
_FARTHEST = 6.0
"""Of the character height: rows of one table are no further apart."""
_ALIGNED = 0.6
"""Of the character height: the amounts of a column end, begin or are centred within this."""
_WHOLE_WIDTH = 0.8


@dataclass(frozen=True, slots=True)
class _Row:
    """Segments on one line of the page, from left to right."""

    segments: tuple[TextLine, ...]
    middle: float
    size: float
    is_prose: bool

    @property
    def money(self) -> tuple[TextLine, ...]:
        return () if self.is_prose else tuple(s for s in self.segments if _MONEY.fullmatch(s.key))

    def opens_row(self, left_of: float) -> bool:
        """Whether it opens a row of the table by itself: amounts, a code, an enumerated label or a total."""
        if self.is_prose:
            return False
        if self.money:
            return True
        keys = [s.key for s in self.segments]
        if any(_ENUMERATED.fullmatch(k) for k in keys):
            return True
        if self.segments[0].x0 < left_of and keys[0].startswith("其中"):
            return True
        if len(keys) > 1 and _CODE.fullmatch(keys[0]):
            return True
        return self.segments[0].x0 < left_of and all(_TOTAL.fullmatch(k) for k in keys)


@dataclass(frozen=True, slots=True)
class _Body:
    """The texts of each row of a table, and the lines of the page from the first to the last of them."""

    rows: tuple[tuple[TextLine, ...], ...]
    first: int
    last: int


def may_hold_unruled(lines: Iterable[TextLine]) -> bool:
    """Whether lines outside ruled tables hold amounts that stand apart, as those of a table do: a quick look."""
    found = 0
    for line in lines:
        if " " not in line.text or not ("." in line.key or "," in line.key):
            continue
        found += sum(_MONEY.fullmatch(text_key(piece)) is not None for piece in line.text.split(" "))
        if found >= _FEWEST_AMOUNTS:
            return True
    return False


def find_unruled(segments: Sequence[TextLine], rules: Sequence[Ruling] = (), before: Grid | None = None) -> list[Grid]:
    """Return the grids that segments of text outside ruled tables form, from top to bottom.

    Args:
        segments: pieces of lines without a wide gap, from :func:`cells.segments_outside`.
        rules: horizontal lines of the page.
        before: the unruled table that the page before closes with: the columns of one that goes on at the top.
    """
    rows = _rows(segments)
    grids: list[Grid] = []
    floor = 0
    for start, stop in _blocks(rows):
        body = _body(rows, start, stop, floor, rules)
        if body is None:
            continue
        header = _header(rows, body, floor, rules)
        grid = _grid_of(body, header, rules, before if not grids else None)
        floor = body.last
        if grid is not None:
            grids.append(grid)
    return grids


def _rows(segments: Sequence[TextLine]) -> list[_Row]:
    rows: list[list[TextLine]] = []
    for segment in sorted(segments, key=lambda s: (s.top + s.bottom, s.x0)):
        if rows and _middle(segment) - _middle(rows[-1][0]) < 0.35 * segment.size:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    ordered = [sorted(row, key=lambda s: s.x0) for row in rows]
    return [
        _Row(
            tuple(row),
            median([_middle(s) for s in row]),
            median([s.size for s in row]),
            any(_PROSE.fullmatch(s.key) for s in row),
        )
        for row in ordered
    ]


def _middle(segment: TextLine) -> float:
    return (segment.top + segment.bottom) / 2


def _blocks(rows: Sequence[_Row]) -> list[tuple[int, int]]:
    """Runs of lines from an amount to an amount, not far from one another, with no prose and no caption between."""
    blocks: list[list[int]] = []
    for index, row in enumerate(rows):
        if not row.money:
            continue
        if blocks and _goes_on(rows, blocks[-1][1], index):
            blocks[-1][1] = index
        else:
            blocks.append([index, index])
    return [(a, b + 1) for a, b in blocks if sum(len(row.money) for row in rows[a : b + 1]) >= _FEWEST_AMOUNTS]


def _goes_on(rows: Sequence[_Row], last: int, index: int) -> bool:
    if any(b.middle - a.middle > _FARTHEST * a.size for a, b in pairwise(rows[last : index + 1])):
        return False
    return not any(_ends_header(row) or row.is_prose for row in rows[last + 1 : index])


def _ends_header(row: _Row) -> bool:
    return any(_ENDS_HEADER.fullmatch(s.key) for s in row.segments)


def _body(rows: Sequence[_Row], start: int, stop: int, floor: int, rules: Sequence[Ruling]) -> _Body | None:
    """The rows of a block, with the lines of wrapped labels and the rows of labels alone around it."""
    left = min(s.x0 for row in rows[start:stop] for s in row.money)
    separators = sum(rows[start].middle < r.position < rows[stop - 1].middle for r in rules)
    walls = [] if separators * 2 > stop - start else list(rules)
    first, last = _reach(rows[floor:], start - floor, stop - floor, left, walls)
    first, last = first + floor, last + floor
    members = rows[first:last]
    size = median([row.size for row in members])
    anchors = _anchors(members, left, size)
    lines = [s for row in members for s in row.segments]
    rows_of, loose = match_lines(lines, anchors, size, rules)
    for middle, texts in loose:
        if anchors[0] < middle < anchors[-1]:
            rows_of[middle] = texts
    ordered = [tuple(rows_of[middle]) for middle in sorted(rows_of) if rows_of[middle]]
    taken = {id(s) for row in ordered for s in row}
    inside = [n for n in range(first, last) if any(id(s) in taken for s in rows[n].segments)]
    if any(max(map(_middle, a)) >= min(map(_middle, b)) for a, b in pairwise(ordered)):
        return None
    return _Body(tuple(ordered), inside[0], inside[-1] + 1)


def _reach(rows: Sequence[_Row], start: int, stop: int, left: float, walls: Sequence[Ruling]) -> tuple[int, int]:
    """Widen a block over what may be its labels: up to a header line, prose, a caption or a gap."""
    first, last = start, stop
    while first and _joins(rows[first - 1], rows[first], walls):
        first -= 1
    while last < len(rows) and _joins(rows[last], rows[last - 1], walls):
        last += 1
    opening = [n for n in range(first, start) if rows[n].opens_row(left)]
    # Above the first row that opens itself, only the first lines of its own wrapped labels can stand.
    top = min([*opening, start])
    while top > first and rows[top].middle - rows[top - 1].middle < 1.5 * rows[top].size and start - top < 4:
        top -= 1
    return top, last


def _joins(row: _Row, neighbour: _Row, walls: Sequence[Ruling]) -> bool:
    if row.is_prose or _ends_header(row) or abs(row.middle - neighbour.middle) > 3 * row.size:
        return False
    low, high = sorted((row.middle, neighbour.middle))
    return not any(low < wall.position < high for wall in walls)


def _anchors(rows: Sequence[_Row], left: float, size: float) -> list[float]:
    """The heights of the rows: where amounts stand, and where a label opens a row without any."""
    anchors = [row.middle for row in rows if row.money]
    others = [row.middle for row in rows if not row.money and row.opens_row(left)]
    anchors += [y for y in others if all(abs(y - a) > size for a in anchors)]
    return sorted(anchors)


def _header(rows: Sequence[_Row], body: _Body, floor: int, rules: Sequence[Ruling]) -> list[TextLine]:
    """The texts above the body, up to the title, the unit line, the line over the table or a gap."""
    header: list[TextLine] = []
    below = rows[body.first].middle
    pitch = _pitch(body)
    for row in reversed(rows[floor : body.first]):
        if below - row.middle > max(2.5 * pitch, 3 * row.size) or row.is_prose or _ends_header(row):
            break
        header.extend(row.segments)
        below = row.middle
    edge = _upper_edge(header, rules)
    return [s for s in header if _middle(s) > edge]


def _upper_edge(header: Sequence[TextLine], rules: Sequence[Ruling]) -> float:
    """The height of the table's first line, where it has one: nothing above it is of the header."""
    if not header:
        return float("-inf")
    low = max(map(_middle, header))
    left, right = min(s.x0 for s in header), max(s.x1 for s in header)
    wide = [r.position for r in rules if min(r.end, right) - max(r.start, left) > _WHOLE_WIDTH * (right - left)]
    over = [y for y in wide if y < low and any(_middle(s) > y for s in header)]
    return min(over, default=float("-inf"))


def _pitch(body: _Body) -> float:
    middles = [sum(map(_middle, row)) / len(row) for row in body.rows]
    return median([b - a for a, b in pairwise(middles)] or [2 * body.rows[0][0].size])


def _grid_of(body: _Body, header: Sequence[TextLine], rules: Sequence[Ruling], before: Grid | None) -> Grid | None:
    """The grid of a body under its header, or in the columns of the page before; None where either is in doubt."""
    numbers = _closing_row(header)
    steps = _steps([*numbers, *body.rows[0]])
    columns = _columns(body, steps)
    if columns is None:
        return None
    texts = [s for s in header if s not in numbers]
    heads = read_heads(texts, columns, rules)
    if not header:
        return None if before is None else _composed(body.rows, None, before.xs)
    if heads is None or not _is_headed(heads, body):
        return None
    _cover_steps(heads.columns, steps)
    xs = _edges(heads.columns)
    repeats = before is not None and len(before.xs) == len(heads.columns) + 1 and _lies_within(heads.columns, before.xs)
    if before is not None and repeats:
        xs = before.xs
    elif xs is None or (len(body.rows) == 1 and (len(heads.headed) < 4 or len(heads.headed) < len(heads.columns))):
        # A single row of amounts proves little: a head must stand over each of several columns.
        return None
    rows = (tuple(numbers), *body.rows) if numbers else body.rows
    return _composed(rows, (heads, texts), xs)


def _closing_row(header: Sequence[TextLine]) -> list[TextLine]:
    """What closes a header below the heads: column numbers (栏次 1 2 3), and 类 款 项 under the head of the codes."""
    steps = _steps(header)
    others = [s for s in header if s not in steps]
    low = max(map(_middle, others), default=0.0)
    last = [s for s in others if low - _middle(s) < 0.35 * s.size]
    numbers = last if sum(_INDEX.fullmatch(s.key) is not None for s in last) >= 2 else []
    return [*numbers, *steps]


def _steps(texts: Sequence[TextLine]) -> list[TextLine]:
    """类 款 项 side by side under the head of the codes; 类 alone is a piece of a wrapped text."""
    steps = [s for s in texts if s.key in _STEPS]
    return steps if len({s.key for s in steps}) > 1 or any(len(s.key) > 1 for s in steps) else []


def _is_headed(heads: Heads, body: _Body) -> bool:
    """Every column of amounts has a head."""
    money = [s for row in body.rows for s in row if _MONEY.fullmatch(s.key)]
    held = {n for n, c in enumerate(heads.columns) if any(c.reaches(s.x0, s.x1) for s in money)}
    return held <= heads.headed


def _columns(body: _Body, steps: Sequence[TextLine] = ()) -> list[Column] | None:
    """Extents of the columns: amounts first, then codes, then labels from the longest; merged labels found none."""
    columns: list[Column] = []
    money = [s for row in body.rows for s in row if _MONEY.fullmatch(s.key)]
    for segment in money:
        _unite(columns, segment)
    if not all(_is_aligned([s for s in money if c.reaches(s.x0, s.x1)]) for c in columns):
        return None
    for column in columns:
        column.amounts = (column.x0, column.x1)
    texts = [s for row in body.rows for s in row if s not in steps and not _MONEY.fullmatch(s.key)]
    others = [s for s in texts if not _TOTAL.fullmatch(s.key)]
    numeric = [s for s in others if _FIGURE.fullmatch(s.key) or _CODE.fullmatch(s.key)]
    for segment in numeric:
        _unite(columns, segment)
    fixed = list(columns)
    labels = sorted((s for s in others if s not in numeric), key=lambda s: s.x0 - s.x1)
    later = []
    for segment in labels:
        if any(c.reaches(segment.x0, segment.x1) for c in fixed):
            later.append(segment)
        else:
            _unite(columns, segment)
    for segment in later:
        over = [c for c in columns if c.reaches(segment.x0, segment.x1)]
        if len(over) == 1:
            over[0].widen(segment.x0, segment.x1)
    columns.sort(key=lambda c: c.x0)
    _cover_steps(columns, steps)
    return columns


def _cover_steps(columns: Sequence[Column], steps: Sequence[TextLine]) -> None:
    """类 款 项 stand over the codes: over each of three columns of codes, or side by side over the only one."""
    for step in steps:
        at = next((c for c in columns if c.reaches(step.x0, step.x1)), None)
        at = at or max((c for c in columns if c.x1 <= step.x0), key=lambda c: c.x1, default=None)
        if at is not None:
            at.widen(step.x0, step.x1)


def _is_aligned(segments: Sequence[TextLine]) -> bool:
    """Amounts one below the other end, begin or are centred alike."""
    slack = _ALIGNED * max(s.size for s in segments)
    for places in ([s.x1 for s in segments], [s.x0 for s in segments], [(s.x0 + s.x1) / 2 for s in segments]):
        if max(places) - min(places) <= slack:
            return True
    return False


def _unite(columns: list[Column], segment: TextLine) -> None:
    """Add an extent, united with those that it overlaps."""
    touching = [c for c in columns if c.reaches(segment.x0, segment.x1)]
    united = Column(segment.x0, segment.x1)
    for column in touching:
        united.widen(column.x0, column.x1)
        united.amounts = united.amounts or column.amounts
        columns.remove(column)
    columns.append(united)


def _edges(columns: Sequence[Column]) -> tuple[float, ...] | None:
    if any(b.x0 < a.x1 for a, b in pairwise(columns)):
        return None
    inner = [(a.x1 + b.x0) / 2 for a, b in pairwise(columns)]
    return (columns[0].x0 - 2, *inner, columns[-1].x1 + 2)


def _lies_within(columns: Sequence[Column], xs: Sequence[float]) -> bool:
    return all(xs[n] <= c.x0 and c.x1 <= xs[n + 1] for n, c in enumerate(columns))


def _composed(
    rows: Sequence[Sequence[TextLine]], header: tuple[Heads, Sequence[TextLine]] | None, xs: tuple[float, ...]
) -> Grid | None:
    """Lay rows and columns out as a grid; None where a text crosses another's cell."""
    width = len(xs) - 1
    regions: list[Region] = []
    cuts: list[float] = []
    head_rows = 0
    if header is not None:
        heads, texts = header
        head_rows = len(heads.cuts) + 1
        top, low = min(s.top for s in texts), max(map(_middle, texts))
        cuts = [top - 1, *heads.cuts, (low + min(map(_middle, rows[0]))) / 2]
        regions += heads.cells
    else:
        cuts = [min(s.top for s in rows[0]) - 1]
    for row, line in enumerate(rows, head_rows):
        spans = _spans(line, xs)
        if spans is None:
            return None
        regions += [Region(row, row + 1, a, b) for a, b in spans]
    cuts += [(max(map(_middle, a)) + min(map(_middle, b))) / 2 for a, b in pairwise(rows)]
    cuts.append(max(s.bottom for s in rows[-1]) + 1)
    return _tiled(xs, tuple(cuts), regions, width)


def _spans(texts: Sequence[TextLine], xs: tuple[float, ...]) -> list[tuple[int, int]] | None:
    """The columns that each text of a row covers; None where two amounts share a cell or a text lies outside."""
    reach: list[tuple[int, int, bool]] = []
    for text in texts:
        over = [n for n in range(len(xs) - 1) if min(text.x1, xs[n + 1]) - max(text.x0, xs[n]) > 0.1]
        if not over or text.x0 < xs[0] - 3 or text.x1 > xs[-1] + 3:
            return None
        reach.append((over[0], over[-1] + 1, _MONEY.fullmatch(text.key) is not None))
    figures = [n for a, b, is_money in reach if is_money for n in range(a, b)]
    if len(figures) != sum(is_money for *_, is_money in reach) or len(set(figures)) != len(figures):
        return None
    if any(not is_money and set(range(a, b)) & set(figures) for a, b, is_money in reach):
        return None
    spans: list[tuple[int, int]] = []
    for start, end, _ in sorted(reach):
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _tiled(xs: tuple[float, ...], ys: tuple[float, ...], regions: list[Region], width: int) -> Grid | None:
    """A grid of the given cells, with blank ones where none is."""
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
