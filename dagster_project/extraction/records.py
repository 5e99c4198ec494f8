r"""The records that extraction emits: what is on the page, and nothing that has to be interpreted.

Each named tuple is one row of one raw table; :data:`RAW_TABLES` names the tables. (A frozen dataclass takes four times
as long to make, and a page has a hundred rows.) Interpretation (which line, which measure, which amount) belongs to
dbt, so that a better interpretation needs no re-reading of PDFs. Boxes are in PDF points of the page as displayed
(after ``/Rotate``), origin at the top left of the CropBox. Page, table, row, column and line numbers count from 1.
``text`` is as printed (the lines of a wrapped cell joined by ``\\n``); ``text_key`` is the same text after
:func:`dagster_project.extraction.text.text_key`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

BOUND_MARK = ":"
"""Parts the SHA-256 of a file from the number of a disclosure in it."""


class Method(StrEnum):
    """How the text of a page or cell was obtained."""

    TEXT = "text"
    OCR = "ocr"
    NONE = "none"


class RowKind(StrEnum):
    """What a table row is, as far as structure alone can tell."""

    HEADER = "header"
    COLUMN_NUMBERS = "column_numbers"
    BODY = "body"


class CaptionPosition(StrEnum):
    """Where a text line stands in relation to a table."""

    ABOVE = "above"
    BELOW = "below"
    PREVIOUS_PAGE = "previous_page"


class DocumentRecord(NamedTuple):
    """One PDF file's content (``raw_documents``)."""

    document_id: str
    """SHA-256 of the bytes, lower-case hex."""
    extractor_version: str
    byte_size: int
    page_count: int
    pdf_producer: str | None
    pdf_title: str | None
    bound_from_page: int | None = None
    """The page at which another disclosure begins that is bound into the same file; None for a file of one.

    The rows of the raw tables that belong to it are set aside: their ``document_id`` is this one's, :data:`BOUND_MARK`
    and a number from 2, which no document has.
    """


class PageRecord(NamedTuple):
    """One page (``raw_pages``)."""

    document_id: str
    page_number: int
    width: float
    height: float
    rotation: int
    """Degrees clockwise by which the page was turned for reading: ``/Rotate``, plus text that runs sideways."""
    method: str
    char_count: int
    path_count: int
    image_count: int
    table_count: int
    dropped_char_count: int
    """Characters left out as hidden, pale, off-angle or drawn twice: a reader of the page misses none of them."""
    unmapped_char_count: int
    """Characters that are drawn and have no Unicode: what they say is not in the text layer."""


class LineRecord(NamedTuple):
    """One line of text outside tables (``raw_lines``): headings, captions, notes and prose."""

    document_id: str
    page_number: int
    line_number: int
    text: str
    text_key: str
    x0: float
    top: float
    x1: float
    bottom: float
    font_size: float
    paragraph_number: int
    """Lines of one paragraph share it; counted through the document."""


class TableRecord(NamedTuple):
    """One logical table, over all its pages (``raw_tables``)."""

    document_id: str
    table_number: int
    first_page: int
    last_page: int
    row_count: int
    column_count: int
    method: str


class CaptionRecord(NamedTuple):
    """A text line next to a table (``raw_captions``); a line between two tables belongs to both.

    ``above`` lines reach up to the previous table or the top of the page, ``below`` lines down to the next table or
    the bottom of the last page of the table; ``previous_page`` lines close the page before the table's first page.
    """

    document_id: str
    table_number: int
    position: str
    page_number: int
    line_number: int
    text: str
    text_key: str


class ColumnRecord(NamedTuple):
    """One base column of a table (``raw_columns``)."""

    document_id: str
    table_number: int
    column_number: int
    header_path: str
    """Keys (``text_key``) of the header cells over the column, outermost first, joined by ``/``; consecutive
    duplicates and column numbers (栏次 1 2 3) left out. Empty where no header cell covers the column."""
    x0: float
    x1: float


class RowRecord(NamedTuple):
    """One row of a table (``raw_rows``); rows of all pages of the table are numbered through."""

    document_id: str
    table_number: int
    row_number: int
    page_number: int
    kind: str
    top: float
    bottom: float


class CellRecord(NamedTuple):
    """One non-blank cell (``raw_cells``), header and column-number rows included."""

    document_id: str
    table_number: int
    row_number: int
    column_number: int
    """The first base column that the cell covers."""
    row_span: int
    column_span: int
    page_number: int
    text: str
    text_key: str
    x0: float
    """The box of the ruled cell (x0, top, x1, bottom)."""
    top: float
    x1: float
    bottom: float
    text_x0: float
    """Left edge of the first line of text: its distance from x0 is the indentation."""
    method: str
    confidence: float


RAW_TABLES: dict[str, type] = {
    "raw_documents": DocumentRecord,
    "raw_pages": PageRecord,
    "raw_lines": LineRecord,
    "raw_tables": TableRecord,
    "raw_captions": CaptionRecord,
    "raw_columns": ColumnRecord,
    "raw_rows": RowRecord,
    "raw_cells": CellRecord,
}


class ReasonCode(StrEnum):
    """Why a file cannot be loaded (``dim_rejected_document.reason_code``)."""

    EMPTY_FILE = "empty_file"
    NOT_A_PDF = "not_a_pdf"
    TRUNCATED = "truncated"
    ENCRYPTED = "encrypted"
    NO_TEXT_LAYER = "no_text_layer"
    NOT_A_DISCLOSURE = "not_a_disclosure"
    TIME_LIMIT = "time_limit"
    MEMORY_LIMIT = "memory_limit"
    PAGE_LIMIT = "page_limit"
    SIZE_LIMIT = "size_limit"
    WORKER_DIED = "worker_died"
    LINK_OUTSIDE_RAW = "link_outside_raw"
    UNREADABLE = "unreadable"


class RejectedDocument(Exception):
    """A document that cannot be loaded, with the reason a person can act on."""

    def __init__(self, reason: ReasonCode, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message

    def __reduce__(self) -> tuple[type[RejectedDocument], tuple[ReasonCode, str]]:
        return (RejectedDocument, (self.reason, self.message))


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything read from one document: the rows of each raw table."""

    document: DocumentRecord
    pages: tuple[PageRecord, ...]
    lines: tuple[LineRecord, ...]
    tables: tuple[TableRecord, ...]
    captions: tuple[CaptionRecord, ...]
    columns: tuple[ColumnRecord, ...]
    rows: tuple[RowRecord, ...]
    cells: tuple[CellRecord, ...]
