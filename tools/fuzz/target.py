"""What a worker runs on a mutated PDF: the reader, and a look at whether its records keep what they promise."""

from __future__ import annotations

import math
import traceback
import types
import typing
from collections.abc import Iterator
from functools import cache

from dagster_project.extraction import ExtractionLimits, RejectedDocument, extract_document
from dagster_project.extraction.records import RAW_TABLES, Extraction, ReasonCode
from dagster_project.extraction.text import text_key

TARGET = "tools.fuzz.target:extract"
FAULT = "FAULT "
"""Begins the message of a refusal that stands for a fault of the reader's own."""


def extract(data: bytes, *, document_id: str, limits: ExtractionLimits) -> Extraction:
    """The reader's extraction, or its refusal; a fault of its own as a refusal that begins with :data:`FAULT`.

    Raises:
        RejectedDocument: as the reader does, or for a fault.
    """
    try:
        extraction = extract_document(data, document_id=document_id, limits=limits)
        broken = next(broken_promises(extraction), None)
    except (RejectedDocument, MemoryError):
        raise
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        raise RejectedDocument(
            ReasonCode.UNREADABLE, f"{FAULT}{type(error).__name__}: {error} ({where.filename}:{where.lineno})"
        ) from error
    if broken is not None:
        raise RejectedDocument(ReasonCode.UNREADABLE, f"{FAULT}{broken}")
    return extraction


def broken_promises(extraction: Extraction) -> Iterator[str]:
    """What the records of an extraction say that they must not: one line of text each."""
    for table in RAW_TABLES:
        name = table.removeprefix("raw_")
        records = (extraction.document,) if name == "documents" else getattr(extraction, name)
        for record in records:
            yield from _odd_fields(name, record)
    yield from _odd_pages(extraction)
    yield from _odd_tables(extraction)
    yield from _odd_keys(extraction)


@cache
def _field_types(record_type: type) -> dict[str, tuple[type, ...]]:
    return {
        name: typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
        for name, hint in typing.get_type_hints(record_type).items()
    }


def _odd_fields(name: str, record: object) -> Iterator[str]:
    for field, kinds in _field_types(type(record)).items():
        value = getattr(record, field)
        if isinstance(value, bool) or not isinstance(value, (*kinds, int) if float in kinds else kinds):
            yield f"{name}.{field} is {type(value).__name__}"
        elif isinstance(value, float) and not math.isfinite(value):
            yield f"{name}.{field} is {value}"
        elif field == "document_id" and value != "0" and len(str(value)) != 64:
            yield f"{name}.{field} is {value!r}"


def _odd_pages(extraction: Extraction) -> Iterator[str]:
    count = extraction.document.page_count
    if [page.page_number for page in extraction.pages] != list(range(1, count + 1)):
        yield "pages are not numbered through"
    for name in ("lines", "captions", "rows", "cells"):
        for record in getattr(extraction, name):
            if not 1 <= record.page_number <= count:
                yield f"{name}: page {record.page_number} of {count}"


def _odd_tables(extraction: Extraction) -> Iterator[str]:
    shapes = {table.table_number: (table.row_count, table.column_count) for table in extraction.tables}
    if sorted(shapes) != list(range(1, len(shapes) + 1)):
        yield "tables are not numbered through"
    rows = {(row.table_number, row.row_number) for row in extraction.rows}
    if rows != {(table, row) for table, (height, _) in shapes.items() for row in range(1, height + 1)}:
        yield "the rows are not those that the tables count"
    columns = {(column.table_number, column.column_number) for column in extraction.columns}
    if columns != {(table, column) for table, (_, width) in shapes.items() for column in range(1, width + 1)}:
        yield "the columns are not those that the tables count"
    for cell in extraction.cells:
        height, width = shapes.get(cell.table_number, (0, 0))
        place = f"cell {cell.table_number}:{cell.row_number}:{cell.column_number}"
        if cell.row_number < 1 or cell.row_span < 1 or cell.row_number + cell.row_span - 1 > height:
            yield f"{place} spans {cell.row_span} rows of {height}"
        if cell.column_number < 1 or cell.column_span < 1 or cell.column_number + cell.column_span - 1 > width:
            yield f"{place} spans {cell.column_span} columns of {width}"
        if not 0 <= cell.confidence <= 1:
            yield f"{place} has confidence {cell.confidence}"


def _odd_keys(extraction: Extraction) -> Iterator[str]:
    keys = {
        "lines": [(line.page_number, line.line_number) for line in extraction.lines],
        "rows": [(row.table_number, row.row_number) for row in extraction.rows],
        "columns": [(column.table_number, column.column_number) for column in extraction.columns],
        "cells": [(cell.table_number, cell.row_number, cell.column_number) for cell in extraction.cells],
    }
    for name, values in keys.items():
        if len(set(values)) != len(values):
            yield f"{name}: a key occurs twice"
    for record in (*extraction.lines, *extraction.cells):
        if record.text_key != text_key(record.text):
            yield f"text_key of {record.text!r} is {record.text_key!r}"
