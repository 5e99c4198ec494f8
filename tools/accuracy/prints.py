"""Books printed by a second producer, with the page of each amount read off the print."""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf
import pypdfium2

from tools.accuracy.cases import Document, numbered
from tools.accuracy.printers import CHROMIUM, LIBREOFFICE, PrinterError, chromium_pdf, find, libreoffice_pdfs
from tools.accuracy.sheets import Book
from tools.accuracy.web import LINK, Look, to_html

AMOUNT = re.compile(r"[-△（(]?[\d,]*\d\.\d+[）)]?")


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


def by_writer(book: Book, look: Look) -> Document:
    """The book as HTML through LibreOffice Writer."""
    program = find(LIBREOFFICE)
    if program is None:
        raise PrinterError("LibreOffice is not installed")
    html = to_html(book, look, links=False)
    data = libreoffice_pdfs(program, {"page.html": html}, "pdf:writer_web_pdf_Export")["page.html"]
    return _document(book, data, pages_in_order(data, [cell.text for cell in book.amounts()]))


def _document(book: Book, data: bytes, pages: list[int]) -> Document:
    cells = (
        (c.statement, c.line_code, c.measure, c.yuan, c.text, c.code, page)
        for c, page in zip(book.amounts(), pages, strict=True)
    )
    return Document(data, numbered(cells))


def _without_links(data: bytes) -> tuple[bytes, dict[int, int]]:
    """The file without its links, and the page of each numbered link."""
    pages: dict[int, int] = {}
    buffer = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            for annotation in page.obj.get("/Annots", ()):
                uri = str(annotation.get("/A", {}).get("/URI", ""))
                if uri.startswith(LINK):
                    pages.setdefault(int(uri.removeprefix(LINK)), number)
            if "/Annots" in page.obj:
                del page.obj["/Annots"]
        for mark in ("/CreationDate", "/ModDate"):
            if mark in pdf.docinfo:
                del pdf.docinfo[mark]
        pdf.save(buffer, deterministic_id=True)
    return buffer.getvalue(), pages


def pages_in_order(data: bytes, texts: list[str]) -> list[int]:
    """The page of each text, when a print shows them in this order; 0 for all where it does not."""
    document = pypdfium2.PdfDocument(data)
    shown = [
        (text, number)
        for number, page in enumerate(document, 1)
        for text in AMOUNT.findall(page.get_textpage().get_text_bounded())
    ]
    found, place = [], 0
    for text in texts:
        while place < len(shown) and shown[place][0] != text:
            place += 1
        if place == len(shown):
            return [0] * len(texts)
        found.append(shown[place][1])
        place += 1
    return found
