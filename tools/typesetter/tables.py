"""Setting a grid: column widths, wrapped texts, row heights, page breaks and the marks of each page's slice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from tools.typesetter.display import Page, Text
from tools.typesetter.fonts import text_width
from tools.typesetter.grid import CellKey, Grid, GridCell
from tools.typesetter.rulings import draw_rulings, edges_of
from tools.typesetter.style import Align, Ruling, Style
from tools.typesetter.wrap import wrap

LEADING = 1.25
_SMALLEST_TYPE, _TYPE_STEP = 6.5, 0.5
"""Points: of print that people can still read, and by which type is made smaller."""


@dataclass(frozen=True, slots=True)
class SetTable:
    """A grid with its measures. ``lines`` holds the wrapped text of each cell of ``grid.cells``."""

    grid: Grid
    style: Style
    xs: tuple[float, ...]
    heights: tuple[float, ...]
    lines: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A row, or those text lines of it that stand on one page."""

    row: int
    height: float
    first_line: int = 0
    last_line: int | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """An amount where it stands on its page."""

    key: CellKey
    text: str
    box: tuple[float, float, float, float]


def set_table(grid: Grid, width: float, style: Style) -> SetTable:
    """Measure a grid for a page that leaves ``width`` points, in smaller type where its amounts are too wide.

    Raises ValueError where they do not fit in the smallest.
    """
    style = _in_fitting_type(grid, width, style)
    widths = _column_widths(grid, width, style)
    xs = [style.margin_x]
    for column_width in widths:
        xs.append(xs[-1] + column_width)
    lines = tuple(tuple(_cell_lines(cell, xs, style)) for cell in grid.cells)
    return SetTable(grid, style, tuple(xs), tuple(_row_heights(grid, lines, style)), lines)


def _in_fitting_type(grid: Grid, width: float, style: Style) -> Style:
    """The style with type as small as the amounts need, as a spreadsheet that is fitted to the page has it."""
    while sum(_least_widths(grid, style)) > width and style.table_size > _SMALLEST_TYPE:
        style = replace(style, table_size=max(style.table_size - _TYPE_STEP, _SMALLEST_TYPE))
    return style


def _least_widths(grid: Grid, style: Style) -> list[float]:
    """What the amounts of each column need."""
    if style.wrap_amounts:
        return [0.0] * len(grid.widths)
    return [
        max(
            (
                text_width(text, style.table_size) + 2 * style.padding + 1
                for text in grid.column_texts(column, amounts=True)
            ),
            default=0.0,
        )
        for column in range(len(grid.widths))
    ]


def _column_widths(grid: Grid, width: float, style: Style) -> list[float]:
    least = _least_widths(grid, style)
    if sum(least) > width:
        raise ValueError(f"amounts need {sum(least):.0f} points, the page has {width:.0f}")
    narrow: set[int] = set()
    while True:
        room = width - sum(least[c] for c in narrow)
        weight = sum(w for c, w in enumerate(grid.widths) if c not in narrow)
        shares = [least[c] if c in narrow else w * room / weight for c, w in enumerate(grid.widths)]
        wider = {c for c, share in enumerate(shares) if share < least[c]}
        if not wider:
            return shares
        narrow |= wider


def _cell_lines(cell: GridCell, xs: list[float], style: Style) -> list[str]:
    if not cell.text:
        return []
    room = xs[cell.column + cell.column_span] - xs[cell.column] - 2 * style.padding
    return wrap(cell.text, room - cell.indent * style.table_size, style.table_size)


def _row_heights(grid: Grid, lines: tuple[tuple[str, ...], ...], style: Style) -> list[float]:
    heights = [style.row_height] * grid.row_count
    by_span = sorted(zip(grid.cells, lines, strict=True), key=lambda pair: pair[0].row_span)
    for cell, texts in by_span:
        needed = _text_height(len(texts), style)
        rows = range(cell.row, cell.row + cell.row_span)
        heights[rows[-1]] += max(0.0, needed - sum(heights[row] for row in rows))
    return heights


def _text_height(lines: int, style: Style) -> float:
    return lines * style.table_size * LEADING + 2 * style.padding


def paginate(table: SetTable, first_room: float, next_room: float) -> list[list[Piece]]:
    """The rows of each page, header included; a page holds at least one row below its header.

    The first page may be too full even for that: its list is then empty and the table starts on the next page.
    """
    header = [Piece(row, table.heights[row]) for row in range(table.grid.header_rows)]
    pages: list[list[Piece]] = [list(header)]
    room = first_room - sum(piece.height for piece in header)
    for row in range(table.grid.header_rows, table.grid.row_count):
        for piece in _pieces(table, row, room):
            if piece.height > room and (len(pages[-1]) > len(header) or len(pages) == 1):
                pages.append(_page_start(table, header, pages[-1]))
                room = next_room - sum(p.height for p in pages[-1])
            pages[-1].append(piece)
            room -= piece.height
    if len(pages) > 1 and len(pages[0]) == len(header):
        pages[0], pages[1] = [], header + [p for p in pages[1] if p.row >= table.grid.header_rows]
    return pages


def _page_start(table: SetTable, header: list[Piece], previous: list[Piece]) -> list[Piece]:
    pieces = list(header) if table.style.repeat_header else []
    if table.style.repeat_row and previous and previous[-1].row >= table.grid.header_rows:
        pieces.append(previous[-1])
    return pieces


def _pieces(table: SetTable, row: int, room: float) -> list[Piece]:
    """The row whole, or in two pieces where it may be split and its first line fits."""
    whole = Piece(row, table.heights[row])
    line = table.style.table_size * LEADING
    fitting = int((room - 2 * table.style.padding) // line)
    lines = max(
        (len(t) for c, t in zip(table.grid.cells, table.lines, strict=True) if c.row == row and c.row_span == 1),
        default=0,
    )
    if not table.style.split_rows or whole.height <= room or not 0 < fitting < lines:
        return [whole]
    first = _text_height(fitting, table.style)
    rest = max(table.style.row_height, _text_height(lines - fitting, table.style))
    return [Piece(row, min(first, room), 0, fitting), Piece(row, rest, fitting)]


def draw_slice(table: SetTable, pieces: list[Piece], page: Page, top: float, *, continued: bool) -> list[Placed]:
    """Draw the rows on a page from ``top`` on; the amounts with their boxes are returned."""
    ys = [top]
    for piece in pieces:
        ys.append(ys[-1] + piece.height)
    placed: list[Placed] = []
    spans: list[tuple[int, int, int, int]] = []
    for cell, lines in zip(table.grid.cells, table.lines, strict=True):
        for first, last in _runs(cell, pieces):
            spans.append((first, cell.column, last - first, cell.column_span))
            box = (table.xs[cell.column], ys[first], table.xs[cell.column + cell.column_span], ys[last])
            texts = lines[pieces[first].first_line : pieces[first].last_line]
            if pieces[first].row != cell.row or not texts:
                page.blank_cells += [(box[0] + 3, box[3] - 5)] if cell.is_amount else []
                continue
            page.marks += _cell_text(cell, texts, box, table.style)
            if cell.key and pieces[first].first_line == 0:
                placed.append(Placed(cell.key, cell.text, box))
    _rule(table, spans, page, ys, pieces, continued=continued)
    return placed


def _runs(cell: GridCell, pieces: list[Piece]) -> Iterator[tuple[int, int]]:
    """Where the cell's rows stand together on the page: (first, last + 1) positions."""
    rows = range(cell.row, cell.row + cell.row_span)
    at = [n for n, piece in enumerate(pieces) if piece.row in rows]
    for _, run in groupby(enumerate(at), key=lambda pair: (pair[1] - pair[0], pieces[pair[1]].row - pair[1])):
        members = [position for _, position in run]
        yield members[0], members[-1] + 1


def _cell_text(
    cell: GridCell, lines: tuple[str, ...], box: tuple[float, float, float, float], style: Style
) -> Iterator[Text]:
    size, leading = style.table_size, style.table_size * LEADING
    left = box[0] + style.padding + cell.indent * size
    right = box[2] - style.padding
    baseline = (box[1] + box[3] - leading * len(lines)) / 2 + leading * 0.5 + size * 0.36
    for line in lines:
        room = right - left - text_width(line, size)
        shift = {Align.LEFT: 0.0, Align.CENTRE: room / 2, Align.RIGHT: room}[cell.align]
        yield Text(left + shift, baseline, line, size)
        baseline += leading


def _rule(
    table: SetTable,
    spans: list[tuple[int, int, int, int]],
    page: Page,
    ys: list[float],
    pieces: list[Piece],
    *,
    continued: bool,
) -> None:
    """The rulings of a slice, in the layout's way."""
    style = table.style
    if style.ruling is Ruling.NONE:
        return
    edges = edges_of(spans)
    if style.ruling is Ruling.HEADER_ONLY:
        header = sum(piece.row < table.grid.header_rows for piece in pieces)
        edges = {edge for edge in edges if edge[0] == "h" and edge[1] in (0, header, len(pieces))}
    elif continued and not style.rule_empty_columns:
        edges -= {("v", column, row) for column in _needless(table, pieces) for row in range(len(pieces))}
    page.marks += draw_rulings(edges, list(table.xs), ys, style.ruling, style.line_width)


def _needless(table: SetTable, pieces: list[Piece]) -> set[int]:
    """Column edges between two columns that hold no text on this page."""
    rows = {piece.row for piece in pieces}
    used = {
        column
        for cell, lines in zip(table.grid.cells, table.lines, strict=True)
        if lines and cell.row in rows
        for column in range(cell.column, cell.column + cell.column_span)
    }
    blank = [column not in used for column in range(len(table.grid.widths))]
    return {column for column, (left, right) in enumerate(pairwise(blank), 1) if left and right}
