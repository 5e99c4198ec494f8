"""Documents as a few lines of text, through the raw layer's own writer and the dbt models that tell whose they are."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
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

DBT = Path(__file__).resolve().parents[2] / "dbt"
HEADERS = ("项目/功能分类科目编码", "项目/科目名称", "本年支出合计", "基本支出", "项目支出")
ROWS = (("合计", None, "3.00", "1.00", "2.00"), ("208", "社会保障和就业支出", "3.00", "1.00", "2.00"))


@dataclass(frozen=True)
class Document:
    """Lines by page, and one statement for each group of lines that stand over it."""

    name: str
    pages: Sequence[Sequence[str]]
    heads: Sequence[Sequence[str]] = ()
    path: str = ""
    rows: Sequence[Sequence[str | None]] = ROWS
    title: str = "支出决算表"
    headers: Sequence[str] = HEADERS
    age: int = 0
    """Days since the document was first seen."""
    other_paths: Sequence[str] = field(default=())

    @property
    def document_id(self) -> str:
        """As if the name were the bytes."""
        return hashlib.sha256(self.name.encode()).hexdigest()

    @property
    def paths(self) -> tuple[str, ...]:
        """Where the document lies; below no folder where none is given."""
        return (self.path or f"{self.document_id[:12]}.pdf", *self.other_paths)


def build(place: Path, documents: Sequence[Document], models: Sequence[str]) -> Path:
    """The warehouse that the models make of the documents.

    Raises:
        AssertionError: dbt failed.
    """
    raw = place / "raw"
    write_empty_parts(raw)
    with PartWriter(raw, "part-1") as writer:
        for document in documents:
            writer.add(to_batches(_extraction(document)))
        writer.commit()
    write_manifest(raw, [row for document in documents for row in _manifest_rows(document)])
    environment = os.environ | {
        "JUESUAN_WAREHOUSE_DIR": str(place),
        "DBT_TARGET_PATH": str(place / "target"),
        "DBT_LOG_PATH": str(place / "logs"),
    }
    command = [str(Path(sys.executable).with_name("dbt")), "--quiet", "--no-use-colors", "build"]
    command += ["--select", *models, "--exclude-resource-type", "test", "unit_test"]
    done = subprocess.run(command, cwd=DBT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return place / "juesuan.duckdb"


def _manifest_rows(document: Document) -> Iterator[ManifestRow]:
    seen = (datetime.now(UTC) - timedelta(days=document.age)).replace(tzinfo=now().tzinfo)
    for path in document.paths:
        yield ManifestRow(path, document.document_id, 1, 1, Status.LOADED, None, None, "part-1", "1", seen, seen, None)


def _extraction(document: Document) -> Extraction:
    key, pages = document.document_id, len(document.pages) + len(document.heads)
    tables = [(number, len(document.pages) + number, lines) for number, lines in enumerate(document.heads, 1)]
    height, width = len(document.rows) + 1, len(document.headers)
    return Extraction(
        DocumentRecord(key, "1", 1, pages, None, None),
        tuple(PageRecord(key, page, 600, 800, 0, "text", 900, 9, 0, 1, 0, 0) for page in range(1, pages + 1)),
        tuple(_lines(document)),
        tuple(TableRecord(key, number, page, page, height, width, "text") for number, page, _ in tables),
        tuple(
            CaptionRecord(key, number, "above", page, line, text, text_key(text))
            for number, page, lines in tables
            for line, text in enumerate((document.title, *lines), 1)
        ),
        tuple(
            ColumnRecord(key, number, column, header, column * 60.0, column * 60.0 + 60)
            for number, _, _ in tables
            for column, header in enumerate(document.headers, 1)
        ),
        tuple(
            RowRecord(key, number, row, page, "header" if row == 1 else "body", row * 20.0, row * 20.0 + 18)
            for number, page, _ in tables
            for row in range(1, height + 1)
        ),
        tuple(cell for number, page, _ in tables for cell in _cells(document, number, page)),
    )


def _lines(document: Document) -> Iterator[LineRecord]:
    heads = [(document.title, *lines) for lines in document.heads]
    paragraph = 0
    for page, lines in enumerate([*document.pages, *heads], 1):
        for number, text in enumerate(lines, 1):
            paragraph += 1
            box = (50.0, number * 20.0, 400.0, number * 20.0 + 12)
            yield LineRecord(document.document_id, page, number, text, text_key(text), *box, 12.0, paragraph)


def _cells(document: Document, number: int, page: int) -> Iterator[CellRecord]:
    for row, texts in enumerate(document.rows, 2):
        for column, text in enumerate(texts, 1):
            if text is not None:
                box = (column * 60.0, row * 20.0, column * 60.0 + 60, row * 20.0 + 18)
                place = (document.document_id, number, row, column, 1, 1, page)
                yield CellRecord(*place, text, text_key(text), *box, column * 60.0 + 2, "text", 1.0)
