"""A PDF's bytes into records: opening, page by page reading, and the refusals a person can act on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from dagster_project.extraction import records as rec
from dagster_project.extraction.annotated import open_page
from dagster_project.extraction.bands import cut_bands
from dagster_project.extraction.beside import is_amount_column, join_to_the_right
from dagster_project.extraction.cells import GridCell, TextLine, cells_of, lines_by_region, segments_outside
from dagster_project.extraction.decoded import check_decoded_size
from dagster_project.extraction.grid import Grid, find_grids
from dagster_project.extraction.ocr import needs_recognition, recognized
from dagster_project.extraction.page import NO_CHARS, Frame, PageContent, hundredths, read_page
from dagster_project.extraction.prose import mark_running, number_paragraphs
from dagster_project.extraction.tables import LogicalTable, TablePart, Wing, assemble
from dagster_project.extraction.text import text_key
from dagster_project.extraction.unruled import Found, chains_of, find_unruled, lay_out, may_hold_unruled
from dagster_project.extraction.wholeness import check_whole

_TAIL = 4096
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


@dataclass(slots=True)
class _ReadPage:
    number: int
    content: PageContent
    grids: list[Grid]
    cells: list[list[GridCell]]
    lines: list[TextLine]
    parts: list[TablePart] = field(default_factory=list)


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
        pages = [_read(pdf, index) for index in range(len(pdf))]
        metadata = _metadata(pdf)
    finally:
        pdf.close()
    _check_text(pages)
    _read_unruled(pages)
    for page, lines in zip(pages, mark_running([page.lines for page in pages]), strict=True):
        page.lines = lines
        page.parts = _parts(page)
    tables = assemble(join_to_the_right([page.parts for page in pages]))
    used = {id(part) for table in tables for part in table.parts}
    for page in pages:
        page.parts = [part for part in page.parts if part.holds_text or id(part) in used]
    document = rec.DocumentRecord(
        document_id, extractor_version, len(data), len(pages), metadata.get("Producer"), metadata.get("Title")
    )
    return rec.Extraction(
        document,
        tuple(_page_record(document_id, page) for page in pages),
        tuple(_line_records(document_id, pages)),
        tuple(_table_record(document_id, n, table) for n, table in enumerate(tables, 1)),
        tuple(_caption_records(document_id, pages, tables)),
        tuple(r for n, table in enumerate(tables, 1) for r in _column_records(document_id, n, table)),
        tuple(r for n, table in enumerate(tables, 1) for r in _row_records(document_id, n, table)),
        tuple(r for n, table in enumerate(tables, 1) for r in _cell_records(document_id, n, table, pages)),
    )


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
    if b"%%EOF" not in data.rstrip(b"\0 \t\r\n")[-_TAIL:]:
        raise rec.RejectedDocument(
            rec.ReasonCode.TRUNCATED, f"the file breaks off after {len(data)} bytes: its end mark is missing"
        )


def _open(data: bytes) -> Any:
    try:
        pdf = pypdfium2.PdfDocument(data)
        pages = len(pdf)
    except pypdfium2.PdfiumError as error:
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise rec.RejectedDocument(rec.ReasonCode.ENCRYPTED, "the file asks for a password") from None
        raise rec.RejectedDocument(rec.ReasonCode.UNREADABLE, f"the PDF cannot be opened: {error}") from None
    if pages == 0:
        pdf.close()
        raise rec.RejectedDocument(rec.ReasonCode.UNREADABLE, "the PDF has no pages")
    return pdf


def _read(pdf: Any, index: int) -> _ReadPage:
    opened = open_page(pdf, index)
    page = opened.page
    try:
        content = read_page(page, opened.overlays, opened.own_objects)
        content = recognized(page, content) if needs_recognition(content) else content
        content.unmapped_char_count += opened.unread_chars
    finally:
        page.close()
    grids = find_grids(content.horizontal, content.vertical)
    cells, lines, kept = _filled(content, grids)
    tables = [g for g, own in zip(kept, cells, strict=True) if len(g.xs) > 2 or is_amount_column(own)]
    if len(tables) < len(kept) and (len(kept) > 1 or any(cell.key for cell in cells[0])):
        cells, lines, kept = _filled(content, tables)
    if not may_hold_unruled(lines):
        content.chars = NO_CHARS
    return _ReadPage(index + 1, content, kept, cells, lines)


def _read_unruled(pages: list[_ReadPage]) -> None:
    """Find tables without column lines, once running heads and feet are known; a page may go on with the one before."""
    if not any(len(page.content.chars) for page in pages):
        return
    running = [[line for line in lines if line.running] for lines in mark_running([page.lines for page in pages])]
    found = [_unruled_on(page, heads) for page, heads in zip(pages, running, strict=True)]
    closes = [
        bool(own) and all(grid.ys[-1] <= own[-1].bottom for grid in page.grids)
        for page, own in zip(pages, found, strict=True)
    ]
    grids: list[list[Grid]] = [[] for _ in pages]
    for chain in chains_of(found, closes):
        for (number, _), grid in zip(chain, lay_out([part for _, part in chain]), strict=True):
            grids[number] += [grid] if grid is not None else []
    for page, own_grids in zip(pages, grids, strict=True):
        if own_grids:
            ordered = sorted([*page.grids, *own_grids], key=lambda g: (g.ys[0], g.xs[0]))
            page.cells, page.lines, page.grids = _filled(page.content, ordered)
        page.content.chars = NO_CHARS


def _unruled_on(page: _ReadPage, heads: list[TextLine]) -> list[Found]:
    """What may be tables without column lines on a page, running heads and feet apart."""
    content = page.content
    if not len(content.chars):
        return []
    segments = segments_outside(content.chars, page.grids)
    texts = [s for s in segments if not any(line.top <= (s.top + s.bottom) / 2 <= line.bottom for line in heads)]
    return find_unruled(texts, content.horizontal)


def _metadata(pdf: Any) -> dict[str, str]:
    """Producer, title and the like; none where they are damaged, for they are only for information."""
    try:
        return dict(pdf.get_metadata_dict(skip_empty=True))
    except UnicodeDecodeError:
        return {}


def _filled(content: PageContent, grids: list[Grid]) -> tuple[list[list[GridCell]], list[TextLine], list[Grid]]:
    """The cells and outer lines of a page, over grids in which unruled rows are cut apart."""
    held, outside = lines_by_region(content.chars, grids)
    cut = [cut_bands(grid, lines) for grid, lines in zip(grids, held, strict=True)]
    if cut != grids:
        held, outside = lines_by_region(content.chars, cut)
    return [cells_of(grid, lines) for grid, lines in zip(cut, held, strict=True)], outside, cut


def _parts(page: _ReadPage) -> list[TablePart]:
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


def _check_text(pages: list[_ReadPage]) -> None:
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


def _page_key(page: _ReadPage) -> str:
    lines = "".join(line.key for line in page.lines)
    return lines + "".join(cell.key for cells in page.cells for cell in cells)


def _page_record(document_id: str, page: _ReadPage) -> rec.PageRecord:
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


def _line_records(document_id: str, pages: list[_ReadPage]) -> Iterator[rec.LineRecord]:
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
    document_id: str, pages: list[_ReadPage], tables: list[LogicalTable]
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
    document_id: str, number: int, table: LogicalTable, pages: list[_ReadPage]
) -> Iterator[rec.CellRecord]:
    cells: dict[tuple[int, int], rec.CellRecord] = {}
    for part, offset in zip(table.parts, _row_offsets(table), strict=True):
        printed = [(piece, cell) for piece in part.pieces for cell in piece.cells if cell.key]
        for piece, cell in printed:
            frame: Frame = pages[piece.page_number - 1].content.frame
            record = _cell_record((document_id, number), piece, cell, offset, frame)
            place = (record.row_number, record.column_number)
            before = cells.get(place)
            if before is not None:
                # The other half of a cell that the page break cut; it keeps the box of its first half.
                text = f"{before.text}\n{record.text}"
                sure = min(before.confidence, record.confidence)
                method = before.method if before.confidence < 1.0 else record.method
                record = before._replace(text=text, text_key=text_key(text), method=method, confidence=sure)
            cells[place] = record
    yield from cells.values()


def _cell_record(
    table: tuple[str, int], part: TablePart | Wing, cell: GridCell, offset: int, frame: Frame
) -> rec.CellRecord:
    start, end = part.spans[cell.column][0], part.spans[cell.column_end - 1][1]
    box = frame.display_box(cell.x0, cell.top, cell.x1, cell.bottom)
    return rec.CellRecord(
        *table,
        offset + cell.row,
        start + 1,
        cell.row_end - cell.row,
        end - start,
        part.page_number,
        cell.text,
        cell.key,
        *box,
        hundredths(cell.text_x0),
        rec.Method.TEXT if cell.confidence == 1.0 else rec.Method.OCR,
        round(cell.confidence, 4),
    )
