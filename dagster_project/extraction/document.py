"""A PDF's bytes into records: opening, page by page reading, and the refusals a person can act on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2

from dagster_project.extraction import records as rec
from dagster_project.extraction.beside import join_to_the_right
from dagster_project.extraction.bound import disclosure_starts
from dagster_project.extraction.decoded import check_decoded_size
from dagster_project.extraction.page import Frame, PageContent, hundredths
from dagster_project.extraction.prose import mark_running, number_paragraphs
from dagster_project.extraction.sheet import ReadPage, add_unruled, read_pages
from dagster_project.extraction.tables import LogicalTable, TablePart, Wing, assemble
from dagster_project.extraction.text import text_key
from dagster_project.extraction.tuples import maker
from dagster_project.extraction.wholeness import check_whole

_TAIL = 4096
_OBJECT = re.compile(rb"\d+\s+\d+\s+obj\b")
_FEWEST_CHARS = 20
"""A page with fewer readable characters has no text layer worth the name."""
_MARKERS = Path(__file__).parent / "lexicon" / "disclosure_markers.csv"


@dataclass(frozen=True, slots=True)
class ExtractionLimits:
    """What a single document may cost; time and memory are limited by the worker process.

    Raises:
        ValueError: if a limit is not positive.
    """

    max_bytes: int = 200 * 1024 * 1024
    max_pages: int = 1000
    max_decoded_bytes: int = 1024**3
    """What its streams unpack to (see ``decoded``)."""

    def __post_init__(self) -> None:
        if min(self.max_bytes, self.max_pages, self.max_decoded_bytes) <= 0:
            raise ValueError(f"limits must be positive: {self}")


def extract_document(
    data: bytes, *, document_id: str, extractor_version: str, limits: ExtractionLimits
) -> rec.Extraction:
    """Read a final-accounts PDF into the rows of the raw tables.

    Raises:
        RejectedDocument: if the bytes are no readable PDF, or the text is no disclosure.
    """
    check_bytes(data, limits)
    check_whole(data)
    check_decoded_size(data, limits.max_decoded_bytes)
    pdf = _open(data)
    try:
        if len(pdf) > limits.max_pages:
            raise rec.RejectedDocument(
                rec.ReasonCode.PAGE_LIMIT, f"{len(pdf)} pages, more than the limit of {limits.max_pages}"
            )
        pages = read_pages(pdf)
        metadata = _metadata(pdf)
    finally:
        pdf.close()
    _check_text(pages)
    add_unruled(pages)
    _mark_running(pages)
    starts = disclosure_starts(pages)
    disclosures = [pages[start:end] for start, end in pairwise([*starts, len(pages)])]
    if len(disclosures) > 1:
        for own in disclosures:
            _mark_running(own)
    found = [_Disclosure.of(bound_key(document_id, n), own) for n, own in enumerate(disclosures, 1)]
    bound_from = starts[1] + 1 if len(starts) > 1 else None
    producer, title = metadata.get("Producer"), metadata.get("Title")
    document = rec.DocumentRecord(document_id, extractor_version, len(data), len(pages), producer, title, bound_from)
    return rec.Extraction(
        document,
        tuple(_page_record(d.key, page) for d in found for page in d.pages),
        tuple(r for d in found for r in _line_records(d.key, d.pages)),
        tuple(_table_record(d.key, n, table) for d in found for n, table in d.numbered),
        tuple(r for d in found for r in _caption_records(d.key, pages, d.tables)),
        tuple(r for d in found for n, table in d.numbered for r in _column_records(d.key, n, table)),
        tuple(r for d in found for n, table in d.numbered for r in _row_records(d.key, n, table)),
        tuple(r for d in found for n, table in d.numbered for r in _cell_records(d.key, n, table, pages)),
    )


def bound_key(document_id: str, number: int) -> str:
    """The key in the raw layer of the n-th disclosure in a file: the first has the file's own, others set aside."""
    return document_id if number == 1 else f"{document_id}{rec.BOUND_MARK}{number}"


@dataclass(frozen=True, slots=True)
class _Disclosure:
    """A disclosure of the file with its pages and its tables."""

    key: str
    pages: list[ReadPage]
    tables: list[LogicalTable]

    @classmethod
    def of(cls, key: str, pages: list[ReadPage]) -> _Disclosure:
        """Find the tables of the pages; parts of grids that belong to no table and hold no text are dropped."""
        for page in pages:
            page.parts = _parts(page)
        tables = assemble(join_to_the_right([page.parts for page in pages]))
        used = {id(part) for table in tables for part in table.parts}
        for page in pages:
            page.parts = [part for part in page.parts if part.holds_text or id(part) in used]
        return cls(key, pages, tables)

    @property
    def numbered(self) -> Iterator[tuple[int, LogicalTable]]:
        """The tables with their numbers, from 1."""
        return iter(enumerate(self.tables, 1))


def _mark_running(pages: list[ReadPage]) -> None:
    for page, lines in zip(pages, mark_running([page.lines for page in pages]), strict=True):
        page.lines = lines


def check_bytes(data: bytes, limits: ExtractionLimits) -> None:
    """Refuse what is no whole PDF before it is parsed.

    pdfium repairs a file cut short as well as it can and would then show fewer pages than were published; hence the
    end of the file is demanded.

    Raises:
        RejectedDocument: with reason ``empty_file``, ``size_limit``, ``not_a_pdf`` or ``truncated``.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise rec.RejectedDocument(rec.ReasonCode.EMPTY_FILE, "the file holds no bytes")
    if len(data) > limits.max_bytes:
        raise rec.RejectedDocument(
            rec.ReasonCode.SIZE_LIMIT, f"{len(data)} bytes, more than the limit of {limits.max_bytes}"
        )
    if b"%PDF-" not in data[:1024]:
        start = data[:24].decode("latin-1").strip()
        raise rec.RejectedDocument(rec.ReasonCode.NOT_A_PDF, f"no PDF header; the file begins with {start!r}")
    if not _has_end(data):
        raise rec.RejectedDocument(
            rec.ReasonCode.TRUNCATED, f"the file breaks off after {len(data)} bytes: its end mark is missing"
        )


def _has_end(data: bytes) -> bool:
    """Whether the end mark is there; servers append what is no part of the file, but no object of it."""
    _, mark, behind = data.rpartition(b"%%EOF")
    return bool(mark) and (len(behind.rstrip(b"\0 \t\r\n")) < _TAIL or not _OBJECT.search(behind))


def _open(data: bytes) -> Any:
    try:
        pdf = pypdfium2.PdfDocument(data)
        pages = len(pdf)
    except pypdfium2.PdfiumError as error:
        # Of a file without pages pdfium tells the error of the file before, if it tells any.
        if "password" in str(error).lower() and b"/Encrypt" in data:
            raise rec.RejectedDocument(rec.ReasonCode.ENCRYPTED, "the file asks for a password") from None
        is_told = not any(word in str(error).lower() for word in ("password", "success"))
        why = str(error) if is_told else "no page is found in it"
        raise rec.RejectedDocument(rec.ReasonCode.UNREADABLE, f"the PDF cannot be opened: {why}") from None
    if pages == 0:
        pdf.close()
        raise rec.RejectedDocument(rec.ReasonCode.UNREADABLE, "the PDF has no pages")
    return pdf


def _metadata(pdf: Any) -> dict[str, str]:
    """Producer, title and the like; none where they are damaged, for they are only for information."""
    try:
        return dict(pdf.get_metadata_dict(skip_empty=True))
    except UnicodeDecodeError:
        return {}


def _parts(page: ReadPage) -> list[TablePart]:
    """The page's grids as parts of tables, each with the text lines up to its neighbours above and below."""
    parts = []
    for grid, cells in zip(page.grids, page.cells, strict=True):
        top, bottom = grid.ys[0], grid.ys[-1]
        others = [o for o in page.grids if o is not grid]
        beside = [o for o in others if o.ys[0] < bottom and top < o.ys[-1]]
        column = [o for o in others if o.xs[0] < grid.xs[-1] and grid.xs[0] < o.xs[-1]] if beside else others
        above = max((o.ys[-1] for o in column if o.ys[-1] <= top + 1), default=float("-inf"))
        below = min((o.ys[0] for o in column if o.ys[0] >= bottom - 1), default=float("inf"))
        lines = [line for line in page.lines if not beside or (line.x0 < grid.xs[-1] and grid.xs[0] < line.x1)]
        # By their middles: a caption set close to the table, or a tall font box, reaches over its edge.
        lines_above = [line for line in lines if above < line.top + line.bottom <= 2 * top]
        lines_below = [line for line in lines if 2 * bottom <= line.top + line.bottom < below]
        width = page.content.frame.reading_size[0]
        parts.append(TablePart(page.number, grid, cells, lines_above, lines_below, below == float("inf"), width))
    return parts


@cache
def _markers() -> tuple[str, ...]:
    lines = _MARKERS.read_text(encoding="utf-8").splitlines()[1:]
    return tuple(line.split(",")[0] for line in lines if line)


def _check_text(pages: list[ReadPage]) -> None:
    text = "".join(_page_key(page) for page in pages)
    if len(text) < _FEWEST_CHARS * min(len(pages), 3):
        images = sum(page.content.image_count for page in pages)
        unmapped = sum(page.content.unmapped_char_count for page in pages)
        in_pictures = sum(page.content.dropped_char_count for page in pages if page.content.is_recognized)
        raise rec.RejectedDocument(
            rec.ReasonCode.NOT_A_DISCLOSURE if in_pictures else rec.ReasonCode.NO_TEXT_LAYER,
            f"{len(pages)} pages with {len(text)} readable characters, {unmapped} without Unicode, {images} images",
        )
    if not any(marker in text for marker in _markers()):
        raise rec.RejectedDocument(
            rec.ReasonCode.NOT_A_DISCLOSURE,
            f"no word of a budget or final-accounts disclosure in {len(pages)} pages, which begin {text[:40]!r}",
        )


def _page_key(page: ReadPage) -> str:
    return "".join([line.key for line in page.lines] + [cell.key for cells in page.cells for cell in cells])


def _page_record(document_id: str, page: ReadPage) -> rec.PageRecord:
    frame, content = page.content.frame, page.content
    width, height = frame.displayed_size
    readable = len(_page_key(page))
    fewest = 1 if content.is_recognized else _FEWEST_CHARS
    blind = readable < fewest and (content.image_count > 0 or content.unmapped_char_count > readable)
    return rec.PageRecord(
        document_id,
        page.number,
        round(width, 2),
        round(height, 2),
        (frame.rotation + 90 * frame.turn) % 360,
        _page_method(content, blind=blind),
        readable,
        content.path_count,
        content.image_count,
        len(page.parts),
        content.dropped_char_count,
        content.unmapped_char_count,
    )


def _page_method(content: PageContent, *, blind: bool) -> rec.Method:
    if blind:
        return rec.Method.NONE
    return rec.Method.OCR if content.is_recognized else rec.Method.TEXT


def _line_records(document_id: str, pages: list[ReadPage]) -> Iterator[rec.LineRecord]:
    numbers = number_paragraphs([page.lines for page in pages])
    for page, paragraphs in zip(pages, numbers, strict=True):
        for n, (line, paragraph) in enumerate(zip(page.lines, paragraphs, strict=True), 1):
            box = page.content.frame.display_box(line.x0, line.top, line.x1, line.bottom)
            yield rec.LineRecord(document_id, page.number, n, line.text, line.key, *box, round(line.size, 1), paragraph)


def _table_record(document_id: str, number: int, table: LogicalTable) -> rec.TableRecord:
    rows = sum(len(part.kinds) - part.carries_on for part in table.parts)
    first = table.parts[0].page_number
    last = max(piece.page_number for part in table.parts for piece in part.pieces)
    is_sure = all(cell.confidence == 1.0 for part in table.parts for cell in part.cells)
    method = rec.Method.TEXT if is_sure else rec.Method.OCR
    return rec.TableRecord(document_id, number, first, last, rows, len(table.edges) - 1, method)


def _caption_records(
    document_id: str, pages: list[ReadPage], tables: list[LogicalTable]
) -> Iterator[rec.CaptionRecord]:
    for number, table in enumerate(tables, 1):
        first, last = table.parts[0], table.parts[-1]
        groups = [
            (rec.CaptionPosition.ABOVE, first.page_number, first.lines_above),
            *((rec.CaptionPosition.ABOVE, wing.page_number, wing.lines_above) for wing in first.wings),
            (rec.CaptionPosition.BELOW, last.page_number, last.lines_below),
        ]
        if first.page_number > 1 and first is pages[first.page_number - 1].parts[0]:
            before = pages[first.page_number - 2]
            lines = before.parts[-1].lines_below if before.parts else before.lines
            groups.append((rec.CaptionPosition.PREVIOUS_PAGE, before.number, lines[-6:]))
        for position, page_number, lines in groups:
            for n, line in enumerate(lines, 1):
                yield rec.CaptionRecord(document_id, number, position, page_number, n, line.text, line.key)


def _column_records(document_id: str, number: int, table: LogicalTable) -> Iterator[rec.ColumnRecord]:
    for column, path in enumerate(table.header_paths(), 1):
        x0, x1 = table.edges[column - 1], table.edges[column]
        yield rec.ColumnRecord(document_id, number, column, path, round(x0, 2), round(x1, 2))


def _row_offsets(table: LogicalTable) -> list[int]:
    """For each part, what turns its row index into the row number of the table; a carried-on row counts once."""
    offsets, rows = [], 0
    for part in table.parts:
        offsets.append(rows + 1 - part.carries_on)
        rows += len(part.kinds) - part.carries_on
    return offsets


def _row_records(document_id: str, number: int, table: LogicalTable) -> Iterator[rec.RowRecord]:
    for part, offset in zip(table.parts, _row_offsets(table), strict=True):
        for row in range(int(part.carries_on), len(part.kinds)):
            top, bottom = round(part.grid.ys[row], 2), round(part.grid.ys[row + 1], 2)
            yield rec.RowRecord(document_id, number, offset + row, part.page_number, part.kinds[row], top, bottom)


def _cell_records(
    document_id: str, number: int, table: LogicalTable, pages: list[ReadPage]
) -> Iterable[rec.CellRecord]:
    cells: dict[tuple[int, int], rec.CellRecord] = {}
    for part, offset in zip(table.parts, _row_offsets(table), strict=True):
        for piece in part.pieces:
            frame = pages[piece.page_number - 1].content.frame
            for record in _printed_cells((document_id, number), piece, offset, frame):
                place = (record.row_number, record.column_number)
                before = cells.get(place)
                cells[place] = record if before is None else _halves(before, record)
    return cells.values()


def _halves(before: rec.CellRecord, after: rec.CellRecord) -> rec.CellRecord:
    """A cell that the page break cut; it keeps the box of its first half."""
    text = f"{before.text}\n{after.text}"
    sure = min(before.confidence, after.confidence)
    method = before.method if before.confidence < 1.0 else after.method
    return before._replace(text=text, text_key=text_key(text), method=method, confidence=sure)


def _printed_cells(
    table: tuple[str, int], part: TablePart | Wing, offset: int, frame: Frame
) -> Iterator[rec.CellRecord]:
    record_of, by_text, by_ocr = maker(rec.CellRecord), rec.Method.TEXT, rec.Method.OCR
    page, spans, display_box = part.page_number, part.spans, frame.display_box
    for row, row_end, column, column_end, x0, top, x1, bottom, text, key, text_x0, sure in part.cells:
        if not key:
            continue
        start, end = spans[column][0], spans[column_end - 1][1]
        place = (offset + row, start + 1, row_end - row, end - start, page)
        box = display_box(x0, top, x1, bottom)
        told = (by_text, 1.0) if sure == 1.0 else (by_ocr, round(sure, 4))
        yield record_of((*table, *place, text, key, *box, hundredths(text_x0), *told))
