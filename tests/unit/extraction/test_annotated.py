"""Annotations over a page: what a viewer draws is read, what it hides is not, and print below one is not trusted."""

from __future__ import annotations

import io

import pikepdf
import pytest

from dagster_project.extraction.records import CellRecord
from tests.unit.extraction.test_document import HEADER, XS, extract, pages, table

HIDDEN, PRINT, NO_VIEW = 2, 4, 32
BLANK_CELL = (304.0, 202.0, 376.0, 218.0)
AMOUNT_CELL = (224.0, 202.0, 296.0, 218.0)
PLAIN = pages(
    table([HEADER, ["201", "一般公共服务支出", "7.00", ""]], XS, 60, ("支出决算表", 150, 40), ("单位：万元", 320, 55))
)


def laid_over(
    text: str,
    box: tuple[float, float, float, float],
    kind: str = "/FreeText",
    flags: int = PRINT,
    *,
    drawn: bool = True,
) -> bytes:
    """The page with an annotation over it that prints a text in a frame, as an editor of PDFs leaves it."""
    width, height = box[2] - box[0], box[3] - box[1]
    with pikepdf.open(io.BytesIO(PLAIN)) as pdf:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        look = pdf.make_stream(f"0 0 {width} {height} re S BT /F 9 Tf 1 4 Td ({text}) Tj ET".encode())
        look.Type, look.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        look.BBox = pikepdf.Array([0, 0, width, height])
        look.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(font)))
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(kind), F=flags, Contents=text,
                                  Rect=pikepdf.Array(box), AP=pikepdf.Dictionary(N=look))  # fmt: skip
        if not drawn:
            del note.AP
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(note)]))
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def cells(data: bytes) -> list[CellRecord]:
    """The cells of the page, whatever the document."""
    return [cell._replace(document_id="") for cell in extract(data).cells]


def cell(data: bytes, column: int) -> CellRecord | None:
    """The cell of the amount's row in a column."""
    return next((c for c in cells(data) if (c.row_number, c.column_number) == (2, column)), None)


@pytest.mark.parametrize("kind", ["/FreeText", "/Stamp", "/Widget"])
def test_what_is_laid_over_a_blank_cell_is_read(kind: str) -> None:
    assert cell(PLAIN, 4) is None
    written = cell(laid_over("34.50", BLANK_CELL, kind), 4)
    assert written is not None
    assert (written.text, written.confidence) == ("34.50", 1.0)


@pytest.mark.parametrize(
    ("kind", "flags"),
    [("/Link", PRINT), ("/Popup", PRINT), ("/Text", PRINT), ("/FreeText", HIDDEN), ("/FreeText", NO_VIEW | PRINT)],
)
def test_what_no_viewer_shows_does_not_matter(kind: str, flags: int) -> None:
    assert cells(laid_over("34.50", BLANK_CELL, kind, flags)) == cells(PLAIN)


@pytest.mark.parametrize("kind", ["/FreeText", "/Stamp", "/Widget", "/Ink", "/StrikeOut"])
def test_print_below_an_annotation_is_not_trusted(kind: str) -> None:
    amount = cell(laid_over("9.99", AMOUNT_CELL, kind), 3)
    assert amount is not None
    assert amount.confidence == 0.5


@pytest.mark.parametrize("kind", ["/Highlight", "/Underline", "/Link", "/Square"])
def test_a_mark_leaves_the_print_as_it_is(kind: str) -> None:
    assert cells(laid_over("9.99", AMOUNT_CELL, kind)) == cells(PLAIN)


def test_a_note_without_a_drawing_is_counted_as_unreadable() -> None:
    (page,) = extract(laid_over("34.50", BLANK_CELL, drawn=False)).pages
    assert page.unmapped_char_count == len("34.50")
