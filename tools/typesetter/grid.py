"""A table before it is set: texts in a grid of rows and columns, some of them merged."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tools.typesetter.style import Align


@dataclass(frozen=True, slots=True)
class CellKey:
    """What the amount in a cell is."""

    statement: str
    line_code: str
    measure: str
    amount_yuan: Decimal
    printed_code: str = ""
    printed_name: str = ""


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell; rows and columns count from 0."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    align: Align = Align.CENTRE
    indent: int = 0
    key: CellKey | None = None
    is_amount: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. The first ``header_rows`` rows may be repeated on every page; ``widths`` are relative."""

    widths: tuple[float, ...]
    header_rows: int
    row_count: int
    cells: tuple[GridCell, ...]

    def column_texts(self, column: int, *, amounts: bool) -> tuple[str, ...]:
        """The texts of the cells that cover that column alone."""
        return tuple(
            cell.text
            for cell in self.cells
            if cell.column == column and cell.column_span == 1 and cell.is_amount == amounts and cell.text
        )
