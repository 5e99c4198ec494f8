"""What pdfplumber sees on a page, against what the first reader made of it, under the traps that tables hold."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import pikepdf
import pytest

from dagster_project.extraction import ExtractionLimits, extract_document
from dagster_project.extraction.records import CellRecord
from dagster_project.extraction.text import text_key
from dagster_project.second_reading.reader import UNREAD, read_pages
from dagster_project.second_reading.records import PageStatus, SecondReading, SecondWordRecord
from tests.unit.extraction.test_annotated import BLANK_CELL, laid_over
from tools.samples.synthetic.disclosures import load_faultless
from tools.typesetter import LAYOUTS, Layout, typeset

DOCUMENT = "0" * 64
MONEY = "0123456789.,-"
PAGES = (6, 7)
"""Two pages of the Wuhan layout that hold tables."""


@pytest.fixture(scope="module")
def layout() -> Layout:
    _, sample_layout = next(load_faultless())
    return replace(LAYOUTS["wuhan"], unit=sample_layout.unit)


def pdf_of(layout: Layout) -> bytes:
    disclosure, _ = next(load_faultless())
    return typeset(disclosure, layout)[0]


def read(data: bytes, *pages: int) -> SecondReading:
    return read_pages(data, document_id=DOCUMENT, limits=ExtractionLimits(), pages=pages)


def amounts(data: bytes) -> list[CellRecord]:
    """Cells of money that the first reader finds on the pages."""
    cells = extract_document(data, document_id=DOCUMENT).cells
    found = [c for c in cells if c.page_number in PAGES and "." in c.text_key and not set(c.text_key) - set(MONEY)]
    assert len(found) > 20
    return found


def words_in(cell: CellRecord, words: tuple[SecondWordRecord, ...]) -> Iterator[SecondWordRecord]:
    for word in words:
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        if word.page_number == cell.page_number and cell.x0 <= x <= cell.x1 and cell.top <= y <= cell.bottom:
            yield word


def differences(data: bytes) -> list[tuple[str, str]]:
    """Text of each amount by the first and by the second reader, where they differ."""
    words = tuple(word for word in read(data, *PAGES).words if not word.is_faint)
    pairs = ((text_key(cell.text), "".join(w.text_key for w in words_in(cell, words))) for cell in amounts(data))
    return [(first, second) for first, second in pairs if first != second]


@pytest.mark.parametrize(
    "effects",
    [
        {},
        {"rotate": 90},
        {"rotate": 180},
        {"rotate": 270},
        {"fake_bold": True},
        {"watermark": "内部资料 请勿外传"},
        {"hidden_text": True},
        {"shuffle_seed": 3},
    ],
    ids=str,
)
def test_both_readers_see_the_same_amounts_in_the_same_boxes(layout: Layout, effects: dict[str, object]) -> None:
    assert differences(pdf_of(layout.with_effects(**effects))) == []


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_boxes_count_from_the_cropbox_as_displayed(layout: Layout, rotate: int) -> None:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_of(layout.with_effects(rotate=rotate)))) as pdf:
        for page in pdf.pages:
            x0, y0, x1, y1 = map(float, page.mediabox)
            page.mediabox = [x0 - 30, y0 - 50, x1 + 20, y1 + 70]
            page.cropbox = [x0 + 3, y0 + 5, x1 - 7, y1 - 11]
        pdf.save(target)
    assert differences(target.getvalue()) == []


def test_white_figures_are_marked_as_faint(layout: Layout) -> None:
    words = read(pdf_of(layout.with_effects(hidden_text=True)), *PAGES).words
    hidden = [word for word in words if word.text == "88,888.88"]
    assert hidden
    assert all(word.is_faint for word in hidden)


def test_words_stand_in_cells_of_the_second_readers_own_tables(layout: Layout) -> None:
    data = pdf_of(layout)
    words = read(data, *PAGES).words
    for cell in amounts(data):
        (word,) = words_in(cell, words)
        edges = (word.cell_x0, word.cell_top, word.cell_x1, word.cell_bottom)
        assert word.table_number == 1
        assert edges == pytest.approx((cell.x0, cell.top, cell.x1, cell.bottom), abs=1.5)


@pytest.mark.parametrize(("flags", "marks"), [(4, 2), (4 | 2, 0), (4 | 32, 0)], ids=["shown", "hidden", "no view"])
@pytest.mark.parametrize("kind", ["/FreeText", "/Stamp", "/Widget"])
def test_what_is_laid_over_a_cell_is_marked_as_unread(kind: str, flags: int, marks: int) -> None:
    """One mark in its own place and one in the cell below it, so that no amount there counts as absent."""
    words = read(laid_over("34.50", BLANK_CELL, kind, flags), 1).words
    assert [word.text for word in words if word.text == UNREAD] == [UNREAD] * marks
    assert "7.00" in {word.text for word in words}


def test_text_that_runs_sideways_is_not_readable_and_not_wrong(layout: Layout) -> None:
    reading = read(pdf_of(layout.with_effects(sideways=True)), *PAGES)
    assert {page.status for page in reading.pages} == {PageStatus.NOT_READABLE}
    assert reading.words == ()


def test_a_page_that_is_not_there_fails_alone(layout: Layout) -> None:
    reading = read(pdf_of(layout), 6, 999)
    assert [(page.page_number, page.status) for page in reading.pages] == [(6, "read"), (999, "failed")]


def test_bytes_that_are_no_pdf_fail_on_every_page() -> None:
    reading = read(b"%PDF-1.7\nnonsense\n%%EOF", 1, 2)
    assert [page.status for page in reading.pages] == ["failed", "failed"]
    assert all(page.message for page in reading.pages)
