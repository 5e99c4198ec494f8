"""Parts: the Parquet files of the raw tables, written aside and renamed, never changed afterwards.

A part is one file per raw table, all of the same name. It becomes visible to dbt when it is renamed, and current when
the manifest names it; a crash in between leaves a part that no row of the manifest names, which the next run removes.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from dagster_project.extraction.records import RAW_TABLES
from dagster_project.raw_layer.manifest import now, replace_durably
from dagster_project.raw_layer.schema import ALL_TABLES, PART_COLUMN, RawBatches, part_schema

EMPTY_PART = "part-empty"
_LAST = frozenset({"raw_documents", "raw_second_readings"})
"""Published after the other tables of their part, as the sign that it is whole."""
_ENDING = ".parquet"
_TEMPORARY = ".tmp"
_BUFFER_BYTES = 16 * 1024**2
"""Rows of a table are held until they fill this much, then written as a row group: memory stays flat however many
documents a part has."""


def new_part_id() -> str:
    """A name that sorts by time and that no other run takes."""
    return f"part-{now():%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"


class PartWriter:
    """Writes the rows of many documents into one part; a context manager that leaves nothing behind on an error."""

    def __init__(self, raw_layer_dir: Path, part_id: str, tables: Iterable[str] = RAW_TABLES) -> None:
        self.part_id = part_id
        self.documents = 0
        self._tables = {table: _TableWriter(raw_layer_dir, table, part_id) for table in tables}

    def __enter__(self) -> PartWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for writer in self._tables.values():
            writer.discard()

    def add(self, batches: RawBatches) -> None:
        """Take in the rows of one document."""
        for table, writer in self._tables.items():
            writer.add(batches[table])
        self.documents += 1

    def commit(self) -> None:
        """Finish the files and give them their names; the one that tells that the part is whole comes last."""
        for writer in self._tables.values():
            writer.close()
        for table in sorted(self._tables, key=lambda table: table in _LAST):
            self._tables[table].publish()


class _TableWriter:
    """One Parquet file in the making."""

    def __init__(self, raw_layer_dir: Path, table: str, part_id: str) -> None:
        self._schema = part_schema(table)
        self._part_id = part_id
        self._final = raw_layer_dir / table / f"{part_id}{_ENDING}"
        self._temporary = self._final.with_name(f".{part_id}{_ENDING}{_TEMPORARY}")
        self._writer: pq.ParquetWriter | None = None
        self._buffer: list[pa.RecordBatch] = []
        self._buffered_bytes = 0

    def add(self, batch: pa.RecordBatch) -> None:
        """Append rows, without their part."""
        self._buffer.append(batch)
        self._buffered_bytes += batch.nbytes
        if self._buffered_bytes >= _BUFFER_BYTES:
            self._flush()

    def close(self) -> None:
        """Write what is left and finish the temporary file."""
        self._flush()
        self._open().close()

    def publish(self) -> None:
        """Give the finished file its name."""
        replace_durably(self._temporary, self._final)

    def discard(self) -> None:
        """Remove what has not been published; harmless after :meth:`publish`."""
        if self._writer is not None:
            self._writer.close()
        self._temporary.unlink(missing_ok=True)

    def _flush(self) -> None:
        if self._buffer:
            rows = pa.Table.from_batches(self._buffer)
            part = pa.repeat(pa.scalar(self._part_id, type=pa.string()), rows.num_rows)
            self._open().write_table(rows.append_column(self._schema.field(PART_COLUMN), part))
        self._buffer, self._buffered_bytes = [], 0

    def _open(self) -> pq.ParquetWriter:
        if self._writer is None:
            self._final.parent.mkdir(parents=True, exist_ok=True)
            self._writer = pq.ParquetWriter(self._temporary, self._schema, compression="zstd")
        return self._writer


def write_empty_parts(raw_layer_dir: Path) -> None:
    """An empty typed part per raw table: a glob without any file is an error to DuckDB."""
    for table in ALL_TABLES:
        path = raw_layer_dir / table / f"{EMPTY_PART}{_ENDING}"
        schema = part_schema(table)
        if path.exists() and pq.read_schema(path).equals(schema):
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}{_TEMPORARY}")
        pq.write_table(schema.empty_table(), temporary)
        replace_durably(temporary, path)


def complete_parts(raw_layer_dir: Path) -> frozenset[str]:
    """Parts of which every raw table has its file."""
    names = [{path.stem for path in (raw_layer_dir / table).glob(f"part-*{_ENDING}")} for table in RAW_TABLES]
    return frozenset(set.intersection(*names) - {EMPTY_PART})


def remove_unused_parts(raw_layer_dir: Path, used: Collection[str | None]) -> int:
    """Remove parts that no row of the manifest names and what a killed run left unfinished; returns how many files."""
    doomed = [path for path in _part_files(raw_layer_dir) if path.stem not in used and path.stem != EMPTY_PART]
    doomed += raw_layer_dir.glob(f"*/.*{_TEMPORARY}")
    doomed += raw_layer_dir.glob(f".*{_TEMPORARY}")
    for path in doomed:
        path.unlink(missing_ok=True)
    return len(doomed)


def _part_files(raw_layer_dir: Path) -> Iterable[Path]:
    for table in RAW_TABLES:
        yield from (raw_layer_dir / table).glob(f"part-*{_ENDING}")
