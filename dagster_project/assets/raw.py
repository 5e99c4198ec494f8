"""From the folder of PDFs to the raw tables."""

import typing
from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from dagster_project.extraction.records import RAW_TABLES
from dagster_project.partitions import DISCLOSURES, chosen_partitions, partition_key, synchronise
from dagster_project.resources import Warehouse

if typing.TYPE_CHECKING:
    from dagster_project.raw_layer.ingest import DocumentOutcome, IngestReport
    from dagster_project.settings import Settings

GROUP = "raw"
RAW_PDFS = dg.AssetKey("raw_pdfs")
MANIFEST = "raw_manifest"
REJECTED = "rejected_documents"
_SHOWN_REJECTIONS = 200
_COLUMN_TYPES = {"str": "VARCHAR", "int": "BIGINT", "float": "DOUBLE", "bool": "BOOLEAN"}

raw_pdfs = dg.AssetSpec(
    RAW_PDFS,
    group_name=GROUP,
    kinds={"pdf"},
    description="The folder of PDFs, as publishers put them out. Observed by every run and by the sensor.",
)


@dg.asset(
    partitions_def=DISCLOSURES,
    deps=[raw_pdfs],
    group_name=GROUP,
    kinds={"python", "parquet"},
    backfill_policy=dg.BackfillPolicy.single_run(),
    retry_policy=dg.RetryPolicy(max_retries=1, delay=30),
)
def extracted_disclosures(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
    """What is on the pages of each PDF, read in worker processes into the raw layer.

    With a partition key, that disclosure is read again; without one, all that is new or was read by another version
    of the extractor.
    """
    from dagster_project.extraction import EXTRACTOR_VERSION
    from dagster_project.raw_layer.ingest import ingest

    chosen = chosen_partitions(context)

    def tell(outcome: "DocumentOutcome") -> None:
        for event in _document_events(outcome):
            context.log_event(event)

    report = ingest(
        warehouse.settings,
        EXTRACTOR_VERSION,
        forced=None if chosen is None else lambda path: partition_key(path) in chosen,
        only_forced=chosen is not None,
        say=context.log.info,
        on_document=tell if chosen is None else lambda _: None,
    )
    synchronise(context.instance, (row.source_path for row in report.rows))
    context.log_event(_observed_folder(warehouse.settings, report))
    return dg.MaterializeResult(metadata=_run_metadata(report))


def column_schema(record: type) -> dg.TableSchema:
    """Columns of a raw table, from the record that is its row."""
    columns = []
    for field, hint in typing.get_type_hints(record).items():
        members = [member.__name__ for member in typing.get_args(hint) or (hint,)]
        (kind,) = (name for name in members if name != "NoneType")
        nullable = "NoneType" in members
        constraints = dg.TableColumnConstraints(nullable=nullable)
        columns.append(dg.TableColumn(field, _COLUMN_TYPES[kind], constraints=constraints))
    return dg.TableSchema([*columns, dg.TableColumn("part_id", "VARCHAR")])


def _table_spec(name: str, description: str, deps: list[str]) -> dg.AssetSpec:
    return dg.AssetSpec(name, group_name=GROUP, kinds={"parquet"}, description=description, deps=deps)


def _raw_table_specs() -> Iterator[dg.AssetSpec]:
    upstream = ["extracted_disclosures"]
    for table, record in RAW_TABLES.items():
        spec = _table_spec(table, (record.__doc__ or "").strip(), upstream)
        yield spec.merge_attributes(metadata={"dagster/column_schema": column_schema(record)})
    yield _table_spec(MANIFEST, "One row per file path and content: which part of a document is current.", upstream)
    yield _table_spec(REJECTED, "Files that cannot be loaded now, each with a reason.", [*upstream])


@dg.multi_asset(specs=list(_raw_table_specs()), name="raw_tables")
def raw_tables(context: dg.AssetExecutionContext, warehouse: Warehouse) -> Iterator[dg.MaterializeResult]:
    """The raw tables as they are now: all their parts."""
    from dagster_project.raw_layer.manifest import Status, read_manifest
    from dagster_project.raw_layer.parts import write_empty_parts

    folder = warehouse.settings.raw_layer_dir
    write_empty_parts(folder)
    for table in RAW_TABLES:
        yield dg.MaterializeResult(table, metadata=table_metadata(folder / table))
    rows = read_manifest(folder)
    yield dg.MaterializeResult(MANIFEST, metadata={"dagster/row_count": len(rows)})
    rejected = [row for row in rows if row.status is Status.REJECTED]
    records = [
        dg.TableRecord({"source_path": row.source_path, "reason": row.reason_code, "message": row.message})
        for row in rejected[:_SHOWN_REJECTIONS]
    ]
    schema = dg.TableSchema([dg.TableColumn(name, "string") for name in ("source_path", "reason", "message")])
    shown = dg.MetadataValue.table(records, schema)
    yield dg.MaterializeResult(REJECTED, metadata={"dagster/row_count": len(rejected), "documents": shown})


def _document_events(outcome: "DocumentOutcome") -> Iterator[dg.AssetMaterialization | dg.AssetObservation]:
    """One event per partition: read, or seen and set aside."""
    key = dg.AssetKey("extracted_disclosures")
    for path in outcome.source_paths:
        partition = partition_key(path)
        facts = {"source_path": path, "document_id": outcome.document_id, "seconds": round(outcome.seconds, 3)}
        if outcome.rejected is None:
            counts = {f"rows of {table}": count for table, count in outcome.rows.items()}
            yield dg.AssetMaterialization(key, partition=partition, metadata={**facts, **counts})
        else:
            reason = {"reason": outcome.rejected, "message": outcome.message}
            yield dg.AssetObservation(key, partition=partition, metadata={**facts, **reason})


def _observed_folder(settings: "Settings", report: "IngestReport") -> dg.AssetObservation:
    present = sum(row.withdrawn_at is None for row in report.rows)
    metadata = {"folder": dg.MetadataValue.path(settings.raw_dir), "files": present, "withdrawn": len(report.withdrawn)}
    return dg.AssetObservation(RAW_PDFS, metadata=metadata)


def _run_metadata(report: "IngestReport") -> dict[str, int]:
    rejected = sum(outcome.rejected is not None for outcome in report.outcomes)
    return {
        "documents read": len(report.outcomes) - rejected,
        "documents rejected": rejected,
        "documents withdrawn": len(report.withdrawn),
        "read again for a new extractor version": report.outdated,
        "cells": sum(outcome.rows.get("raw_cells", 0) for outcome in report.outcomes),
    }


def table_metadata(folder: Path) -> dict[str, object]:
    """Size of a raw table on disk; the empty part is not counted."""
    import pyarrow.parquet as pq

    parts = sorted(folder.glob("part-*.parquet"))
    return {
        "dagster/row_count": sum(pq.read_metadata(path).num_rows for path in parts),
        "parts": len(parts) - 1,
        "bytes": sum(path.stat().st_size for path in parts),
        "folder": dg.MetadataValue.path(folder),
    }
