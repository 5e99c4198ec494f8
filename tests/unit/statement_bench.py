"""Puts literal tables through the raw layer's own writer and one dbt run, which gives all of them their meaning."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from dagster_project.extraction.records import (
    CaptionRecord,
    CellRecord,
    ColumnRecord,
    DocumentRecord,
    Extraction,
    LineRecord,
    PageRecord,
    RowRecord,
    TableRecord,
)
from dagster_project.extraction.text import text_key
from dagster_project.raw_layer.manifest import ManifestRow, Status, now, write_manifest
from dagster_project.raw_layer.parts import PartWriter, write_empty_parts
from dagster_project.raw_layer.schema import to_batches
from tests.unit.statement_documents import Document, Table

DBT = Path(__file__).resolve().parents[2] / "dbt"


def document_id(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def lines_of(document: str, texts: tuple[str, ...]) -> Iterator[LineRecord]:
    for number, text in enumerate(texts, 1):
        yield LineRecord(document, 1, number, text, text_key(text), 50, number * 20, 400, number * 20 + 12, 12, number)


def captions_of(document: str, number: int, table: Table) -> Iterator[CaptionRecord]:
    for position, texts in (("above", table.above), ("below", table.below)):
        for line, text in enumerate(texts, 1):
            yield CaptionRecord(document, number, position, table.page, line, text, text_key(text))


def cells_of(document: str, number: int, table: Table) -> Iterator[CellRecord]:
    for row, cells in enumerate(table.rows, 2):
        column = 1
        for cell in cells:
            text, span = cell if isinstance(cell, tuple) else (cell, 1)
            if text is not None:
                box = (column * 60, row * 20, (column + span) * 60, row * 20 + 18)
                place = (document, number, row, column, 1, span, table.page)
                yield CellRecord(*place, text, text_key(text), *box, column * 60 + 2, "text", 1.0)
            column += span


def extraction_of(name: str, said: Document) -> Extraction:
    """What extraction would say of a document: lines of text, and tables."""
    document = document_id(name)
    texts, tables = said
    numbered = list(enumerate(tables, 1))
    return Extraction(
        DocumentRecord(document, "1", 1, 4, None, None),
        tuple(PageRecord(document, page, 600, 800, 0, "text", 9, 9, 0, 1, 0, 0) for page in range(1, 5)),
        tuple(lines_of(document, texts)),
        tuple(TableRecord(document, n, t.page, t.page, len(t.rows) + 1, len(t.headers), "text") for n, t in numbered),
        tuple(caption for n, t in numbered for caption in captions_of(document, n, t)),
        tuple(
            ColumnRecord(document, n, column, header, column * 60, column * 60 + 60)
            for n, t in numbered
            for column, header in enumerate(t.headers, 1)
        ),
        tuple(
            RowRecord(document, n, row, t.page, "header" if row == 1 else "body", row * 20, row * 20 + 18)
            for n, t in numbered
            for row in range(1, len(t.rows) + 2)
        ),
        tuple(cell for n, t in numbered for cell in cells_of(document, n, t)),
    )


def build(place: Path, documents: Mapping[str, Document], models: Sequence[str]) -> Path:
    """Documents through the raw layer and the dbt models that are named, below ``place``; the path of the warehouse."""
    raw = place / "raw"
    write_empty_parts(raw)
    with PartWriter(raw, "part-1") as writer:
        for name, said in documents.items():
            writer.add(to_batches(extraction_of(name, said)))
        writer.commit()
    facts = (1, 1, Status.LOADED, None, None, "part-1", "1", now(), now(), None)
    write_manifest(raw, [ManifestRow(f"{name}.pdf", document_id(name), *facts) for name in documents])
    environment = os.environ | {
        "JUESUAN_WAREHOUSE_DIR": str(place),
        "DBT_TARGET_PATH": str(place / "target"),
        "DBT_LOG_PATH": str(place / "logs"),
    }
    only = ["--exclude-resource-type", "test", "unit_test"]
    dbt = [
        str(Path(sys.executable).with_name("dbt")),
        "--quiet",
        "--no-use-colors",
        "build",
        "--select",
        *models,
        *only,
    ]
    done = subprocess.run(dbt, cwd=DBT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return place / "juesuan.duckdb"
