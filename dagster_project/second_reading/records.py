"""What the second reader reports of a page: how the reading went, and the words that it sees.

Each dataclass is one row of one raw table; :data:`SECOND_TABLES` names the tables. Boxes are in PDF points of the page
as displayed (after ``/Rotate``), origin at the top left of the CropBox, as those of the first reader are.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import metadata

_REVISION = "3"
"""Raised when the reader reads differently; with pdfplumber's version it decides what is read again."""


class PageStatus(StrEnum):
    """How the second reading of a page went."""

    READ = "read"
    NOT_READABLE = "not_readable"
    """No upright text: a scan, or text that runs sideways, which this reader cannot follow."""
    FAILED = "failed"
    """It stumbled, or its worker was stopped by a limit or died."""


@dataclass(frozen=True, slots=True)
class SecondPageRecord:
    """One page read again (``raw_second_readings``)."""

    document_id: str
    page_number: int
    reader_version: str
    status: str
    message: str | None
    """Why the reading failed; None where it did not."""
    word_count: int
    table_count: int


@dataclass(frozen=True, slots=True)
class SecondWordRecord:
    """One word that the second reader sees (``raw_second_words``)."""

    document_id: str
    page_number: int
    word_number: int
    text: str
    text_key: str
    x0: float
    top: float
    x1: float
    bottom: float
    is_faint: bool
    """Printed so pale that a person may not see it: white figures, watermarks."""
    table_number: int | None
    """Table of this page by pdfplumber's own algorithm; None outside tables, as are the four edges of the cell."""
    cell_x0: float | None
    cell_top: float | None
    cell_x1: float | None
    cell_bottom: float | None


# The pages come last: a part whose pages are there is whole.
SECOND_TABLES: dict[str, type] = {
    "raw_second_words": SecondWordRecord,
    "raw_second_readings": SecondPageRecord,
}


SECOND_SELECTION = tuple(f"source:raw.{table}+" for table in SECOND_TABLES)
"""The models that stand on second readings, in dbt's words."""


@dataclass(frozen=True, slots=True)
class SecondReading:
    """Everything that was read again of one document."""

    pages: tuple[SecondPageRecord, ...]
    words: tuple[SecondWordRecord, ...]

    def by_table(self) -> dict[str, tuple[object, ...]]:
        """The records by raw table."""
        return {"raw_second_words": self.words, "raw_second_readings": self.pages}


@cache
def reader_version() -> str:
    """What a reading is marked with: another version reads a page again."""
    return f"{_REVISION}/pdfplumber-{metadata.version('pdfplumber')}"


def failed_page(document_id: str, page_number: int, message: str) -> SecondPageRecord:
    """The record of a page whose second reading failed."""
    return SecondPageRecord(document_id, page_number, reader_version(), PageStatus.FAILED.value, message, 0, 0)
