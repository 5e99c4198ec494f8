"""Claims of the documents that the warehouse has not read with the present grammar, for dbt's ``int_narrative_claims``.

A document counts as read when it has rows with its present part and the present grammar; so a night reads what is new,
and a change of the grammar or of the names of classes reads everything once. Documents are read in portions and
written aside, so that memory stays flat however many there are.
"""

from __future__ import annotations

import hashlib
import tempfile
import typing
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from dagster_project.narrative import Claim, Lexicon, ProseLine, fingerprint, read_narrative

if TYPE_CHECKING:
    import duckdb

_PORTION = 200
"""Documents whose lines are in memory at once."""
_DECIMAL = pa.decimal128(38, 10)
_ARROW_TYPES = {str: pa.string(), int: pa.int64(), float: pa.float64(), Decimal: _DECIMAL, bool: pa.bool_()}
_LINE_FIELDS = tuple(field.name for field in fields(ProseLine))
_aside: list[tempfile.TemporaryDirectory[str]] = []
"""What was written aside lives as long as the process: DuckDB reads it after the model function has returned."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What dbt hands over: the relations that the model refers to."""

    lines: duckdb.DuckDBPyRelation
    """``stg_lines``"""
    parts: duckdb.DuckDBPyRelation
    """``stg_current_parts``, of the documents to read."""
    class_names: Sequence[str]
    """Names of functional classes (类), of all years."""


def grammar_version(class_names: Sequence[str]) -> str:
    """A fingerprint of everything but the lines that claims depend on."""
    names = "\n".join(sorted(class_names))
    return hashlib.sha256(f"{fingerprint()}\n{names}".encode()).hexdigest()[:16]


def read_documents(session: duckdb.DuckDBPyConnection, inputs: Inputs) -> duckdb.DuckDBPyRelation:
    """One row per claim of each document, and one (position 0) per document that says that it has been read."""
    folder = tempfile.TemporaryDirectory(prefix="juesuan-claims-")
    _aside.append(folder)
    path = Path(folder.name) / "claims.parquet"
    lexicon = Lexicon(inputs.class_names)
    version = grammar_version(inputs.class_names)
    with pq.ParquetWriter(path, SCHEMA, compression="zstd") as writer:
        for portion in _portions(inputs.parts):
            rows = [row for document in _documents(inputs.lines, portion, lexicon) for row in document]
            writer.write_batch(_batch(rows, dict(portion), version))
    return session.read_parquet(str(path))


def _portions(parts: duckdb.DuckDBPyRelation) -> Iterator[list[tuple[str, str]]]:
    known = parts.project("document_id, part_id").order("document_id").fetchall()
    for start in range(0, len(known), _PORTION):
        yield known[start : start + _PORTION]


def _documents(
    lines: duckdb.DuckDBPyRelation, portion: Sequence[tuple[str, str]], lexicon: Lexicon
) -> Iterator[list[tuple[object, ...]]]:
    """The rows of each document of a portion."""
    wanted = ", ".join(f"'{document_id}'" for document_id, _ in portion)
    rows = (
        lines.filter(f"document_id in ({wanted})")
        .project(f"document_id, {', '.join(_LINE_FIELDS)}")
        .order("document_id, page_number, line_number")
        .fetchall()
    )
    by_document: dict[str, list[ProseLine]] = defaultdict(list)
    for document_id, *values in rows:
        by_document[document_id].append(ProseLine(*values))
    for document_id, _ in portion:
        claims = read_narrative(by_document.get(document_id, []), lexicon)
        yield [_mark(document_id), *(_row(document_id, claim) for claim in claims)]


def _row(document_id: str, claim: Claim) -> tuple[object, ...]:
    return (document_id, *(getattr(claim, name) for name in _CLAIM_FIELDS))


def _mark(document_id: str) -> tuple[object, ...]:
    return (document_id, *(0 if name == "position" else None for name in _CLAIM_FIELDS))


def _batch(rows: list[tuple[object, ...]], parts: dict[str, str], version: str) -> pa.RecordBatch:
    columns = list(zip(*rows, strict=True))
    of_parts = [parts[str(document_id)] for document_id in columns[0]]
    values: list[Any] = [columns[0], of_parts, [version] * len(rows), *columns[1:]]
    arrays = [pa.array(list(column), type=field.type) for column, field in zip(values, SCHEMA, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)


def _field(name: str, hint: object) -> pa.Field:
    members = typing.get_args(hint) if isinstance(hint, UnionType) else (hint,)
    (plain,) = (member for member in members if member is not type(None))
    return pa.field(name, _ARROW_TYPES[plain])


_HINTS = typing.get_type_hints(Claim)
_CLAIM_FIELDS = tuple(field.name for field in fields(Claim))
SCHEMA = pa.schema(
    [
        *(pa.field(name, pa.string()) for name in ("document_id", "part_id", "grammar_version")),
        *(_field(name, _HINTS[name]) for name in _CLAIM_FIELDS),
    ]
)
"""Columns of ``int_narrative_claims``: the document, what it was read from and by, then the fields of a claim."""
