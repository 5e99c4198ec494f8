"""A disclosure as a second producer sees it: pages of prose and sheets of cells, with the keys of their amounts.

Independent of the typesetter's grids: a sheet is what a person would type into a word processor or a spreadsheet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tools.typesetter.model import Part


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; ``measure`` is set where it holds an amount that a reader must find."""

    text: str = ""
    columns: int = 1
    rows: int = 1
    align: str = "left"
    statement: str = ""
    line_code: str = ""
    measure: str = ""
    yuan: Decimal = Decimal(0)
    code: str = ""
    name: str = ""


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Header rows and body rows; ``widths`` are relative. Cells covered by a merged one are left out."""

    head: tuple[Row, ...]
    body: tuple[Row, ...]
    widths: tuple[float, ...]

    def amounts(self) -> Iterator[Cell]:
        """The cells that hold amounts, row by row."""
        return (cell for row in (*self.head, *self.body) for cell in row if cell.measure)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One statement: its title, the lines around its table, and how it stands on the page."""

    statement: str
    title: str
    table: Table
    above: tuple[tuple[str, str, str], ...] = ()
    """Lines between title and table: left, centre, right."""
    below: tuple[str, ...] = ()
    landscape: bool = False
    new_page: bool = True
    title_in_grid: bool = False
    """Title and the lines above are merged rows of the table."""


@dataclass(frozen=True, slots=True)
class Book:
    """A whole document: cover lines, then parts of prose and sheets in their order."""

    department: str
    year: int
    cover: tuple[str, ...]
    sections: tuple[Part | Sheet, ...]
    contents: bool = True

    def sheets(self) -> tuple[Sheet, ...]:
        """The sheets among the sections."""
        return tuple(section for section in self.sections if isinstance(section, Sheet))

    def amounts(self) -> tuple[Cell, ...]:
        """Every cell that holds an amount, in the order of the document."""
        return tuple(cell for sheet in self.sheets() for cell in sheet.table.amounts())


@dataclass(frozen=True, slots=True)
class Head:
    """A heading over ``below``, or over one column where that is empty."""

    text: str
    below: tuple[Head, ...] = ()

    def width(self) -> int:
        """Columns that it stands over."""
        return sum(head.width() for head in self.below) or 1

    def depth(self) -> int:
        """Header rows that it needs."""
        return 1 + max((head.depth() for head in self.below), default=0)


def head(text: str, *below: Head | str) -> Head:
    """A heading with headings below it."""
    return Head(text, tuple(h if isinstance(h, Head) else Head(h) for h in below))


def head_rows(heads: tuple[Head, ...]) -> tuple[Row, ...]:
    """Merged header cells, row by row: a heading without others below it reaches down to the table."""
    depth = max(h.depth() for h in heads)
    rows: list[list[Cell]] = [[] for _ in range(depth)]

    def place(item: Head, level: int) -> None:
        """Put a heading in its row, and those below it in the rows that follow."""
        span = 1 if item.below else depth - level
        rows[level].append(Cell(item.text, item.width(), span, "center"))
        for child in item.below:
            place(child, level + 1)

    for item in heads:
        place(item, 0)
    return tuple(tuple(row) for row in rows)
