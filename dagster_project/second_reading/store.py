"""Readings in the raw layer: which pages have one, and fewer parts once there are many.

Parts are append-only, as those of extraction are. Of several readings of a page the newest part's counts (dbt), so a
crash between writing a merged part and removing what it replaces leaves nothing twice.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dagster_project.raw_layer.manifest import read_manifest
from dagster_project.raw_layer.parts import EMPTY_PART, PartWriter, new_part_id
from dagster_project.raw_layer.schema import record_schema
from dagster_project.second_reading.records import SECOND_TABLES

PARTS_BEFORE_COMPACTION = 64
_PAGES = "raw_second_readings"


def pages_read(raw_layer_dir: Path, version: str) -> frozenset[tuple[str, int]]:
    """Document and number of every page that this version of the reader has met."""
    met: set[tuple[str, int]] = set()
    for path in _parts(raw_layer_dir):
        rows = pq.ParquetFile(path).read(columns=["document_id", "page_number", "reader_version"])
        rows = rows.filter(pc.equal(rows["reader_version"], version))
        met.update(zip(rows["document_id"].to_pylist(), rows["page_number"].to_pylist(), strict=True))
    return frozenset(met)


def compact_if_worthwhile(raw_layer_dir: Path, version: str) -> bool:
    """Merge the parts once there are ``PARTS_BEFORE_COMPACTION``; returns whether it did.

    Readings of other versions, and of documents that the manifest no longer names, are left out.
    """
    parts = _parts(raw_layer_dir)
    if len(parts) < PARTS_BEFORE_COMPACTION:
        return False
    known = pa.array(sorted({row.document_id for row in read_manifest(raw_layer_dir) if row.document_id}), pa.string())
    merged_id = new_part_id()
    with PartWriter(raw_layer_dir, merged_id, SECOND_TABLES) as merged:
        for path in parts:
            if _version(path) == version:
                merged.add({table: _known(raw_layer_dir / table / path.name, table, known) for table in SECOND_TABLES})
        merged.commit()
    for path in parts:
        for table in reversed(SECOND_TABLES):
            (raw_layer_dir / table / path.name).unlink(missing_ok=True)
    return True


def _parts(raw_layer_dir: Path) -> list[Path]:
    """Whole parts, the oldest first."""
    return sorted(path for path in (raw_layer_dir / _PAGES).glob("part-*.parquet") if path.stem != EMPTY_PART)


def _version(part: Path) -> str | None:
    """The version of the reader that wrote the part: one run, one version."""
    versions = pq.ParquetFile(part).read(columns=["reader_version"])["reader_version"].to_pylist()
    return versions[0] if versions else None


def _known(path: Path, table: str, known: pa.Array) -> pa.RecordBatch:
    """The rows of known documents, without their part."""
    schema = record_schema(table)
    rows = pq.ParquetFile(path).read(columns=schema.names)
    rows = rows.filter(pc.is_in(rows["document_id"], value_set=known)).combine_chunks()
    columns = [pa.concat_arrays(rows[name].chunks or [pa.nulls(0, schema.field(name).type)]) for name in schema.names]
    return pa.RecordBatch.from_arrays(columns, schema=schema)
