"""Extraction against pdfplumber on every page, and against the floor (pypdfium2 text alone): CPU time per page.

All ways read the same documents in the same process, in turn, round after round, so that a machine whose speed drifts
slows them alike; the ratio of the medians is what counts. Run with ``make bench``; PDFs or folders may be named:
``python -m benchmarks.extraction ../shared/corpus --rounds 5``.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pypdfium2

from dagster_project.extraction import RejectedDocument, extract_document

DEFAULT_PLACES = ("raw", "../shared/corpus")


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
    "pypdfium2 text (floor)": read_text_only,
    "juesuan": read_with_juesuan,
    "pdfplumber extract_tables": read_with_pdfplumber,
}


def cpu_ms_per_page(way: Callable[[bytes], int], documents: list[bytes]) -> float:
    """CPU milliseconds per page over all documents, once through."""
    started, pages = time.process_time(), 0
    for data in documents:
        pages += way(data)
    return (time.process_time() - started) * 1000 / pages


def _documents(places: list[str]) -> list[tuple[Path, bytes]]:
    paths = [p for place in map(Path, places) for p in (sorted(place.rglob("*.pdf")) if place.is_dir() else [place])]
    readable = []
    for path in paths:
        data = path.read_bytes()
        try:
            read_with_juesuan(data)
        except RejectedDocument as error:
            sys.stdout.write(f"left out: {path.name}: {error.message}\n")
            continue
        readable.append((path, data))
    return readable


def main() -> None:
    """Print one row per way: median CPU ms per page, and the factor to the slowest way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("places", nargs="*", default=[p for p in DEFAULT_PLACES if Path(p).exists()])
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    documents = _documents(arguments.places)
    if not documents:
        sys.exit("no readable PDF in " + ", ".join(arguments.places))
    samples: dict[str, list[float]] = {name: [] for name in WAYS}
    for _ in range(arguments.rounds):
        for name, way in WAYS.items():
            samples[name].append(cpu_ms_per_page(way, [data for _, data in documents]))
    slowest = statistics.median(samples["pdfplumber extract_tables"])
    sys.stdout.write(f"{len(documents)} documents, {arguments.rounds} rounds, CPU ms per page (min / median / max)\n")
    for name, values in samples.items():
        median = statistics.median(values)
        row = f"{name:28s} {min(values):8.2f} / {median:8.2f} / {max(values):8.2f}   {slowest / median:6.1f}x\n"
        sys.stdout.write(row)


if __name__ == "__main__":
    main()
