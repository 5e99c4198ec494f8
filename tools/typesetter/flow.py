"""Filling pages from top to bottom: headings, paragraphs, tables."""

from __future__ import annotations

from tools.typesetter.display import Page, Text
from tools.typesetter.fonts import text_width
from tools.typesetter.grid import Grid, GridCell
from tools.typesetter.model import Block, Heading, Paragraph, PlainTable
from tools.typesetter.style import Align, Style
from tools.typesetter.tables import Placed, draw_slice, paginate, set_table
from tools.typesetter.wrap import wrap

A4 = (595.28, 841.89)
HEADING_SIZES = {0: 18.0, 1: 15.0, 2: 14.0, 3: 14.0}


class Flow:
    """Pages in the making and the place where the next thing goes."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.pages: list[Page] = []
        self.y = 0.0
        self.headings: list[tuple[str, int, int]] = []
        """Text, level and page index of each heading that the contents list."""
        self.placed: list[tuple[int, Placed]] = []
        """Page index and place of each amount."""

    @property
    def page(self) -> Page:
        """The page being filled."""
        return self.pages[-1]

    @property
    def room(self) -> float:
        """Points left on the page."""
        return self.page.height - self.style.margin_bottom - self.y

    def new_page(self, *, landscape: bool = False, is_statement: bool = False) -> None:
        """Begin a page."""
        width, height = (A4[1], A4[0]) if landscape else A4
        self.pages.append(Page(width, height, is_statement))
        self.y = self.style.margin_top

    def same_again(self) -> None:
        """Begin another page of the same shape."""
        self.new_page(landscape=self.page.width > self.page.height, is_statement=self.page.is_statement)

    def line(self, text: str, size: float, align: Align, *, leading: float = 1.6, bold: bool = False) -> None:
        """One line of text; what is too long for the page is wrapped."""
        width = self.page.width - 2 * self.style.margin_x
        for part in wrap(text, width, size):
            self._need(size * leading)
            room = width - text_width(part, size)
            shift = {Align.LEFT: 0.0, Align.CENTRE: room / 2, Align.RIGHT: room}[align]
            self.y += size * leading
            baseline = self.y - size * leading * 0.3
            self.page.marks.append(Text(self.style.margin_x + shift, baseline, part, size, bold))

    def both_sides(self, left: str, right: str, size: float) -> None:
        """A text at the left and one at the right margin, on one line."""
        self.line(right, size, Align.RIGHT)
        first, *more = left.split("\n")
        baseline = self.y - size * 1.6 * 0.3
        self.page.marks.append(Text(self.style.margin_x, baseline, first, size))
        for text in more:
            self.line(text, size, Align.LEFT)

    def heading(self, text: str, level: int, *, listed_prefix: str = "") -> None:
        """A heading; levels 0 and 1 are noted for the contents, there with a prefix."""
        size = HEADING_SIZES[level]
        self._need(size * 4)
        if level <= 1:
            self.headings.append((listed_prefix + text, level, len(self.pages) - 1))
        if level == 0:
            self.line(text, size, Align.CENTRE, leading=2.0, bold=True)
        else:
            self.line("　　" + text, size, Align.LEFT, leading=1.9, bold=True)

    def paragraph(self, text: str) -> None:
        """Prose with its first line indented by two ideographs."""
        size, leading = self.style.prose_size, self.style.prose_leading
        width = self.page.width - 2 * self.style.margin_x
        for n, line in enumerate(wrap(text, width, size, first_width=width - 2 * size)):
            self._need(leading)
            self.y += leading
            indent = 0 if n else 2 * size
            self.page.marks.append(Text(self.style.margin_x + indent, self.y - leading * 0.3, line, size))

    def blocks(self, blocks: tuple[Block, ...]) -> None:
        """Headings, paragraphs and tables, one after the other."""
        for block in blocks:
            match block:
                case Heading():
                    self.heading(block.text, block.level)
                case Paragraph():
                    self.paragraph(block.text)
                case PlainTable():
                    self.table(_plain_grid(block), self.style)
                    self.y += self.style.prose_leading / 2

    def table(self, grid: Grid, style: Style) -> None:
        """A table, over as many pages as it needs."""
        table = set_table(grid, self.page.width - 2 * style.margin_x, style)
        next_room = self.page.height - self.style.margin_top - self.style.margin_bottom
        for n, pieces in enumerate(paginate(table, self.room, next_room)):
            if n:
                self.same_again()
            for placed in draw_slice(table, pieces, self.page, self.y, continued=n > 0):
                self.placed.append((len(self.pages) - 1, placed))
            self.y += sum(piece.height for piece in pieces)

    def _need(self, height: float) -> None:
        if self.room < height:
            self.same_again()


def _plain_grid(table: PlainTable) -> Grid:
    spans = {(row, column): (height, width) for row, column, height, width in table.spans}
    covered = {
        (row + r, column + c)
        for (row, column), (height, width) in spans.items()
        for r in range(height)
        for c in range(width)
    } - set(spans)
    cells = tuple(
        GridCell(r, c, text, *spans.get((r, c), (1, 1)))
        for r, row in enumerate(table.rows)
        for c, text in enumerate(row)
        if (r, c) not in covered
    )
    return Grid(table.widths, 0, len(table.rows), cells)
