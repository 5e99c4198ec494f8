"""Arrow schemas of the raw tables, derived from the records of extraction, and records turned into Arrow batches."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Sequence
from functools import cache

import pyarrow as pa

from dagster_project.extraction.records import RAW_TABLES, Extraction
from dagster_project.second_reading.records import SECOND_TABLES, SecondReading

PART_COLUMN = "part_id"
ALL_TABLES: dict[str, type] = {**RAW_TABLES, **SECOND_TABLES}
"""Records by raw table: those of extraction, and those of the second reader."""
_ARROW_TYPES = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}

RawBatches = dict[str, pa.RecordBatch]
"""The rows of one document by raw table, without their part."""


@cache
def record_schema(table: str) -> pa.Schema:
    """Schema of a raw table as extraction emits it: the fields of its record, in their order."""
    return pa.schema([_arrow_field(name, hint) for name, hint in typing.get_type_hints(ALL_TABLES[table]).items()])


@cache
def part_schema(table: str) -> pa.Schema:
    """Schema of a raw table on disk: the record's fields, then the part that holds the row."""
    return record_schema(table).append(pa.field(PART_COLUMN, pa.string()))


def to_batches(reading: Extraction | SecondReading) -> RawBatches:
    """The records of one document as one Arrow batch per raw table."""
    by_table = reading.by_table().items() if isinstance(reading, SecondReading) else _records_by_table(reading)
    return {table: _batch(table, records) for table, records in by_table}


def _records_by_table(extraction: Extraction) -> Iterable[tuple[str, Sequence[object]]]:
    for table in RAW_TABLES:
        field = table.removeprefix("raw_")
        yield table, (extraction.document,) if field == "documents" else getattr(extraction, field)


def _arrow_field(name: str, hint: object) -> pa.Field:
    members = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    plain = [member for member in members if member is not types.NoneType]
    if len(plain) != 1 or plain[0] not in _ARROW_TYPES:
        raise TypeError(f"{name}: {hint} has no column type; a raw record holds text, integers and floats")
    return pa.field(name, _ARROW_TYPES[plain[0]])


def _batch(table: str, records: Sequence[object]) -> pa.RecordBatch:
    schema = record_schema(table)
    arrays = [_array([getattr(record, field.name) for record in records], field.type) for field in schema]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _array(values: list[object], kind: pa.DataType) -> pa.Array:
    try:
        return pa.array(values, type=kind)
    except UnicodeEncodeError:
        # A broken font map can yield half a surrogate pair, which no table can hold: U+FFFD says that it was there.
        return pa.array([_encodable(value) for value in values], type=kind)


def _encodable(value: object) -> object:
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(value, str) else value
