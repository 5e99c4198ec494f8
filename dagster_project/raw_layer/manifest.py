"""The manifest: one row per (source path, document), telling which part holds the document's rows.

A raw row is current when its (document_id, part_id) equals that of the manifest; all rows of one document name the same
part. The file is rewritten as a whole under a temporary name and renamed: a reader sees the old one or the new one.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum
from operator import attrgetter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

FILE_NAME = "manifest.parquet"


class Status(StrEnum):
    """Whether a document's rows are in the raw layer."""

    LOADED = "loaded"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """One file of the raw folder and what became of it."""

    source_path: str
    """Relative to the raw folder, with ``/`` between folders; bytes that are no UTF-8 as ``\\xNN``."""
    document_id: str | None
    """SHA-256 of the bytes; None for what was not read (a link out of the folder, a file beyond the size limit)."""
    byte_size: int
    mtime_ns: int
    status: Status
    reason_code: str | None
    message: str | None
    part_id: str | None
    extractor_version: str | None
    first_seen_at: datetime
    seen_at: datetime
    """When the row last changed its status or came back; a quiet night changes nothing."""
    withdrawn_at: datetime | None
    """When the file was found gone, or its content changed."""


_TYPES = {
    "byte_size": pa.int64(),
    "mtime_ns": pa.int64(),
    "first_seen_at": pa.timestamp("us"),
    "seen_at": pa.timestamp("us"),
    "withdrawn_at": pa.timestamp("us"),
}
SCHEMA = pa.schema([(field.name, _TYPES.get(field.name, pa.string())) for field in fields(ManifestRow)])


def now() -> datetime:
    """The present in UTC, without a zone, as the Parquet files hold it."""
    return datetime.now(UTC).replace(tzinfo=None)


def read_manifest(raw_layer_dir: Path) -> tuple[ManifestRow, ...]:
    """All rows, in the order of their paths; none where no manifest has been written yet."""
    path = raw_layer_dir / FILE_NAME
    if not path.exists():
        return ()
    columns = pq.ParquetFile(path).read(columns=SCHEMA.names).to_pydict()
    columns["status"] = [Status(value) for value in columns["status"]]
    return tuple(ManifestRow(*values) for values in zip(*columns.values(), strict=True))


def write_manifest(raw_layer_dir: Path, rows: Iterable[ManifestRow]) -> None:
    """Replace the manifest by ``rows``."""
    ordered = sorted(rows, key=lambda row: (row.source_path, row.document_id or ""))
    columns = list(zip(*map(attrgetter(*SCHEMA.names), ordered), strict=True)) or [()] * len(SCHEMA)
    arrays = [pa.array(list(column), type=field.type) for column, field in zip(columns, SCHEMA, strict=True)]
    raw_layer_dir.mkdir(parents=True, exist_ok=True)
    temporary = raw_layer_dir / f".{FILE_NAME}.{os.getpid()}.tmp"
    pq.write_table(pa.Table.from_arrays(arrays, schema=SCHEMA), temporary, compression="zstd")
    replace_durably(temporary, raw_layer_dir / FILE_NAME)


def digest(rows: Sequence[ManifestRow]) -> str:
    """A fingerprint of what the warehouse is built from: it changes when a rebuild would give something else."""
    state = hashlib.sha256()
    for row in sorted(rows, key=lambda row: (row.source_path, row.document_id or "")):
        facts = (row.source_path, row.document_id, row.status, row.reason_code, row.part_id, row.withdrawn_at)
        state.update(repr(facts).encode("utf-8", "backslashreplace"))
    return state.hexdigest()


def replace_durably(temporary: Path, final: Path) -> None:
    """Rename ``temporary`` to ``final`` once its bytes are on disk, so that a power cut leaves one or the other."""
    with temporary.open("rb+") as handle:
        os.fsync(handle.fileno())
    temporary.replace(final)
    sync_folder(final.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in ``folder`` survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
