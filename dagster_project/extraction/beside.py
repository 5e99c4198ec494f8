"""Columns on pages of their own: a sheet too wide for the paper is printed down, then over to the right.

The pages that carry on a table to the right have neither its title nor its labels. They are told by what the print
proves: row edges at the same heights on every page, the same depth of header, and column numbers that go on counting.
Where one of these fails the pages stay tables of their own, which no statement takes and dbt reports.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from dagster_project.extraction.cells import GridCell
from dagster_project.extraction.records import RowKind
from dagster_project.extraction.rows import is_amount_like, is_column_number
from dagster_project.extraction.tables import TablePart, Wing, is_furniture

_SAME_EDGE = 2.0
"""Points: edges of rows on two pages nearer than this are at the same height."""

Pages = Sequence[Sequence[TablePart]]


def is_amount_column(cells: Sequence[GridCell]) -> bool:
    """Whether the cells of a grid of one column are a header and amounts below it, rather than framed text.

    Below a column number all may be blank; elsewhere one number alone (a year on a cover) makes no column.
    """
    keys = [cell.key for cell in sorted(cells, key=lambda c: c.row)]
    first = next((n for n, key in enumerate(keys) if is_amount_like(key)), len(keys))
    amounts = [key for key in keys[first:] if key]
    if not all(map(is_amount_like, amounts)):
        return False
    return len(amounts) >= 2 or (len(amounts) == 1 < len(keys) - first and is_column_number(amounts[0]))


def join_to_the_right(pages: Pages) -> list[list[TablePart]]:
    """Return the parts of each page that hold text, less those that became wings of the parts they carry on."""
    taken: set[int] = set()
    for first, parts in enumerate(pages):
        if first in taken or len(parts) != 1:
            continue
        numbers = _column_numbers(parts[0], parts[0])
        depth = _pages_down(pages, first, numbers) if numbers else 0
        over = first + depth
        while depth and _goes_on(pages, first, over, depth, numbers):
            numbers = _column_numbers(parts[0], pages[over][0])
            for lefts, rights in zip(pages[first : first + depth], pages[over : over + depth], strict=True):
                for left, right in zip(lefts, rights, strict=True):
                    left.wings.append(_wing(left, right))
            taken.update(range(over, over + depth))
            over += depth
    return [[] if n in taken else [p for p in parts if p.holds_text] for n, parts in enumerate(pages)]


def _pages_down(pages: Pages, first: int, numbers: list[int]) -> int:
    """How many pages lie between a page and the one that carries it on to the right; 0: none does."""
    for depth in range(1, (len(pages) - first) // 2 + 1):
        if len(pages[first + depth]) > 1:
            return 0
        if _goes_on(pages, first, first + depth, depth, numbers):
            return depth
    return 0


def _goes_on(pages: Pages, first: int, over: int, depth: int, numbers: list[int]) -> bool:
    """Whether the pages from ``over`` carry on those from ``first``, each its own, to the right."""
    if over + depth > len(pages) or len(pages[over]) != 1:
        return False
    pairs = list(zip(pages[first:over][:depth], pages[over : over + depth], strict=True))
    if any(len(left) != len(right) or len(right) > 1 for left, right in pairs):
        return False
    parts = [(left[0], right[0]) for left, right in pairs if left]
    if not all(_same_rows(left, right) for left, right in parts):
        return False
    return _counts_on(numbers, _column_numbers(*parts[0])) and all(
        not own or _counts_on(numbers, own) for own in (_column_numbers(*pair) for pair in parts[1:])
    )


def _same_rows(left: TablePart, right: TablePart) -> bool:
    """Both begin and end at the same heights, and every row edge on the right is one on the left; no title.

    Of a title that is set over all columns, the page on the right may show the end.
    """
    ends = abs(left.grid.ys[0] - right.grid.ys[0]), abs(left.grid.ys[-1] - right.grid.ys[-1])
    if max(ends) > _SAME_EDGE or not all(abs(left.grid.ys[_nearest(left, y)] - y) <= _SAME_EDGE for y in right.grid.ys):
        return False
    heights = [line.top for line in left.lines_above]
    return all(
        is_furniture(line) or any(abs(line.top - top) <= _SAME_EDGE for top in heights) for line in right.lines_above
    )


def _counts_on(before: list[int], numbers: list[int]) -> bool:
    return bool(numbers) and numbers == list(range(before[-1] + 1, before[-1] + 1 + len(numbers)))


def _column_numbers(left: TablePart, right: TablePart) -> list[int]:
    """The column numbers of a part, in the row where the left part has its own; empty where other text stands there."""
    if RowKind.COLUMN_NUMBERS not in left.kinds:
        return []
    row = left.kinds.index(RowKind.COLUMN_NUMBERS)
    cells = [c for c in right.cells if c.key and _nearest(left, c.top) == row]
    numbers = [int(c.key) for c in sorted(cells, key=lambda c: c.column) if is_column_number(c.key)]
    return numbers if len(numbers) == len(cells) or left is right else []


def _nearest(part: TablePart, y: float) -> int:
    """Index of the row edge that lies nearest to a height."""
    ys = part.grid.ys
    at = bisect_left(ys, y)
    if at == len(ys) or (at and y - ys[at - 1] < ys[at] - y):
        return at - 1
    return at


def _wing(left: TablePart, right: TablePart) -> Wing:
    cells = [c._replace(row=_nearest(left, c.top), row_end=_nearest(left, c.bottom)) for c in right.cells]
    return Wing(right.page_number, right.grid, cells, [line for line in right.lines_above if is_furniture(line)])
