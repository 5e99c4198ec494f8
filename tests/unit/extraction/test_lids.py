"""Print that its own page paints over, and boxes that only look as if they did."""

from __future__ import annotations

import io
from collections.abc import Callable

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from dagster_project.extraction.page import read_page

Drawing = Callable[[Canvas], None]


def text_of(*drawings: Drawing) -> str:
    """The characters that are read of a page with these drawings, in content order."""
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=(300, 200))
    for draw in drawings:
        draw(canvas)
    canvas.save()
    pdf = pypdfium2.PdfDocument(data.getvalue())
    try:
        return read_page(pdf[0]).chars.text
    finally:
        pdf.close()


def print_(text: str) -> Drawing:
    return lambda canvas: canvas.drawString(100, 100, text)


def box(grey: float, alpha: float = 1.0) -> Drawing:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setFillGray(grey, alpha)
        canvas.rect(90, 95, 80, 20, stroke=0, fill=1)
        canvas.restoreState()

    return draw


def clipped_box(canvas: Canvas) -> None:
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(200, 95, 50, 20)
    canvas.clipPath(path, stroke=0, fill=0)
    box(1.0)(canvas)
    canvas.restoreState()


def within_a_form(*drawings: Drawing) -> Drawing:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("form")
        for inner in drawings:
            inner(canvas)
        canvas.endForm()
        canvas.doForm("form")

    return draw


@pytest.mark.parametrize(
    ("drawings", "read"),
    [
        ((print_("12.50"), box(1.0), print_("88.88")), "88.88"),
        ((print_("12.50"), box(1.0), print_("12.80")), "12.80"),
        ((print_("12.50"), box(0.0)), ""),
        ((print_("12.50"), within_a_form(box(1.0), print_("88.88"))), "88.88"),
        ((within_a_form(print_("12.50")), box(1.0), print_("88")), "88"),
        ((box(0.9), print_("12.50")), "12.50"),
        ((print_("7"), box(0.9, 0.4)), "7"),
        ((print_("12.50"), clipped_box), "12.50"),
    ],
    ids=[
        "corrected",
        "some digits corrected",
        "blacked out",
        "by a form",
        "a form",
        "ground",
        "marked through",
        "elsewhere by its clip",
    ],
)
def test_what_is_painted_last_is_read(drawings: tuple[Drawing, ...], read: str) -> None:
    assert text_of(*drawings) == read
