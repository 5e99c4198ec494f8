"""The models of one draft without dbt's own work: compiled once for each version of the project, then run as they are.

Most of the time of a build of one document is dbt's: its start, and a tenth of a second for each of two hundred
models. Here dbt loads the seeds and compiles the models whenever the project has changed; a draft then costs a copy of
that database and the statements. Data tests and contracts prove code, not drafts, and are left to dbt's own builds.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from graphlib import TopologicalSorter
from typing import Any

import duckdb

from dagster_project.dbt_project import run_dbt
from dagster_project.raw_layer.manifest import replace_durably
from dagster_project.raw_layer.parts import write_empty_parts
from dagster_project.second_reading.records import SECOND_TABLES
from dagster_project.settings import Settings
from dagster_project.state import dbt_fingerprint

_READ = (
    "fct_finding",
    "fct_identity_result",
    "fct_identity_operand",
    "fct_statement_line",
    "fct_narrative_claim",
    "dim_document",
    "dim_department",
    "dim_rejected_document",
    "int_second_reading_pages",
)
"""What the report and the choice of pages for a second reading read; all that these need is built, and nothing else."""
_SEEDED = "seeded.duckdb"
_COMPILED = "compiled.json"


@dataclass(frozen=True, slots=True)
class Model:
    """One compiled model."""

    schema: str
    name: str
    kind: str
    """``table``, ``view`` or ``python`` (a table too)."""
    code: str
    reads_again: bool
    """Whether it depends on second readings."""


def build_draft(place: Settings, *, again: bool = False) -> None:
    """Build what the report of a draft reads from the raw layer of ``place``.

    Args:
        place: where; its folder for dbt keeps what does not depend on the draft.
        again: after a first build, only what depends on second readings.

    Raises:
        DbtError: the project cannot be compiled.
        duckdb.Error: a statement failed.
    """
    models = _prepared(place)
    if not again:
        shutil.copyfile(place.dbt_target_dir / _SEEDED, place.database)
    with duckdb.connect(str(place.database)) as connection:
        for schema in sorted({model.schema for model in models}):
            connection.execute(f'create schema if not exists "{schema}"')
        for model in models:
            if model.reads_again or not again:
                _run(connection, model)


def _run(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    place, query = f'"{model.schema}"."{model.name}"', f"({model.code}\n)"
    if model.kind == "python":
        # As dbt's adapter runs it: the code defines model() and the object through which that refers to others.
        module: dict[str, Any] = {"__name__": model.name}
        exec(compile(model.code, model.name, "exec"), module)  # noqa: S102 (our own model)
        reading = module["dbtObj"](connection.table)
        rows = module["model"](reading, connection)
        connection.register("rows_of_model", rows)
        query = "from rows_of_model"
    connection.execute(f"create or replace {'view' if model.kind == 'view' else 'table'} {place} as {query}")


def _prepared(place: Settings) -> list[Model]:
    """The compiled models in the order in which they can be built; compiled anew where the project has changed."""
    compiled, fingerprint = place.dbt_target_dir / _COMPILED, f"{place.dbt_dir}\n{dbt_fingerprint()}"
    known = json.loads(compiled.read_text(encoding="utf-8")) if compiled.exists() else {}
    if known.get("fingerprint") == fingerprint:
        return [Model(**model) for model in known["models"]]
    # What dbt remembers of a parse holds absolute paths.
    shutil.rmtree(place.dbt_target_dir, ignore_errors=True)
    place.database.unlink(missing_ok=True)
    write_empty_parts(place.raw_layer_dir)
    run_dbt(place, "seed")
    run_dbt(place, "compile", "--select", *(f"+{name}" for name in _READ))
    models = _models(json.loads(place.dbt_manifest.read_text(encoding="utf-8")))
    shutil.copyfile(place.database, place.dbt_target_dir / _SEEDED)
    kept = {"fingerprint": fingerprint, "models": [asdict(model) for model in models]}
    temporary = compiled.with_suffix(".tmp")
    temporary.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    replace_durably(temporary, compiled)
    return models


def _models(manifest: Mapping[str, Any]) -> list[Model]:
    """The compiled models of dbt's manifest, each behind those that it reads."""
    nodes, parents = manifest["nodes"], manifest["parent_map"]
    wanted = {key for key, node in nodes.items() if node["resource_type"] == "model" and node.get("compiled_code")}
    again = {key for key, source in manifest["sources"].items() if source["name"] in SECOND_TABLES}
    ordered = list(TopologicalSorter({key: _built(parents[key], wanted) for key in sorted(wanted)}).static_order())
    for key in ordered:
        if again.intersection(parents[key]):
            again.add(key)
    return [_model(nodes[key], reads_again=key in again) for key in ordered]


def _built(parents: Iterable[str], wanted: set[str]) -> list[str]:
    return [parent for parent in parents if parent in wanted]


def _model(node: Mapping[str, Any], *, reads_again: bool) -> Model:
    kind = "python" if node["language"] == "python" else node["config"]["materialized"]
    if kind not in {"table", "view", "python"}:
        raise ValueError(f"{node['name']} is materialized as {kind}, which a draft's build does not know")
    return Model(node["schema"], node["alias"], kind, node["compiled_code"].strip(), reads_again)
