"""What a reader of a typeset document must find: one record per printed amount."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

GOLDEN_COLUMNS = (
    "statement",
    "line_code",
    "measure",
    "occurrence",
    "amount_yuan",
    "printed_text",
    "printed_code",
    "printed_name",
    "page_number",
)


@dataclass(frozen=True, slots=True)
class ExpectedCell:
    """One printed amount with its key in the contract.

    ``printed_code`` and ``printed_name`` are empty where none is printed. The box is that of the cell, in points of
    the page as it is read, origin at the top left.
    """

    statement: str
    line_code: str
    measure: str
    occurrence: int
    amount_yuan: Decimal
    printed_text: str
    printed_code: str
    printed_name: str
    page_number: int
    x0: float
    top: float
    x1: float
    bottom: float


def write_golden(path: Path, cells: Iterable[ExpectedCell]) -> None:
    """Write the cells as CSV, without their boxes."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(GOLDEN_COLUMNS)
        writer.writerows([_field(cell, column) for column in GOLDEN_COLUMNS] for cell in cells)


def _field(cell: ExpectedCell, column: str) -> str:
    value = getattr(cell, column)
    return f"{value:.2f}" if isinstance(value, Decimal) else str(value)
