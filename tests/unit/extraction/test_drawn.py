"""Digits as drawn against digits as told: typefaces raise no suspicion, exchanged digits do."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from dagster_project.extraction import extract_document
from dagster_project.extraction.drawn import DrawnDigit, suspects
from dagster_project.extraction.page import read_page
from tools.accuracy.scan_cases import short_in_font, short_misnamed

EVEN = np.full(10, 30)
FACES = ("Helvetica", "Helvetica-BoldOblique", "Times-Roman", "Times-Italic", "Courier", "Courier-Bold")


def drawn(face: str, turn: int = 0) -> list[DrawnDigit]:
    """What is drawn of a page of digits in one typeface, the lines running upwards by quarter turns."""
    buffer = BytesIO()
    sheet = Canvas(buffer, pagesize=(400, 400))
    sheet.setFont(face, 8)
    sheet.translate(200, 200)
    sheet.rotate(90 * turn)
    for line in range(12):
        sheet.drawString(-100, 100 - 15 * line, "1,234,567.89 0")
    sheet.save()
    with pypdfium2.PdfDocument(buffer.getvalue()) as pdf:
        return read_page(pdf[0]).drawn_digits


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize("face", FACES)
def test_no_typeface_is_suspected_for_its_looks(face: str, turn: int) -> None:
    digits = drawn(face, turn)
    assert {digit.told for digit in digits} == set(range(10))
    assert suspects(digits, EVEN) == set()


@pytest.mark.parametrize(("one", "other"), [(3, 8), (1, 7), (6, 0), (5, 6), (2, 4)])
@pytest.mark.parametrize("face", FACES)
def test_digits_that_exchange_their_names_are_suspected(face: str, one: int, other: int) -> None:
    names = {one: other, other: one}
    exchanged = [digit._replace(told=names.get(digit.told, digit.told)) for digit in drawn(face) * 2]
    found = suspects(exchanged, EVEN)
    assert found
    assert found <= {one, other}


def test_a_digit_that_no_figure_has_is_suspected_where_there_are_many() -> None:
    counts = np.array([40, 0, 30, 30, 30, 30, 30, 30, 30, 30])
    assert suspects([], counts) == set(range(10))
    assert suspects([], counts // 5) == set()


def test_figures_that_their_font_misnames_are_read_as_drawn() -> None:
    """The text layer tells other figures than the page shows: what a reader of the page sees counts."""
    told, shown = (extract_document(d.data, document_id="0" * 64) for d in (short_in_font(ord("0")), short_misnamed()))
    assert [page.method for page in told.pages] == ["text", "text", "text"]
    assert [page.method for page in shown.pages] == ["ocr", "ocr", "ocr"]
    assert [cell.text_key for cell in shown.cells] == [cell.text_key for cell in told.cells]
    assert all(cell.confidence < 1 for cell in shown.cells)
