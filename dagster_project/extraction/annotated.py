"""Pages with what is laid over them: typewriter corrections, stamps and filled-in fields are published too.

What a viewer draws is drawn into the page, so that it is read like the rest of it. What is no text of its own (links,
closed notes, marks of a highlighter, boxes around a figure) and what no viewer shows is left out.
"""

from __future__ import annotations

import ctypes
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium
from pypdfium2 import PdfiumError

from dagster_project.extraction import native
from dagster_project.extraction.objects import Box
from dagster_project.extraction.records import ReasonCode, RejectedDocument

_WIDEST = 100_000.0
"""Points; the standard's own limit is 14,400."""
_SPEAKING = (pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP, pdfium.FPDF_ANNOT_WIDGET)
"""Kinds that print something of their own."""
_WRITTEN = (pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_WIDGET)
_COVERING = (pdfium.FPDF_ANNOT_INK, pdfium.FPDF_ANNOT_STRIKEOUT, pdfium.FPDF_ANNOT_REDACT)
"""Kinds that change how the print below them reads; so does any shape that is filled (``/IC``)."""
_UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW


class OpenPage(NamedTuple):
    """A pypdfium2 page with its visible annotations drawn into it."""

    page: Any
    overlays: list[Box]
    """Boxes in user space: print that stood below them no longer reads as the text layer says."""
    own_objects: int | None
    """How many of its objects are the page's own; the rest was laid over it. None: all of them."""
    unread_chars: int = 0
    """Characters of annotations that carry no drawing of themselves, which some viewers make up."""


def open_page(pdf: Any, index: int) -> OpenPage:
    """Open a page, counted from 0.

    Raises:
        RejectedDocument: the page cannot be read.
    """
    try:
        page = pdf[index]
        _check_size(page, index + 1)
        if not pdfium.FPDFPage_GetAnnotCount(page.raw):
            return OpenPage(page, [], None)
        boxes, unread = _sorted_out(page.raw)
        if not boxes:  # Links alone, as on most.
            return OpenPage(page, [], None)
        overlays = _over_print(page.raw, boxes)
        own = len(native.page_objects(native.argument_of(page.raw)))
        pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
        page.close()
        return OpenPage(pdf[index], overlays, own, unread)
    except PdfiumError as error:
        message = f"page {index + 1} of {len(pdf)} cannot be read: {error}"
        raise RejectedDocument(ReasonCode.UNREADABLE, message) from None


def _check_size(page: Any, number: int) -> None:
    """The parser keeps a map of a page's breadth, so that a page of kilometres costs all memory there is."""
    width, height = page.get_size()
    if not (width < _WIDEST and height < _WIDEST):
        raise RejectedDocument(
            ReasonCode.UNREADABLE, f"page {number} measures {width:g} by {height:g} points, which no page does"
        )


def _sorted_out(raw_page: Any) -> tuple[list[Box], int]:
    """Remove the annotations that print nothing.

    Returns:
        The boxes of what changes how print below it reads, and the number of characters that are not drawn.
    """
    boxes: list[Box] = []
    unread = 0
    for place in reversed(range(pdfium.FPDFPage_GetAnnotCount(raw_page))):
        annotation = pdfium.FPDFPage_GetAnnot(raw_page, place)
        if not annotation:
            continue
        kind, box = pdfium.FPDFAnnot_GetSubtype(annotation), _box_of(annotation)
        seen = not pdfium.FPDFAnnot_GetFlags(annotation) & _UNSEEN
        covers = kind in _SPEAKING or kind in _COVERING or bool(pdfium.FPDFAnnot_HasKey(annotation, b"IC"))
        if seen and kind in _WRITTEN:
            unread += _undrawn(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if seen and covers and box is not None:
            boxes.append(box)
        if not (seen and kind in _SPEAKING):
            pdfium.FPDFPage_RemoveAnnot(raw_page, place)
    return boxes, unread


def _undrawn(annotation: Any) -> int:
    """Length of what a note or field says without a drawing (``/AP``) of it."""
    if pdfium.FPDFAnnot_HasKey(annotation, b"AP"):
        return 0
    # In bytes of UTF-16, with a zero at the end.
    sizes = [pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0) for key in (b"Contents", b"V")]
    return max(0, max(map(int, sizes)) // 2 - 1)


def _over_print(raw_page: Any, boxes: list[Box]) -> list[Box]:
    """Those of the boxes in which a page prints something itself; a note beside the print leaves it as it is."""
    with native.text_of(raw_page) as text:
        printed = (native.read_codes(text) > ord(" ")).nonzero()[0]
        places = native.loose_boxes(text, printed.tolist())
    x, y = (places[:, 0] + places[:, 2]) / 2, (places[:, 1] + places[:, 3]) / 2
    return [box for box in boxes if ((x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])).any()]


def _box_of(annotation: Any) -> Box | None:
    rect = pdfium.FS_RECTF()
    if not pdfium.FPDFAnnot_GetRect(annotation, ctypes.byref(rect)):
        return None
    return (
        min(rect.left, rect.right),
        min(rect.bottom, rect.top),
        max(rect.left, rect.right),
        max(rect.bottom, rect.top),
    )
