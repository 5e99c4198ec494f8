"""The PDFs that benchmarks read, and a folder of many made from few."""

from __future__ import annotations

import argparse
import itertools
import sys
from pathlib import Path

from dagster_project.extraction import RejectedDocument, extract_document

DEFAULT_PLACES = ("raw", "../shared/corpus")


def parser_for(description: str | None) -> argparse.ArgumentParser:
    """A command line that takes PDFs or folders of PDFs."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("places", nargs="*", default=[p for p in DEFAULT_PLACES if Path(p).exists()])
    return parser


def readable_documents(places: list[str]) -> list[bytes]:
    """The bytes of every PDF that extraction accepts; says which it leaves out, and exits where none is left."""
    paths = [p for place in map(Path, places) for p in (sorted(place.rglob("*.pdf")) if place.is_dir() else [place])]
    documents = []
    for path in paths:
        data = path.read_bytes()
        try:
            extract_document(data, document_id=path.name)
        except RejectedDocument as error:
            sys.stdout.write(f"left out: {path.name}: {error.message}\n")
            continue
        documents.append(data)
    if not documents:
        sys.exit("no readable PDF in " + ", ".join(places))
    return documents


def fill_folder(folder: Path, documents: list[bytes], count: int) -> list[Path]:
    """Write ``count`` PDFs, the documents over and over, each told from its like by a comment behind its end."""
    paths = []
    for number, data in zip(range(count), itertools.cycle(documents), strict=False):
        path = folder / f"{number:05d}.pdf"
        path.write_bytes(b"%s\n%%%d\n" % (data, number))
        paths.append(path)
    return paths
