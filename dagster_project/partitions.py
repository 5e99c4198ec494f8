"""Partitions: one per file of the raw folder, so that a single disclosure can be read again from the UI.

Partitions are needed before a document is read, so their key comes from the folder path
(``region/year/department``), not from what the document says.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

import dagster as dg

DISCLOSURES = dg.DynamicPartitionsDefinition(name="disclosures")

# What Dagster keeps for itself in keys (a range is written ``first...last``), and what no page shows.
_RESERVED = {"...": "…"} | dict.fromkeys("\a\b\f\n\r\t\v\0", "\N{REPLACEMENT CHARACTER}")


def partition_key(source_path: str) -> str:
    """The key of a file: its path without the ending."""
    key = str(PurePosixPath(source_path).with_suffix("")) if source_path.lower().endswith(".pdf") else source_path
    for reserved, shown in _RESERVED.items():
        key = key.replace(reserved, shown)
    return key or source_path


def chosen_partitions(context: dg.AssetExecutionContext) -> frozenset[str] | None:
    """The partitions that the run was asked for; None for a run without a key, which takes all that is new."""
    if context.has_partition_key or context.has_partition_key_range:
        return frozenset(context.partition_keys)
    return None


def synchronise(instance: dg.DagsterInstance, source_paths: Iterable[str]) -> None:
    """Make the partitions those of ``source_paths``; a forgotten file loses its partition."""
    name = str(DISCLOSURES.name)
    wanted = {partition_key(path) for path in source_paths}
    present = set(instance.get_dynamic_partitions(name))
    if missing := sorted(wanted - present):
        instance.add_dynamic_partitions(name, missing)
    for key in present - wanted:
        instance.delete_dynamic_partition(name, key)
