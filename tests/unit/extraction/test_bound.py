"""Several disclosures in one file: each begins at its cover, and only the first is the document."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from dagster_project.extraction import Extraction, extract_document
from tools.accuracy.typeset_cases import plain

DOCUMENT = "0" * 64


def disclosure(seed: int = 1, year: int = 2023) -> bytes:
    return plain(seed, items=3, year=year).data


def bound(*parts: tuple[bytes, int]) -> bytes:
    """PDFs in one file, each from its n-th page on."""
    result, buffer = pikepdf.new(), BytesIO()
    for data, first in parts:
        with pikepdf.open(BytesIO(data)) as pdf:
            for page in list(pdf.pages)[first:]:
                result.pages.append(page)
    result.save(buffer)
    return buffer.getvalue()


def cells_of(extraction: Extraction, key: str = DOCUMENT) -> list[tuple[int, int, int, str]]:
    return [
        (c.table_number, c.row_number, c.column_number, c.text_key) for c in extraction.cells if c.document_id == key
    ]


@pytest.fixture(scope="module")
def alone() -> Extraction:
    return extract_document(disclosure(), document_id=DOCUMENT)


@pytest.mark.parametrize("first", [0, 1], ids=["from its cover", "from its contents"])
def test_a_second_disclosure_is_set_aside_and_its_first_page_told(alone: Extraction, first: int) -> None:
    """Last year's behind this year's, with its cover or without: the first reads as if it were alone."""
    other = extract_document(disclosure(2, 2022), document_id=DOCUMENT)
    both = extract_document(bound((disclosure(), 0), (disclosure(2, 2022), first)), document_id=DOCUMENT)
    assert both.document.bound_from_page == alone.document.page_count + 1
    assert cells_of(both) == cells_of(alone)
    assert cells_of(both, f"{DOCUMENT}:2") == cells_of(other)
    assert {line.document_id for line in both.lines if line.page_number > alone.document.page_count} == {
        f"{DOCUMENT}:2"
    }


def test_every_further_disclosure_has_a_number_of_its_own() -> None:
    data = bound((disclosure(), 0), (disclosure(2), 0), (disclosure(3), 0))
    assert {table.document_id for table in extract_document(data, document_id=DOCUMENT).tables} == {
        DOCUMENT, f"{DOCUMENT}:2", f"{DOCUMENT}:3",
    }  # fmt: skip


def test_statements_without_a_cover_whose_heads_name_another_year_are_another_disclosure(alone: Extraction) -> None:
    tables = next(t.first_page for t in alone.tables if len(cells_of(alone)) and t.row_count > 20)
    both = extract_document(bound((disclosure(), 0), (disclosure(2, 2022), tables - 1)), document_id=DOCUMENT)
    assert both.document.bound_from_page == alone.document.page_count + 1


def test_a_summary_that_is_printed_twice_is_no_second_disclosure(alone: Extraction) -> None:
    tables = next(t.first_page for t in alone.tables if t.row_count > 20)
    both = extract_document(bound((disclosure(), 0), (disclosure(), tables - 1)), document_id=DOCUMENT)
    assert both.document.bound_from_page is None
    assert {table.document_id for table in both.tables} == {DOCUMENT}


def test_a_table_of_the_prose_under_the_title_of_a_statement_is_no_disclosure(alone: Extraction) -> None:
    """The prose shows the summary, a cover follows, and then the statements: they are the document's own."""
    summary = next(t.first_page for t in alone.tables if t.row_count > 20)
    data = bound((disclosure(), 0))
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.pages.insert(0, pdf.pages[summary - 1])
        buffer = BytesIO()
        pdf.save(buffer)
    both = extract_document(buffer.getvalue(), document_id=DOCUMENT)
    assert both.document.bound_from_page is None
