"""Books printed by a second producer, with the page of each amount read off the print."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pypdfium2

from tools.accuracy.cases import Document, numbered
from tools.accuracy.office import Print, to_text, to_workbook
from tools.accuracy.printers import CHROMIUM, LIBREOFFICE, PrinterError, chromium_pdf, find, libreoffice_pdfs
from tools.accuracy.sheets import Book
from tools.accuracy.web import LINK, Look, to_html

FEW = 20
"""One text in so many may be missing from a print in order."""


def by_chromium(book: Book, look: Look) -> Document:
    """The book printed by Chromium; the links that tell the pages are taken out again."""
    program = find(CHROMIUM)
    if program is None:
        raise PrinterError("Chromium is not installed")
    data, pages = _without_links(chromium_pdf(program, to_html(book, look, links=True)))
    amounts = book.amounts()
    lost = set(range(len(amounts))) - pages.keys()
    if lost:
        raise PrinterError(f"{len(lost)} amounts are not on paper: {[amounts[n].text for n in sorted(lost)[:5]]}")
    return _document(book, data, [pages[n] for n in range(len(amounts))])


def by_libreoffice(book: Book, look: Print, *, workbook: bool) -> Document:
    """The book printed by LibreOffice Writer, or by Calc as a workbook."""
    program = find(LIBREOFFICE)
    if program is None:
        raise PrinterError("LibreOffice is not installed")
    name, text = ("book.fods", to_workbook(book, look)) if workbook else ("book.fodt", to_text(book, look))
    kind = "pdf:calc_pdf_Export" if workbook else "pdf:writer_pdf_Export"
    data, _ = _without_links(libreoffice_pdfs(program, {name: text}, kind)[name])
    return _document(book, data, pages_in_order(data, [cell.text for cell in book.amounts()]))


def _document(book: Book, data: bytes, pages: list[int]) -> Document:
    cells = (
        (c.statement, c.line_code, c.measure, c.yuan, c.text, c.code, page)
        for c, page in zip(book.amounts(), pages, strict=True)
    )
    return Document(data, numbered(cells))


def _without_links(data: bytes) -> tuple[bytes, dict[int, int]]:
    """The file without its links and times, and the page of each numbered link."""
    pages: dict[int, int] = {}
    buffer = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            for annotation in page.obj.get("/Annots", ()):
                uri = str(annotation.get("/A", pikepdf.Dictionary()).get("/URI", ""))
                if uri.startswith(LINK):
                    pages.setdefault(int(uri.removeprefix(LINK)), number)
            if "/Annots" in page.obj:
                del page.obj["/Annots"]
        for mark in ("/CreationDate", "/ModDate"):
            if mark in pdf.docinfo:
                del pdf.docinfo[mark]
        if "/Metadata" in pdf.Root:
            del pdf.Root["/Metadata"]
        for mark in ("/DocChecksum", "/ID"):
            if mark in pdf.trailer:
                del pdf.trailer[mark]
        pdf.save(buffer, deterministic_id=True)
    return buffer.getvalue(), pages


def pages_in_order(data: bytes, texts: list[str]) -> list[int]:
    """The page of each text, where a print shows them in this order, however it breaks them into lines.

    0 for all where more than a few are not found so: the print has another order.
    """
    document = pypdfium2.PdfDocument(data)
    shown = ["".join(page.get_textpage().get_text_bounded().split()) for page in document]
    found, page, at, lost = [], 0, 0, 0
    for text in ("".join(text.split()) for text in texts):
        place = next(
            ((n, k) for n in range(page, len(shown)) if (k := shown[n].find(text, at if n == page else 0)) >= 0), None
        )
        if place is None:
            lost += 1
        else:
            page, at = place[0], place[1] + len(text)
        found.append(page + 1)
    return found if lost * FEW <= len(texts) else [0] * len(texts)
