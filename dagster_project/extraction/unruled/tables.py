"""Tables without column lines as grids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from dagster_project.extraction.cells import TextLine
from dagster_project.extraction.grid import Grid, Region
from dagster_project.extraction.page import Ruling
from dagster_project.extraction.text import text_key
from dagster_project.extraction.unruled.columns import (
    closing_row,
    columns_of,
    cover_steps,
    edges_of,
    steps_in,
)
from dagster_project.extraction.unruled.heads import Heads, read_heads
from dagster_project.extraction.unruled.rows import Body, blocks_of, body_of, header_of, rows_of
from dagster_project.extraction.unruled.words import MONEY, is_money, middle

_FEWEST_AMOUNTS = 2
_MANY = 4


def may_hold_unruled(lines: Iterable[TextLine]) -> bool:
    """Whether lines outside ruled tables hold amounts that stand apart, as those of a table do: a quick look."""
    found = 0
    for line in lines:
        if " " not in line.text or not ("." in line.key or "," in line.key):
            continue
        found += sum(MONEY.fullmatch(text_key(piece)) is not None for piece in line.text.split(" "))
        if found >= _FEWEST_AMOUNTS:
            return True
    return False


@dataclass(frozen=True, slots=True)
class Unruled:
    """A table without lines: its grid, and its header as the next page may repeat it."""

    grid: Grid
    heads: Heads | None = None
    header: tuple[str, ...] = ()
    """The texts of the header, sorted."""
    low: float = 0.0
    """The height of the lowest of them."""


def find_unruled(
    segments: Sequence[TextLine], rules: Sequence[Ruling] = (), before: Unruled | None = None
) -> list[Unruled]:
    """Return the tables that segments of text outside ruled tables form, from top to bottom.

    Args:
        segments: pieces of lines without a wide gap, from :func:`cells.segments_outside`.
        rules: horizontal lines of the page.
        before: the unruled table that the page before closes with: the columns of one that goes on at the top.
    """
    rows = rows_of(segments)
    tables: list[Unruled] = []
    floor = 0
    for start, stop in blocks_of(rows):
        body = body_of(rows, start, stop, floor, rules)
        if body is None:
            continue
        header = header_of(rows, body, floor, rules)
        goes_on = before is not None and not tables and (not header or _keys(header) == before.header)
        table = _carried(body, header, before) if before is not None and goes_on else _headed(body, header, rules)
        floor = body.last
        if table is not None:
            tables.append(table)
    return tables


def _carried(body: Body, header: Sequence[TextLine], before: Unruled) -> Unruled | None:
    """A table that goes on from the page before, in its columns, without a header or under the same."""
    if not header:
        grid = _composed(body.rows, None, before.grid.xs)
        return None if grid is None else replace(before, grid=grid)
    if before.heads is None:
        return None
    low = max(map(middle, header))
    heads = replace(before.heads, cuts=tuple(cut + low - before.low for cut in before.heads.cuts))
    numbers = closing_row(header)
    texts = [s for s in header if s not in numbers]
    grid = _composed((tuple(numbers), *body.rows) if numbers else body.rows, (heads, texts), before.grid.xs)
    return None if grid is None else Unruled(grid, heads, before.header, low)


def _keys(header: Sequence[TextLine]) -> tuple[str, ...]:
    return tuple(sorted(s.key for s in header))


def _headed(body: Body, header: Sequence[TextLine], rules: Sequence[Ruling]) -> Unruled | None:
    """A table under a header of its own; None where columns or header are in doubt."""
    numbers = closing_row(header)
    steps = steps_in([*numbers, *body.rows[0]])
    columns = columns_of(body, steps)
    if columns is None:
        return None
    texts = [s for s in header if s not in numbers]
    heads = read_heads(texts, columns, rules)
    if heads is None or not _is_headed(heads, body):
        return None
    cover_steps(heads.columns, steps)
    xs = edges_of(heads.columns)
    # A single row of amounts proves little: a head must stand over each of several columns.
    doubtful = len(body.rows) == 1 and (len(heads.headed) < _MANY or len(heads.headed) < len(heads.columns))
    if xs is None or doubtful:
        return None
    grid = _composed((tuple(numbers), *body.rows) if numbers else body.rows, (heads, texts), xs)
    return None if grid is None else Unruled(grid, heads, _keys(header), max(map(middle, header)))


def _is_headed(heads: Heads, body: Body) -> bool:
    """Every column of amounts has a head."""
    money = [s for row in body.rows for s in row if is_money(s)]
    held = {n for n, c in enumerate(heads.columns) if any(c.reaches(s.x0, s.x1) for s in money)}
    return held <= heads.headed


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
        top, low = min(s.top for s in texts), max(map(middle, texts))
        cuts = [top - 1, *heads.cuts, (low + min(map(middle, rows[0]))) / 2]
        regions += heads.cells
    else:
        cuts = [min(s.top for s in rows[0]) - 1]
    for row, line in enumerate(rows, head_rows):
        spans = _spans(line, xs)
        if spans is None:
            return None
        regions += [Region(row, row + 1, a, b) for a, b in spans]
    cuts += [(max(map(middle, a)) + min(map(middle, b))) / 2 for a, b in pairwise(rows)]
    cuts.append(max(s.bottom for s in rows[-1]) + 1)
    return _tiled(xs, tuple(cuts), regions, width)


def _spans(texts: Sequence[TextLine], xs: tuple[float, ...]) -> list[tuple[int, int]] | None:
    """The columns that each text of a row covers; None where two amounts share a cell or a text lies outside."""
    reach: list[tuple[int, int, bool]] = []
    for text in texts:
        over = [n for n in range(len(xs) - 1) if min(text.x1, xs[n + 1]) - max(text.x0, xs[n]) > 0.1]
        if not over or text.x0 < xs[0] - 3 or text.x1 > xs[-1] + 3:
            return None
        reach.append((over[0], over[-1] + 1, is_money(text)))
    figures = [n for a, b, counts in reach if counts for n in range(a, b)]
    if len(figures) != sum(counts for *_, counts in reach) or len(set(figures)) != len(figures):
        return None
    if any(not counts and set(range(a, b)) & set(figures) for a, b, counts in reach):
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
