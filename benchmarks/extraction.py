"""Extraction against pdfplumber on every page, and against the floor (pypdfium2 text alone): CPU time per page.

All ways read the same documents in the same process, in turn, round after round, so that a machine whose speed drifts
slows them alike; the ratio of the medians is what counts. Run with ``make bench``; PDFs or folders may be named:
``python -m benchmarks.extraction ../shared/corpus --rounds 5``.
"""

from __future__ import annotations

import hashlib
import io
import statistics
import sys
import time
from collections.abc import Callable

import pdfplumber
import pypdfium2

from benchmarks.documents import parser_for, readable_documents
from dagster_project.extraction import extract_document

FLOOR = "pypdfium2 text (floor)"


def read_text_only(data: bytes) -> int:
    """The floor: pdfium's text of every page. Returns the page count."""
    with pypdfium2.PdfDocument(data) as pdf:
        for page in pdf:
            textpage = page.get_textpage()
            textpage.get_text_range()
            textpage.close()
            page.close()
        return len(pdf)


def read_with_juesuan(data: bytes) -> int:
    """The project's extraction, from bytes to records. Returns the page count."""
    return len(extract_document(data, document_id=hashlib.sha256(data).hexdigest()).pages)


def read_with_pdfplumber(data: bytes) -> int:
    """``extract_tables()`` on every page. Returns the page count."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.extract_tables()
            page.close()
        return len(pdf.pages)


WAYS: dict[str, Callable[[bytes], int]] = {
    FLOOR: read_text_only,
    "juesuan": read_with_juesuan,
    "pdfplumber extract_tables": read_with_pdfplumber,
}


def cpu_ms_per_page(way: Callable[[bytes], int], documents: list[bytes]) -> float:
    """CPU milliseconds per page over all documents, once through."""
    started, pages = time.process_time(), 0
    for data in documents:
        pages += way(data)
    return (time.process_time() - started) * 1000 / pages


def main() -> None:
    """Print one row per way: CPU ms per page, how often faster than the slowest, and how far above the floor."""
    parser = parser_for(__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    documents = readable_documents(arguments.places)
    samples: dict[str, list[float]] = {name: [] for name in WAYS}
    for _ in range(arguments.rounds):
        for name, way in WAYS.items():
            samples[name].append(cpu_ms_per_page(way, documents))
    medians = {name: statistics.median(values) for name, values in samples.items()}
    floor, slowest = medians[FLOOR], max(medians.values())
    sys.stdout.write(f"{len(documents)} documents, {arguments.rounds} rounds, CPU ms per page\n")
    sys.stdout.write(f"{'':28s} {'min':>8s} {'median':>8s} {'max':>8s}   faster   over the floor\n")
    for name, values in samples.items():
        row = f"{name:28s} {min(values):8.2f} {medians[name]:8.2f} {max(values):8.2f}"
        sys.stdout.write(f"{row}   {slowest / medians[name]:5.1f}x   {medians[name] / floor:5.2f}x\n")


if __name__ == "__main__":
    main()
