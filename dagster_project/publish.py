"""The marts for readers: a database of their own, the same tables as Parquet, and views with Chinese column names.

Everything is written aside and renamed. A BI tool that holds the old file keeps reading it until it opens the path
again; nobody sees half a build, nobody waits for the writer's lock.
"""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from dagster_project.raw_layer.manifest import replace_durably, sync_folder
from dagster_project.settings import Settings

MARTS = "marts"
CHINESE = "marts_zh"
_PARQUET = "parquet"


class PublicationError(RuntimeError):
    """There is nothing to publish: the warehouse holds no marts."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What dbt's documentation says of one mart."""

    label_zh: str = ""
    description: str = ""
    columns: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Column name to (Chinese label, description)."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What was published: rows by mart."""

    database: Path
    rows: Mapping[str, int]


def publish(settings: Settings) -> Publication:
    """Copy the marts of the warehouse to ``bi/``; returns the number of rows of each.

    Raises:
        PublicationError: there are no marts.
    """
    settings.bi_dir.mkdir(parents=True, exist_ok=True)
    labels = read_labels(settings.dbt_manifest)
    temporary = settings.bi_dir / f".juesuan.duckdb.{os.getpid()}.tmp"
    parquet = settings.bi_dir / f".{_PARQUET}-{os.getpid()}-{os.urandom(3).hex()}"
    try:
        rows = _write(settings.database, temporary, parquet, labels)
        replace_durably(temporary, settings.published_database)
        _switch(settings.bi_dir / _PARQUET, parquet)
    finally:
        temporary.unlink(missing_ok=True)
        temporary.with_name(f"{temporary.name}.wal").unlink(missing_ok=True)
        _remove_leftovers(settings.bi_dir)
    return Publication(settings.published_database, rows)


def read_labels(manifest: Path) -> dict[str, Labels]:
    """Labels and descriptions of every model, from dbt's manifest; empty where there is none."""
    if not manifest.exists():
        return {}
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"].values()
    return {node["name"]: _labels(node) for node in nodes if node["resource_type"] == "model"}


def chinese_names(columns: Sequence[str], labels: Labels) -> list[str]:
    """A Chinese name per column; where two share a label, or have none, the column's own name tells them apart."""
    wanted = [labels.columns.get(column, ("", ""))[0] or column for column in columns]
    # DuckDB folds the case of names, so labels that differ in case alone are the same name.
    seen = Counter(name.casefold() for name in wanted)
    return [
        f"{name}（{column}）" if seen[name.casefold()] > 1 and name != column else name
        for name, column in zip(wanted, columns, strict=True)
    ]


def _labels(node: Mapping[str, object]) -> Labels:
    columns = node.get("columns")
    assert isinstance(columns, dict)
    return Labels(
        label_zh=_label(node),
        description=str(node.get("description") or ""),
        columns={name: (_label(column), str(column.get("description") or "")) for name, column in columns.items()},
    )


def _label(node: Mapping[str, object]) -> str:
    """``label_zh`` of a model or column, which dbt keeps in ``config.meta``, and older versions in ``meta``."""
    config = node.get("config")
    for meta in (config.get("meta") if isinstance(config, dict) else None, node.get("meta")):
        if isinstance(meta, dict) and meta.get("label_zh"):
            return str(meta["label_zh"])
    return ""


def _write(source: Path, target: Path, parquet: Path, labels: Mapping[str, Labels]) -> dict[str, int]:
    if not source.exists():
        raise PublicationError(f"{source} does not exist; run the pipeline first")
    parquet.mkdir()
    target.unlink(missing_ok=True)
    with duckdb.connect(str(target)) as connection:
        connection.execute(f"attach {_text(str(source))} as warehouse (read_only)")
        marts = _marts(connection)
        if not marts:
            raise PublicationError(f"{source} holds no marts; the dbt build has not been completed")
        connection.execute(f"create schema {MARTS}")
        connection.execute(f"create schema {CHINESE}")
        rows = {mart: _copy(connection, mart, parquet, labels.get(mart, Labels())) for mart in marts}
        connection.execute("detach warehouse")
        connection.execute("checkpoint")
    return rows


def _marts(connection: duckdb.DuckDBPyConnection) -> list[str]:
    query = "select table_name from duckdb_tables() where database_name = 'warehouse' and schema_name = ? order by all"
    return [name for (name,) in connection.execute(query, [MARTS]).fetchall()]


def _copy(connection: duckdb.DuckDBPyConnection, mart: str, parquet: Path, labels: Labels) -> int:
    table = f"{MARTS}.{_name(mart)}"
    connection.execute(f"create table {table} as from warehouse.{table}")
    columns = [column for column, *_ in connection.execute(f"describe {table}").fetchall()]
    named = zip(columns, chinese_names(columns, labels), strict=True)
    chosen = ", ".join(f"{_name(column)} as {_name(label)}" for column, label in named)
    connection.execute(f"create view {CHINESE}.{_name(mart)} as from {table} select {chosen}")
    _comment(connection, mart, columns, labels)
    file = _text(str(parquet / f"{mart}.parquet"))
    connection.execute(f"copy {table} to {file} (format parquet, compression zstd)")
    return int(connection.execute(f"from {table} select count(*)").fetchall()[0][0])


def _comment(connection: duckdb.DuckDBPyConnection, mart: str, columns: Sequence[str], labels: Labels) -> None:
    """What a field list shows beside a name: label and description."""
    table = f"{MARTS}.{_name(mart)}"
    if text := _both(labels.label_zh, labels.description):
        connection.execute(f"comment on table {table} is {_text(text)}")
        connection.execute(f"comment on view {CHINESE}.{_name(mart)} is {_text(text)}")
    for column in columns:
        if text := _both(*labels.columns.get(column, ("", ""))):
            connection.execute(f"comment on column {table}.{_name(column)} is {_text(text)}")


def _both(label: str, description: str) -> str:
    return "：".join(filter(None, (label, " ".join(description.split()))))


def _name(name: str) -> str:
    escaped = name.replace('"', '""')
    return f'"{escaped}"'


def _text(text: str) -> str:
    escaped = text.replace("'", "''")
    return f"'{escaped}'"


def _switch(link: Path, folder: Path) -> None:
    """Point ``link`` to ``folder`` in one step, so that all tables change together."""
    temporary = folder.with_name(f"{folder.name}.link")
    temporary.symlink_to(folder.name)
    if link.is_dir() and not link.is_symlink():
        shutil.rmtree(link)
    temporary.replace(link)
    sync_folder(link.parent)


def _remove_leftovers(bi_dir: Path) -> None:
    """Remove the Parquet of earlier publications, and what a killed one left; readers keep the files they hold."""
    current = (bi_dir / _PARQUET).resolve()
    for path in bi_dir.glob(f".{_PARQUET}-*"):
        if path.is_symlink():
            path.unlink(missing_ok=True)
        elif path != current:
            shutil.rmtree(path, ignore_errors=True)
    for path in bi_dir.glob(".juesuan.duckdb.*"):
        path.unlink(missing_ok=True)
