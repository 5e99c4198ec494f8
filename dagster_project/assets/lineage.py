"""Which columns a model's columns come from: worked out once per change of a model, then attached to every run.

Working it out takes a third of a second per model, half a minute for all. A person who waits at the terminal is spared
that; a run that nobody waits for (schedule, sensor, UI) does it and keeps the result.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator
from dagster_dbt.core.dbt_cli_event import EventHistoryMetadata, _build_column_lineage_metadata

METADATA_KEY = "dagster/column_lineage"
_log = logging.getLogger(__name__)

Columns = Mapping[tuple[str, str], dict[str, dict[str, str]]]
"""Column names and types by (schema, table)."""
Dependencies = dict[str, list[tuple[str, str]]]
"""Column to the (asset, column) pairs that it comes from."""


@dataclass(slots=True)
class LineageCache:
    """Dependencies of each model, valid for one compiled text of it."""

    path: Path
    compiled: Path
    """The folder of compiled models."""
    known: dict[str, tuple[str, Dependencies]] = field(default_factory=dict)

    @classmethod
    def load(cls, target: Path) -> LineageCache:
        """The cache beside dbt's artifacts; an unreadable one is an empty one."""
        path = target / "column_lineage.json"
        try:
            known = {name: (key, columns) for name, (key, columns) in json.loads(path.read_text("utf-8")).items()}
        except (OSError, ValueError):
            known = {}
        return cls(path, target / "compiled", known)

    def metadata(self, node: Mapping[str, Any]) -> dict[str, dg.TableColumnLineage]:
        """What to attach to the materialization of a model; nothing where it is not known for its present text."""
        key, columns = self.known.get(node["unique_id"], ("", {}))
        if not columns or key != self._key(node):
            return {}
        deps = {
            column: [dg.TableColumnDep(dg.AssetKey(asset), source) for asset, source in sources]
            for column, sources in columns.items()
        }
        return {METADATA_KEY: dg.TableColumnLineage(deps)}

    def learn(self, manifest: Mapping[str, Any], translator: DagsterDbtTranslator, columns: Columns) -> None:
        """Work out what is not known yet, and keep it."""
        for node in _models(manifest):
            key = self._key(node)
            if key and self.known.get(node["unique_id"], ("", {}))[0] != key:
                self.known[node["unique_id"]] = (key, self._dependencies(node, manifest, translator, columns))
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(self.known, ensure_ascii=False), encoding="utf-8")

    def _key(self, node: Mapping[str, Any]) -> str:
        """A fingerprint of the model as compiled; empty where it has not been."""
        path = self.compiled / node["package_name"] / node["original_file_path"]
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""

    def _dependencies(
        self,
        node: Mapping[str, Any],
        manifest: Mapping[str, Any],
        translator: DagsterDbtTranslator,
        columns: Columns,
    ) -> Dependencies:
        parents = [
            manifest["nodes"].get(parent) or manifest["sources"][parent]
            for parent in manifest["parent_map"][node["unique_id"]]
        ]
        history = EventHistoryMetadata(
            columns=_columns_of(node, columns),
            parents={parent["relation_name"]: _columns_of(parent, columns) for parent in parents},
        )
        try:
            found = _build_column_lineage_metadata(
                history, dict(node), manifest, translator, self.compiled.parent, project=None
            )
        except Exception as error:  # Lineage is a convenience: SQL that its parser cannot follow has none.
            _log.debug("no column lineage for %s: %s", node["name"], error)
            return {}
        lineage = found.get(METADATA_KEY)
        deps = lineage.deps_by_column if lineage is not None else {}
        return {
            column: [(dep.asset_key.path[-1], dep.column_name) for dep in sources] for column, sources in deps.items()
        }


def read_columns(database: Path) -> Columns:
    """Columns of every table and view of the warehouse."""
    import duckdb

    columns: dict[tuple[str, str], dict[str, dict[str, str]]] = {}
    with duckdb.connect(str(database), read_only=True) as connection:
        query = "select schema_name, table_name, column_name, data_type from duckdb_columns()"
        for schema, table, column, data_type in connection.execute(query).fetchall():
            columns.setdefault((schema, table), {})[column] = {"data_type": data_type}
    return columns


def _models(manifest: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return (node for node in manifest["nodes"].values() if node["resource_type"] == "model")


def _columns_of(node: Mapping[str, Any], columns: Columns) -> dict[str, dict[str, str]]:
    return columns.get((node["schema"], node.get("alias") or node["name"]), {})
