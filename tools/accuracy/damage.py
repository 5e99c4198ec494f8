"""What happens to a PDF between its producer and the reader: each alteration keeps every figure readable."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf

from tools.accuracy.cases import Document, Expected
from tools.typesetter import as_scan

SHIFT = 40


def _saved(document: Document, change: Callable[[pikepdf.Pdf], None], **options: Any) -> Document:
    buffer = BytesIO()
    with pikepdf.open(BytesIO(document.data)) as pdf:
        change(pdf)
        pdf.save(buffer, **({"deterministic_id": True} | options))
    return replace(document, data=buffer.getvalue())


def _nothing(_: pikepdf.Pdf) -> None:
    return None


def rotated(document: Document) -> Document:
    """Pages turned by /Rotate as a careless scan of the file would: they display sideways or upside down."""

    def change(pdf: pikepdf.Pdf) -> None:
        """Alter the open file in place."""
        for n, page in enumerate(pdf.pages):
            page.obj["/Rotate"] = (0, 90, 180, 270)[n % 4]

    return _saved(document, change)


def cropped(document: Document) -> Document:
    """MediaBox larger than the sheet and off the origin, the CropBox at the old place."""

    def change(pdf: pikepdf.Pdf) -> None:
        """Alter the open file in place."""
        """Widen the sheet of every page."""
        for page in pdf.pages:
            x0, y0, x1, y1 = (float(v) for v in page.mediabox)
            page.obj["/MediaBox"] = pikepdf.Array([x0 - SHIFT, y0 - SHIFT, x1 + SHIFT, y1 + SHIFT])
            page.obj["/CropBox"] = pikepdf.Array([x0, y0, x1, y1])

    return _saved(document, change)


def shifted(document: Document) -> Document:
    """The origin of every page far from its corner."""

    def change(pdf: pikepdf.Pdf) -> None:
        """Alter the open file in place."""
        for page in pdf.pages:
            x0, y0, x1, y1 = (float(v) for v in page.mediabox)
            page.obj["/MediaBox"] = pikepdf.Array([x0 + 1000, y0 - 500, x1 + 1000, y1 - 500])
            page.contents_add(b"q 1 0 0 1 1000 -500 cm", prepend=True)
            page.contents_add(b"Q")

    return _saved(document, change)


def linearised(document: Document) -> Document:
    """For fast web view."""
    return _saved(document, _nothing, linearize=True)


def object_streams(document: Document) -> Document:
    """Objects in compressed streams."""
    return _saved(document, _nothing, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def encrypted(document: Document) -> Document:
    """Encrypted with an empty user password, as many publishers do."""
    protection = pikepdf.Encryption(owner="owner", user="", R=4)
    return _saved(document, _nothing, encryption=protection, deterministic_id=False, static_id=True)


def updated(document: Document) -> Document:
    """An incremental update: the catalogue again, behind the end of the file."""
    data = document.data
    start = int(data[data.rindex(b"startxref") + 9 :].split()[0])
    with pikepdf.open(BytesIO(data)) as pdf:
        root, size = pdf.Root.objgen[0], int(pdf.trailer["/Size"])
        text = pdf.Root.unparse(resolved=True)
    body = data + (b"" if data.endswith(b"\n") else b"\n")
    at = len(body)
    body += b"%d 0 obj\n%s\nendobj\n" % (root, text)
    table = len(body)
    body += b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d/Root %d 0 R/Prev %d>>\n" % (root, at, size, root, start)
    return replace(document, data=body + b"startxref\n%d\n%%%%EOF\n" % table)


def stamped(document: Document) -> Document:
    """A red seal and a note over every page, as annotations with an appearance."""

    def change(pdf: pikepdf.Pdf) -> None:
        """Alter the open file in place."""
        for page in pdf.pages:
            form = pdf.make_stream(b"q 0.8 0 0 RG 3 w 100 100 m 180 100 l 180 180 l 100 180 l s Q")
            form["/Type"], form["/Subtype"] = pikepdf.Name.XObject, pikepdf.Name.Form
            form["/BBox"] = pikepdf.Array([0, 0, 200, 200])
            stamp = pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp, Rect=[200, 200, 400, 400], F=4,
                AP=pikepdf.Dictionary(N=form), Contents=pikepdf.String("12,345.67"),
            )  # fmt: skip
            page.obj["/Annots"] = pikepdf.Array([pdf.make_indirect(stamp)])

    return _saved(document, change)


def reordered(document: Document) -> Document:
    """Statements in another order: the pages that hold cells, statement by statement, from the last to the first."""
    groups: dict[str, list[int]] = {}
    for cell in document.cells:
        pages = groups.setdefault(cell.statement, [])
        if cell.page not in pages:
            pages.append(cell.page)
    shared = [page for pages in groups.values() for page in pages]
    chains = [pages for pages in groups.values() if all(shared.count(page) == 1 for page in pages)]
    slots = sorted(page for pages in chains for page in pages)
    moved = dict(zip([page for pages in reversed(chains) for page in sorted(pages)], slots, strict=True))
    count = len(pikepdf.open(BytesIO(document.data)).pages)
    order = {moved.get(page, page): page for page in range(1, count + 1)}

    def change(pdf: pikepdf.Pdf) -> None:
        """Alter the open file in place."""
        pages = [pdf.pages[order[n] - 1] for n in range(1, count + 1)]
        copies = [pikepdf.Page(page.obj) for page in pages]
        del pdf.pages[:]
        pdf.pages.extend(copies)

    changed = _saved(document, change)
    return replace(changed, cells=tuple(replace(cell, page=moved.get(cell.page, cell.page)) for cell in document.cells))


def doubled(document: Document) -> Document:
    """A page of one statement twice: its cells are printed twice."""
    pages = sorted({cell.page for cell in document.cells})
    alone = [p for p in pages if len({cell.statement for cell in document.cells if cell.page == p}) == 1]
    twice = alone[len(alone) // 2]

    def change(pdf: pikepdf.Pdf) -> None:
        """Alter the open file in place."""
        pdf.pages.insert(twice, pdf.pages[twice - 1])

    cells: list[Expected] = []
    for cell in document.cells:
        page = cell.page + (cell.page > twice)
        cells.append(replace(cell, page=page))
        if cell.page == twice:
            cells.append(replace(cell, page=twice + 1, occurrence=cell.occurrence + 1))
    return replace(_saved(document, change), cells=tuple(cells))


def scanned(document: Document, *, part: int = 1, every_page: bool = False, **settings: Any) -> Document:
    """Pages with cells as pictures: all of them, or one in ``part``; or every page that there is.

    The other settings are those of :func:`tools.typesetter.as_scan`.
    """
    pages = None if every_page else sorted({cell.page for cell in document.cells})[::part]
    return replace(document, data=as_scan(document.data, pages=pages, **settings))


def statements_alone(document: Document) -> Document:
    """The cover and the pages with cells, nothing else."""
    kept = [1, *sorted({cell.page for cell in document.cells})]

    def change(pdf: pikepdf.Pdf) -> None:
        """Alter the open file in place."""
        for index in reversed(range(len(pdf.pages))):
            if index + 1 not in kept:
                del pdf.pages[index]

    cells = tuple(replace(cell, page=kept.index(cell.page) + 1) for cell in document.cells)
    return replace(_saved(document, change), cells=cells)


def turned_by(document: Document, degrees: int) -> Document:
    """Every page turned by /Rotate, whatever it was before."""

    def change(pdf: pikepdf.Pdf) -> None:
        """Alter the open file in place."""
        for page in pdf.pages:
            page.rotate(degrees, relative=True)

    return _saved(document, change)


def digits_as(document: Document, first: int) -> Document:
    """Fonts that tell for their ten digits the characters from ``first`` on; what the page shows does not change."""
    return digits_named(document, {digit: chr(first + digit) for digit in range(10)})


def digits_named(document: Document, names: Mapping[int, str]) -> Document:
    """Fonts that call some of their digits by other characters; what the page shows does not change."""

    def renamed(found: re.Match[bytes]) -> bytes:
        """The same glyph with the other name."""
        digit = int(found[1], 16) - ord("0")
        return b"> <%04X>" % ord(names[digit]) if digit in names else found[0]

    def change(pdf: pikepdf.Pdf) -> None:
        """Alter the open file in place."""
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
                item["/ToUnicode"].write(re.sub(rb"> <(003[0-9])>", renamed, item["/ToUnicode"].read_bytes()))

    return _saved(document, change)


DAMAGES: dict[str, Callable[[Document], Document]] = {
    function.__name__: function
    for function in (
        rotated, cropped, shifted, linearised, object_streams, encrypted, updated, stamped, reordered, doubled,
    )
}  # fmt: skip
