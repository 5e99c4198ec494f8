"""Pages with what is laid over them: typewriter corrections, stamps and filled-in fields are published too."""

from __future__ import annotations

from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from dagster_project.extraction.records import ReasonCode, RejectedDocument

_FLATTENED = 1
_SHOWING_NOTHING = (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP, pdfium.FPDF_ANNOT_TEXT)


def open_page(pdf: Any, index: int) -> Any:
    """Open a page, counted from 0, with its visible annotations drawn into it.

    Raises:
        RejectedDocument: the page cannot be read.
    """
    try:
        page = pdf[index]
        if _is_annotated(page) and pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY) == _FLATTENED:
            page.close()
            page = pdf[index]
    except pypdfium2.PdfiumError as error:
        raise RejectedDocument(
            ReasonCode.UNREADABLE, f"page {index + 1} of {len(pdf)} cannot be read: {error}"
        ) from None
    return page


def _is_annotated(page: Any) -> bool:
    """Whether annotations that show something lie on the page; links and closed notes do not."""
    for place in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, place)
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kind not in _SHOWING_NOTHING:
            return True
    return False
