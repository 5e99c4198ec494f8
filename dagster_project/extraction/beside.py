"""Columns on pages of their own: a sheet too wide for the paper is printed down, then over to the right.

The pages that carry on a table to the right have neither its title nor its labels. They are told by what the print
proves: row edges at the same heights on every page, the same depth of header, and column numbers that go on counting;
where a form has none, other headings over columns for which the first page had no room. Where one of these fails the
pages stay tables of their own, which no statement takes and dbt reports.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from dagster_project.extraction.cells import GridCell, TextLine
from dagster_project.extraction.records import RowKind
from dagster_project.extraction.rows import is_amount_like, is_column_number
from dagster_project.extraction.tables import TablePart, Wing, is_furniture
from dagster_project.extraction.text import text_key

_SAME_EDGE = 2.0
"""Points: edges of rows on two pages nearer than this are at the same height."""

_FEWEST_ROWS = 3
"""Of a body without column numbers; fewer rows may stand at the same heights by chance."""

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
    """Return the parts of each page, less those that became wings of the parts they carry on."""
    taken: set[int] = set()
    for first, parts in enumerate(pages):
        if first in taken or len(parts) != 1 or not parts[0].header_rows:
            continue
        edge = first
        over = first + _pages_down(pages, first)
        depth = over - first
        while depth and _goes_on(pages, first, edge, over, depth):
            for lefts, rights in zip(pages[first : first + depth], pages[over : over + depth], strict=True):
                for left, right in zip(lefts, rights, strict=True):
                    left.wings.append(_wing(left, right))
            taken.update(range(over, over + depth))
            edge, over = over, over + depth
    return [[] if n in taken else list(parts) for n, parts in enumerate(pages)]


def _pages_down(pages: Pages, first: int) -> int:
    """How many pages lie between a page and the one that carries it on to the right; 0: none does."""
    for depth in range(1, (len(pages) - first) // 2 + 1):
        if len(pages[first + depth]) > 1:
            return 0
        if _goes_on(pages, first, first, first + depth, depth):
            return depth
    return 0


def _goes_on(pages: Pages, first: int, edge: int, over: int, depth: int) -> bool:
    """Whether the pages from ``over`` carry on those from ``first`` to the right of those from ``edge``."""
    if over + depth > len(pages) or len(pages[over]) != 1:
        return False
    places = list(zip(pages[first:], pages[edge:], pages[over : over + depth], strict=False))
    if any(len(left) != len(right) or len(right) > 1 for left, _, right in places):
        return False
    parts = [(left[0], last[0], right[0]) for left, last, right in places if left]
    if not all(_same_rows(left, right) for left, _, right in parts):
        return False
    before, numbers = _column_numbers(*parts[0][:2]), _column_numbers(*parts[0][::2])
    if not before:
        return not numbers and _has_other_columns(*parts[0])
    return _counts_on(before, numbers) and all(
        not own or _counts_on(before, own) for own in (_column_numbers(left, right) for left, _, right in parts[1:])
    )


def _same_rows(left: TablePart, right: TablePart) -> bool:
    """Row edges of the right are among those of the left, from the header down to the last; it has no title.

    Of a title that is set over all columns, the page on the right may show the end.
    """
    ys = left.grid.ys
    at = [_nearest(left, y) for y in right.grid.ys]
    if any(abs(ys[i] - y) > _SAME_EDGE for i, y in zip(at, right.grid.ys, strict=True)):
        return False
    if at[0] > left.header_rows or at[-1] != len(ys) - 1 or (at[0] and at[0] == left.header_rows):
        return False
    heights = [line.top for line in left.lines_above]
    return all(
        is_furniture(line) or line.top >= ys[0] or any(abs(line.top - top) <= _SAME_EDGE for top in heights)
        for line in right.lines_above
    )


def _has_other_columns(left: TablePart, last: TablePart, right: TablePart) -> bool:
    """Without column numbers: a header of the same depth with other texts, and no room for it on the page before.

    A title over all columns is cut by the edge of the page, and its end goes on with the title on the page before.
    """
    depth = _nearest(left, right.grid.ys[right.header_rows])
    if not right.header_rows or depth != left.header_rows or right.header_keys == left.header_keys:
        return False
    if len(left.kinds) - left.header_rows < _FEWEST_ROWS or RowKind.COLUMN_NUMBERS in right.kinds:
        return False
    room = last.page_width - last.grid.xs[0] - last.grid.xs[-1]
    if right.grid.xs[1] - right.grid.xs[0] <= room:
        return False
    titles = [line for line in right.lines_above if not is_furniture(line) and line.top < left.grid.ys[0]]
    return (bool(titles) or last is not left) and all(_is_rest(line, last, right) for line in titles)


def _is_rest(line: TextLine, last: TablePart, right: TablePart) -> bool:
    """Whether a line over the right part, at its very edge, carries on one at the same height on the page before."""
    return line.x0 <= right.grid.xs[0] + line.size and any(
        abs(before.top - line.top) <= _SAME_EDGE and _overlap(before.key, line.key) for before in last.lines_above
    )


def _overlap(before: str, after: str) -> int:
    """Length of the longest end of a text that begins another: what the edge cuts or hides is in both."""
    return next((n for n in range(min(len(before), len(after)), 0, -1) if after.startswith(before[-n:])), 0)


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
    """The right part as a wing of the left one, which takes the rest of its title and of the line below that."""
    cells = [c._replace(row=_nearest(left, c.top), row_end=_nearest(left, c.bottom)) for c in right.cells]
    own = [line for line in right.lines_above if is_furniture(line) and len(line.key) > 1]
    rests = [line for line in right.lines_above if line not in own and line.top < left.grid.ys[0]]
    left.lines_above = [_completed(line, rests) for line in left.lines_above]
    return Wing(right.page_number, right.grid, cells, own)


def _completed(line: TextLine, rests: Sequence[TextLine]) -> TextLine:
    rest = next((rest for rest in rests if abs(rest.top - line.top) <= _SAME_EDGE), None)
    if rest is None:
        return line
    before, after = ("".join(part.text.split()) for part in (line, rest))
    text = before + after[_overlap(before, after) :]
    return line._replace(text=text, key=text_key(text))
