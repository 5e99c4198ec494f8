"""Chosen pages of a PDF through pdfplumber: its own parsing, its own words, its own tables.

Runs in a worker process with limits. A page that cannot be read is reported as such and costs no other page.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from operator import itemgetter
from typing import Any

import numpy as np
import pdfplumber
from pdfplumber.utils import extract_words
from pdfplumber.utils.pdfinternals import resolve_all

from dagster_project.extraction import ExtractionLimits
from dagster_project.extraction.text import text_key
from dagster_project.second_reading.records import (
    PageStatus,
    SecondPageRecord,
    SecondReading,
    SecondWordRecord,
    failed_page,
    reader_version,
)

_FAINT = 0.75
"""Luminance from which a character on white paper is easily overlooked."""
_OBLIQUE = 0.1
"""A character that climbs by more than this share of its advance is no part of a table."""
_WORD_GAP = 1.5
"""Points between characters of two words; amounts of neighbouring columns can stand closer than pdfplumber's 3."""
_TWICE = 0.5
"""Points: a character drawn again less than about this far away is there once, bold or over a hidden copy of it."""
_CMYK = 4
_RGB = 3
_MESSAGE_LENGTH = 300
_SPEAKING = frozenset({"FreeText", "Stamp", "Widget"})
"""Annotations that print something of their own."""
_UNSEEN = 2 | 32
"""Flags of those that no viewer shows: hidden, no view."""
UNREAD = "\ufffd"
"""Stands for print that this reader cannot read."""

Box = tuple[float, float, float, float]


def read_pages(data: bytes, *, document_id: str, limits: ExtractionLimits, pages: Sequence[int]) -> SecondReading:
    """Read the pages with these numbers (from 1) of a PDF that the first reader has accepted.

    Never raises for what the PDF holds: a page that cannot be read has the status ``failed``.
    """
    assert len(data) <= limits.max_bytes, "the first reader refuses such a document"
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(io.BytesIO(data), pages=list(pages)) as pdf:
            found = {page.page_number: _read(document_id, page) for page in pdf.pages}
    except MemoryError:
        raise
    except Exception as error:
        found = {number: _failure(document_id, number, error) for number in pages}
    absent = KeyError("the second reader finds no such page")
    readings = [found.get(number) or _failure(document_id, number, absent) for number in sorted(pages)]
    return SecondReading(tuple(page for page, _ in readings), tuple(word for _, words in readings for word in words))


_Reading = tuple[SecondPageRecord, list[SecondWordRecord]]


def _read(document_id: str, page: Any) -> _Reading:
    try:
        cells = [(number, cell) for number, table in enumerate(page.find_tables(), 1) for cell in table.cells]
        boxes = [cell for _, cell in cells]
        words = _words(page, boxes)
        records = _word_records(document_id, page, [*words, *_laid_over(page, boxes)] if words else [], cells)
    except MemoryError:
        raise
    except Exception as error:
        return _failure(document_id, page.page_number, error)
    finally:
        page.close()
    status = PageStatus.READ if records else PageStatus.NOT_READABLE
    tables_seen = max((number for number, _ in cells), default=0) if records else 0
    return (
        SecondPageRecord(
            document_id, page.page_number, reader_version(), status.value, None, len(records), tables_seen
        ),
        records,
    )


def _failure(document_id: str, number: int, error: Exception) -> _Reading:
    message = f"{type(error).__name__}: {' '.join(str(error).split())}"[:_MESSAGE_LENGTH]
    return failed_page(document_id, number, message), []


def _words(page: Any, cells: Sequence[Box]) -> list[dict[str, Any]]:
    """Words of upright text, each with the ``cell`` (an index, -1 for none) that holds it.

    What is drawn twice counts once; faint and plain characters, or those of two cells, form no word together.
    """
    upright = [{**char, "is_faint": _is_faint(char)} for char in page.chars if _is_upright(char)]
    chars = _once(upright)
    placed = [{**char, "cell": cell} for char, cell in zip(chars, _cells_of(chars, cells), strict=True)]
    words: list[dict[str, Any]] = extract_words(placed, x_tolerance=_WORD_GAP, extra_attrs=["is_faint", "cell"])
    return words


def _laid_over(page: Any, cells: Sequence[Box]) -> list[dict[str, Any]]:
    """A mark in the place of what is laid over the page, and in each cell below it.

    pdfplumber reads no annotation's drawing, so that it cannot say what a typewriter's correction or a field prints.
    """
    marks = []
    for annotation in page.annots:
        kind, flags = annotation["data"].get("Subtype"), annotation["data"].get("F")
        is_seen = not (isinstance(flags, int) and flags & _UNSEEN)
        if getattr(kind, "name", None) not in _SPEAKING or not is_seen:
            continue
        box = (annotation["x0"], annotation["top"], annotation["x1"], annotation["bottom"])
        places = [n for n, cell in enumerate(cells) if _holds_middle(box, cell)]
        marks += [_mark(box, -1), *(_mark(cells[n], n) for n in places)]
    return marks


def _holds_middle(box: Box, cell: Box) -> bool:
    x, y = (cell[0] + cell[2]) / 2, (cell[1] + cell[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _mark(box: Box, cell: int) -> dict[str, Any]:
    x0, top, x1, bottom = box
    return {"text": UNREAD, "x0": x0, "top": top, "x1": x1, "bottom": bottom, "is_faint": False, "cell": cell}


def _cells_of(chars: Sequence[dict[str, Any]], cells: Sequence[Box]) -> list[int]:
    """For each character the first cell that holds its middle; -1 where none does."""
    if not chars or not cells:
        return [-1] * len(chars)
    boxes = np.array(cells)
    middles = ((np.array((char["x0"] + char["x1"], char["top"] + char["bottom"])) / 2) for char in chars)
    found = []
    for x, y in middles:
        inside = (boxes[:, 0] <= x) & (x < boxes[:, 2]) & (boxes[:, 1] <= y) & (y < boxes[:, 3])
        found.append(int(inside.argmax()) if inside.any() else -1)
    return found


def _once(chars: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The characters without second drawings; of a faint and a plain one the plain one stays.

    pdfplumber's own ``dedupe_chars`` takes time with the square of their number, and keeps copies in another font.
    """
    seen: set[tuple[str, int, int]] = set()
    kept = []
    for char in sorted(chars, key=itemgetter("is_faint")):
        text, x, y = char["text"], round(char["x0"] / _TWICE), round(char["top"] / _TWICE)
        if not any((text, x + i, y + j) in seen for i in (-1, 0, 1) for j in (-1, 0, 1)):
            seen.add((text, x, y))
            kept.append(char)
    return kept


def _is_upright(char: dict[str, Any]) -> bool:
    a, b, *_ = char["matrix"]
    return bool(a > 0 and abs(b) <= _OBLIQUE * a)


def _is_faint(char: dict[str, Any]) -> bool:
    colour = char.get("non_stroking_color") or ()
    if not all(isinstance(part, (int, float)) for part in colour):
        return False
    if len(colour) == _CMYK:
        return 1 - max(*colour[:3], 0) * 0.9 - colour[3] >= _FAINT
    if len(colour) == _RGB:
        red, green, blue = colour
        return bool(0.299 * red + 0.587 * green + 0.114 * blue >= _FAINT)
    return len(colour) == 1 and colour[0] >= _FAINT


def _word_records(
    document_id: str, page: Any, words: list[dict[str, Any]], cells: Sequence[tuple[int, Box]]
) -> list[SecondWordRecord]:
    left, top = _origin(page)
    placed = ((word, *(cells[word["cell"]] if word["cell"] >= 0 else (None, None))) for word in words)
    return [
        SecondWordRecord(
            document_id,
            page.page_number,
            number,
            word["text"],
            text_key(word["text"]),
            *_shifted((word["x0"], word["top"], word["x1"], word["bottom"]), left, top),
            word["is_faint"],
            table,
            *(_shifted(cell, left, top) if cell is not None else (None,) * 4),
        )
        for number, (word, table, cell) in enumerate(placed, 1)
    ]


def _shifted(box: Box, left: float, top: float) -> Box:
    x0, y0, x1, y1 = box
    return (round(x0 - left, 2), round(y0 - top, 2), round(x1 - left, 2), round(y1 - top, 2))


def _origin(page: Any) -> tuple[float, float]:
    """Where the top left of the CropBox, as displayed, lies in pdfplumber's coordinates (those of the MediaBox)."""
    media = _corners(page, "MediaBox", (0.0, 0.0, 0.0, 0.0))
    crop = _corners(page, "CropBox", media)
    left, bottom = max(crop[0] - media[0], 0.0), max(crop[1] - media[1], 0.0)
    right, top = max(media[2] - crop[2], 0.0), max(media[3] - crop[3], 0.0)
    x, y = {0: (left, top), 90: (bottom, left), 180: (right, bottom), 270: (top, right)}[page.rotation]
    return page.mediabox[0] + x, page.mediabox[1] + y


def _corners(page: Any, name: str, default: Box) -> Box:
    box = resolve_all(page.page_obj.attrs.get(name)) or default
    (x0, x1), (y0, y1) = sorted((box[0], box[2])), sorted((box[1], box[3]))
    return (x0, y0, x1, y1)
