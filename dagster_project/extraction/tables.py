"""From the grids of single pages to logical tables: header paths, continuation over pages, one set of columns.

A grid without a header of its own continues the table before it when nothing but page furniture stands between them.
Its columns are laid over those of the first part by position, so that another number of detected columns on the
continuation page moves no amount into a neighbouring column.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from dagster_project.extraction.cells import GridCell, TextLine
from dagster_project.extraction.grid import Grid
from dagster_project.extraction.records import RowKind
from dagster_project.extraction.rows import (
    heads_beside_numbers,
    is_amount_like,
    is_code,
    is_fragment,
    is_total_label,
    row_kinds,
)

_SNAP = 0.012
"""Of the table's width: edges of two parts nearer than this are the same column edge."""
_SAME_PAGE_GAP = 14.0
"""Points between two parts of one table on a page."""
# Possessive and atomic: a long row of digits must not be cut in every possible way.
_FURNITURE = re.compile(
    r"(?:(?>20\d\d年度?|公开\d+表(?:\(续\))?|\(?续表?\d*\)?|\(?(?:金额|计量)?单位:(?:人民币)?[万千百亿]?元\)?"
    r"|(?:编制|填报)?(?:部门|单位)(?:名称)?(?:\((?:盖章|公章)\))?:[^:;。]{0,40}?(?=$|\(?(?:金额|计量)?单位:|公开\d|20\d\d年)"
    r"|[-—–·.]*(?:\d{1,4}/\d{1,4}|共\d{1,4}页|第?\d{1,4}页?)[-—–·.,]*))++"
)


_TITLE = re.compile(r".{2,40}表(?:\(.{1,10}\))?")


@dataclass(slots=True)
class Wing:
    """Columns of a part that are printed on a page of their own, to the right of it; rows are those of the part."""

    page_number: int
    grid: Grid
    cells: list[GridCell]
    lines_above: list[TextLine]
    spans: list[tuple[int, int]] = field(default_factory=list)
    """As those of a part."""


@dataclass(slots=True)
class TablePart:
    """The part of a table that stands on one page."""

    page_number: int
    grid: Grid
    cells: list[GridCell]
    lines_above: list[TextLine]
    lines_below: list[TextLine]
    last_on_page: bool
    page_width: float
    """Of the reading frame, in points."""
    kinds: list[RowKind] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    """For each base column of the grid: first and end column of the logical table."""
    header_rows: int = 0
    """Number of rows before the body."""
    caption_rows: int = 0
    """Leading rows that hold the title, the unit or the department, inside the lines of the table."""
    carries_on: bool = False
    """Its first row is the rest of the last row of the part before, cut by the page break."""
    wings: list[Wing] = field(default_factory=list)
    """What carries it on to the right, from left to right."""

    @property
    def pieces(self) -> list[TablePart | Wing]:
        """The part itself and its wings, from left to right."""
        return [self, *self.wings]

    def __post_init__(self) -> None:
        self.kinds = row_kinds(self.cells, len(self.grid.ys) - 1)
        self.header_rows = next((i for i, kind in enumerate(self.kinds) if kind is RowKind.BODY), len(self.kinds))
        self.caption_rows = self._count_caption_rows()
        inside = [cell for cell in self.cells if cell.key and cell.row < self.caption_rows]
        self.lines_above = [*self.lines_above, *map(_as_line, inside)]

    def _count_caption_rows(self) -> int:
        width = len(self.grid.xs) - 1
        for row in range(self.header_rows):
            cells = [c for c in self.cells if c.row == row and c.key]
            if not cells or not all(_is_caption(c, width) for c in cells):
                return row
        return 0

    @property
    def holds_text(self) -> bool:
        """Whether any cell holds text; a blank part can only belong to a table beside or before it."""
        return any(c.key for c in self.cells)

    @property
    def header_keys(self) -> list[str]:
        """Texts of the header in reading order: equal on pages that repeat it."""
        return [cell.key for cell in self._header_cells()]

    @property
    def header_places(self) -> set[tuple[int, str]]:
        """Column and text of each header cell."""
        return {(cell.column, cell.key) for cell in self._header_cells()}

    def end_header_with(self, keys: Sequence[str]) -> None:
        """Take rows of labels below a header that is repeated with these texts for the body, as which they look not."""
        own = self._header_cells()
        if not keys or len(own) <= len(keys) or self.header_keys[: len(keys)] != keys:
            return
        end = own[len(keys)].row
        self.kinds[end:] = [RowKind.BODY] * (len(self.kinds) - end)
        self.header_rows = end

    def _header_cells(self) -> list[GridCell]:
        header = range(self.caption_rows, self.header_rows)
        return [c for c in self.cells if c.key and c.row in header and self.kinds[c.row] is RowKind.HEADER]


@dataclass(slots=True)
class LogicalTable:
    """A table over all its pages: parts in order, column edges in the coordinates of the first part."""

    parts: list[TablePart]
    edges: list[float] = field(default_factory=list)

    def header_paths(self) -> list[str]:
        """Return, for each column, the texts over it from the outermost down, joined by ``/``."""
        paths: list[list[str]] = [[] for _ in range(len(self.edges) - 1)]
        part = self.parts[0]
        rows = range(part.caption_rows, part.header_rows + 1)
        placed = [(cell, _covered(cell, part)) for cell in part.cells if cell.key and cell.row in rows]
        placed += [
            (cell, range(wing.spans[cell.column][0], wing.spans[cell.column_end - 1][1]))
            for wing in part.wings
            for cell in wing.cells
            if cell.key and cell.row in rows
        ]
        for cell, covered in sorted(placed, key=lambda p: (p[0].row, p[1].start)):
            if not _heads(cell, part):
                continue
            if is_total_label(cell.key) and len({tuple(paths[c]) for c in covered}) > 1:
                # The label of the total row, inside the header band, over the code and the name column.
                continue
            for column in covered:
                if not paths[column] or paths[column][-1] != cell.key:
                    paths[column].append(cell.key)
        return ["/".join(path) for path in paths]


def _covered(cell: GridCell, part: TablePart) -> range:
    """The columns of the table that a cell of a part covers; over a wing it goes on where the wing is blank."""
    end = part.spans[cell.column_end - 1][1]
    if cell.column_end == len(part.spans):
        for wing in part.wings:
            blank = [c for c in wing.cells if (c.row, c.row_end, c.column, c.key) == (cell.row, cell.row_end, 0, "")]
            if not blank:
                break
            end = wing.spans[blank[0].column_end - 1][1]
            if blank[0].column_end < len(wing.spans):
                break
    return range(part.spans[cell.column][0], end)


def _is_caption(cell: GridCell, width: int) -> bool:
    """A title over most of the table, or its unit, department or form number; a header of one column is neither."""
    if _TITLE.fullmatch(cell.key):
        return cell.column_end - cell.column > width / 2
    return _reads_as_furniture(cell.key) and not cell.key.isdigit()


def _as_line(cell: GridCell) -> TextLine:
    size = max((cell.bottom - cell.top) / 2, 1.0)
    return TextLine(cell.text.replace("\n", ""), cell.key, cell.text_x0, cell.top, cell.x1, cell.bottom, size)


def _heads(cell: GridCell, part: TablePart) -> bool:
    """Whether a cell belongs to the header path of its columns.

    The row of the total can sit inside the header band, beside 类 款 项, which head their columns.
    """
    if part.kinds[cell.row] is RowKind.HEADER:
        return True
    if part.kinds[cell.row] is RowKind.COLUMN_NUMBERS:
        return heads_beside_numbers(cell.key)
    row_keys = [c.key for c in part.cells if c.row == cell.row and c.key]
    in_band = cell.row == part.header_rows and cell.row > 0 and any(map(is_total_label, row_keys))
    return in_band and cell.key in ("类", "款", "项", "类款", "款项", "类款项")


def is_furniture(line: TextLine) -> bool:
    """Whether a line is a running head, a page number, a unit or department line or 续表: no title, no prose."""
    return line.running or len(line.key) <= 1 or _reads_as_furniture(line.key)


@lru_cache(maxsize=8192)
def _reads_as_furniture(key: str) -> bool:
    return _FURNITURE.fullmatch(key) is not None


def assemble(pages: Sequence[Sequence[TablePart]]) -> list[LogicalTable]:
    """Join the parts of each table, in reading order over all pages, and lay their columns over one another.

    Parts without text that carry on no table are left out.
    """
    tables: list[LogicalTable] = []
    last: TablePart | None = None
    for parts in pages:
        for part in parts:
            if not part.holds_text and not _is_blank_rest(part, last):
                continue
            if last is not None and tables and _continues(part, last, tables[-1]):
                part.carries_on = _carries_on(part, last)
                tables[-1].parts.append(part)
            else:
                tables.append(LogicalTable([part]))
            last = part
    for table in tables:
        _lay_columns(table)
    return tables


def _is_blank_rest(part: TablePart, last: TablePart | None) -> bool:
    """Whether a grid without text holds the last blank rows of the table that the page break cut."""
    if last is None or part.page_number != last.page_number + 1 or not last.last_on_page:
        return False
    if not _same_columns(part.grid, last.grid) or not all(map(is_furniture, part.lines_above)):
        return False
    part.kinds, part.header_rows = [RowKind.BODY] * len(part.kinds), 0
    return True


def _continues(part: TablePart, last: TablePart, table: LogicalTable) -> bool:
    between = part.lines_above
    if part.page_number == last.page_number:
        gap = part.grid.ys[0] - last.grid.ys[-1]
        if between or not 0 <= gap <= _SAME_PAGE_GAP or not _same_extent(part.grid, last.grid):
            return False
        return part.header_rows == 0
    if part.page_number != last.page_number + 1 or not last.last_on_page:
        return False
    if not all(is_furniture(line) for line in between) or not _plausible_width(part.grid, last.grid):
        return False
    if any(not is_furniture(line) for line in last.lines_below):
        return False
    if part.header_rows == 1 and _carries_on(part, last):
        # The rest of a label that the page break cut looks like a header: nothing in it opens a body.
        part.kinds[0], part.header_rows = RowKind.BODY, 0
    if part.header_rows and _same_columns(part.grid, last.grid) and not _repeats_header(part, table.parts[0]):
        # Rows of labels without amounts, at the top of a page, look like a header; no text of the header is in them.
        part.kinds = [RowKind.BODY] * len(part.kinds)
        part.header_rows = 0
    if part.header_rows == 0:
        return True
    part.end_header_with(table.parts[0].header_keys)
    if part.header_rows == len(part.kinds):
        return False
    return part.header_keys == table.parts[0].header_keys


def _same_columns(grid: Grid, last: Grid) -> bool:
    if len(grid.xs) != len(last.xs):
        return False
    width, shift = last.xs[-1] - last.xs[0], grid.xs[0] - last.xs[0]
    return all(abs(a - shift - b) <= _SNAP * width for a, b in zip(grid.xs, last.xs, strict=True))


def _repeats_header(part: TablePart, first: TablePart) -> bool:
    """Whether a part with the same columns heads one of them as the first part does.

    A fund heads a column of the header and names a row of the body: the same text in another column repeats nothing.
    """
    return bool(part.header_places & first.header_places) or RowKind.COLUMN_NUMBERS in part.kinds


def _carries_on(part: TablePart, last: TablePart) -> bool:
    if part.page_number == last.page_number or len(part.grid.xs) != len(last.grid.xs):
        return False
    final = len(last.kinds) - 1
    return is_fragment([c for c in part.cells if c.row == 0], [c for c in last.cells if c.row == final])


def _same_extent(a: Grid, b: Grid) -> bool:
    return abs(a.xs[0] - b.xs[0]) <= 6 and abs(a.xs[-1] - b.xs[-1]) <= 6


def _plausible_width(a: Grid, b: Grid) -> bool:
    width_a, width_b = a.xs[-1] - a.xs[0], b.xs[-1] - b.xs[0]
    return 0.75 <= width_a / width_b <= 1.34


def _lay_columns(table: LogicalTable) -> None:
    """Give the table one set of column edges, and each part's and wing's columns their place among them."""
    table.edges = _laid(table.parts, [])
    for nth in range(max(len(part.wings) for part in table.parts)):
        table.edges = _laid([part.wings[nth] for part in table.parts if len(part.wings) > nth], table.edges)


def _laid(pieces: Sequence[TablePart | Wing], before: list[float]) -> list[float]:
    """Lay the columns of pieces that stand one below the other to the right of the edges so far; return all edges."""
    first = pieces[0].grid
    width = first.xs[-1] - first.xs[0]
    edges = list(first.xs)
    moved = [
        # A head printed again says which column is which, though the text of this page gave them other widths.
        edges[:] if _has_columns_of(piece, pieces[0]) else _moved_edges(piece.grid, first)
        for piece in pieces
    ]
    for xs in moved:
        for x in xs:
            if min(abs(x - e) for e in edges) > _SNAP * width:
                edges.append(x)
    edges.sort()
    offset = max(len(before) - 1, 0)
    for piece, xs in zip(pieces, moved, strict=True):
        nearest = [_nearest(x, edges) for x in xs]
        piece.spans = [(offset + a, offset + max(b, a + 1)) for a, b in itertools.pairwise(nearest)]
    return [*before, *(before[-1] + x - edges[0] for x in edges[1:])] if before else edges


def _nearest(x: float, edges: list[float]) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - x))


def _has_columns_of(piece: TablePart | Wing, first: TablePart | Wing) -> bool:
    """Whether a piece has the columns of the first piece, whatever their widths: as many, under the same header.

    Without a header, the same kinds of columns must follow one another.
    """
    if not isinstance(piece, TablePart) or not isinstance(first, TablePart):
        return False
    if len(piece.grid.xs) != len(first.grid.xs):
        return False
    if piece.header_rows:
        return bool(first.header_places) and piece.header_places == first.header_places
    return all(
        not here or not there or here & there
        for here, there in zip(_column_kinds(piece), _column_kinds(first), strict=True)
    ) and _stand_for(_moved_edges(piece.grid, first.grid), list(first.grid.xs))


def _stand_for(edges: list[float], others: list[float]) -> bool:
    """Whether each edge can be the counterpart of another: between the neighbours of that, or most have moved.

    Where most are in place and one is not, an edge may be lost and another, somewhere else, be too many.
    """
    between = all(a < e < b for a, e, b in zip(others, edges[1:], others[2:], strict=False))
    snap = _SNAP * (others[-1] - others[0])
    in_place = sum(min(abs(e - other) for other in others) <= snap for e in edges[1:-1])
    return between or 2 * in_place < len(edges) - 2


def _column_kinds(part: TablePart) -> list[set[str]]:
    """What the body of a part holds in each of its columns: codes, amounts, words; nothing where a column is blank."""
    kinds: list[set[str]] = [set() for _ in part.grid.xs[1:]]
    for cell in part.cells:
        if cell.key and cell.column_end - cell.column == 1 and part.kinds[cell.row] is RowKind.BODY:
            kinds[cell.column].add("code" if is_code(cell.key) else "amount" if is_amount_like(cell.key) else "word")
    return kinds


def _moved_edges(grid: Grid, first: Grid) -> list[float]:
    """A part's edges in the coordinates of the first part: moved, and stretched where the widths differ."""
    own, width = grid.xs[-1] - grid.xs[0], first.xs[-1] - first.xs[0]
    # A part may lack the outermost columns, so equal scale is tried first; only a like number of columns may stretch.
    if abs(own / width - 1) <= _SNAP or len(grid.xs) != len(first.xs):
        nearer_left = abs(grid.xs[0] - first.xs[0]) <= abs(grid.xs[-1] - first.xs[-1])
        shift = first.xs[0] - grid.xs[0] if nearer_left or abs(own / width - 1) <= _SNAP else first.xs[-1] - grid.xs[-1]
        return [x + shift for x in grid.xs]
    return [first.xs[0] + (x - grid.xs[0]) * width / own for x in grid.xs]
