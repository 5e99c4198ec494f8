"""Fewer parts: many small ones, or ones whose documents have been read again since, are written together as one.

A warehouse that takes in one document a night would otherwise have a thousand parts after three years.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dagster_project.extraction.records import BOUND_MARK, RAW_TABLES
from dagster_project.raw_layer.manifest import read_manifest, write_manifest
from dagster_project.raw_layer.parts import PartWriter, new_part_id, remove_unused_parts
from dagster_project.raw_layer.schema import record_schema

PARTS_BEFORE_COMPACTION = 64
SMALL_PART_DOCUMENTS = 500


def compact_if_worthwhile(raw_layer_dir: Path) -> bool:
    """Merge small parts once there are ``PARTS_BEFORE_COMPACTION`` of them; returns whether it did."""
    documents: dict[str, set[str]] = defaultdict(set)
    rows = read_manifest(raw_layer_dir)
    for row in rows:
        if row.part_id and row.document_id:
            documents[row.part_id].add(row.document_id)
    small = {part: ids for part, ids in documents.items() if len(ids) < SMALL_PART_DOCUMENTS}
    if len(small) < PARTS_BEFORE_COMPACTION:
        return False
    with PartWriter(raw_layer_dir, new_part_id()) as merged:
        for part_id, ids in sorted(small.items()):
            _copy(raw_layer_dir, part_id, ids, merged)
        merged.commit()
    moved = [replace(row, part_id=merged.part_id) if row.part_id in small else row for row in rows]
    write_manifest(raw_layer_dir, moved)
    remove_unused_parts(raw_layer_dir, {row.part_id for row in moved})
    return True


def _copy(raw_layer_dir: Path, part_id: str, documents: Collection[str], target: PartWriter) -> None:
    wanted = pa.array(sorted(documents))
    target.add(
        {table: _current_rows(raw_layer_dir / table / f"{part_id}.parquet", table, wanted) for table in RAW_TABLES}
    )


def _current_rows(path: Path, table: str, wanted: pa.Array) -> pa.RecordBatch:
    """Rows of the wanted documents and of what is bound into them; a column that an older part lacks is null."""
    rows = pq.ParquetFile(path).read()
    files = pc.list_element(pc.split_pattern(rows["document_id"], BOUND_MARK), 0)
    rows = rows.filter(pc.is_in(files, value_set=wanted)).combine_chunks()
    schema = record_schema(table)
    columns = [_column(rows, field) for field in schema]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _column(rows: pa.Table, field: pa.Field) -> pa.Array:
    if field.name not in rows.column_names:
        return pa.nulls(rows.num_rows, type=field.type)
    return pa.concat_arrays(rows[field.name].chunks or [pa.nulls(0, type=field.type)]).cast(field.type)
