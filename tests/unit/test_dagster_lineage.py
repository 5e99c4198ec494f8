"""Column lineage: worked out once per text of a model, and never taken for that of another text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from dagster_project.assets.lineage import METADATA_KEY, LineageCache
from dagster_project.assets.models import WarehouseTranslator, _with_lineage

MODEL = "model.juesuan.fct_x"
SQL = 'with cells as (select * from "db"."staging"."stg_cells") select amount * 2 as doubled, name from cells'
COLUMNS = {
    ("staging", "stg_cells"): {"amount": {"data_type": "INTEGER"}, "name": {"data_type": "VARCHAR"}},
    ("marts", "fct_x"): {"doubled": {"data_type": "INTEGER"}, "name": {"data_type": "VARCHAR"}},
}


def node(name: str, schema: str, unique_id: str, parents: list[str]) -> dict[str, Any]:
    return {
        "unique_id": unique_id,
        "resource_type": "model",
        "name": name,
        "schema": schema,
        "package_name": "juesuan",
        "original_file_path": f"models/{name}.sql",
        "relation_name": f'"db"."{schema}"."{name}"',
        "depends_on": {"nodes": parents},
        "fqn": ["juesuan", schema, name],
        "config": {},
    }


@pytest.fixture
def manifest(tmp_path: Path) -> dict[str, Any]:
    parent = "model.juesuan.stg_cells"
    nodes = {
        MODEL: node("fct_x", "marts", MODEL, [parent]),
        parent: node("stg_cells", "staging", parent, []),
    }
    compiled = tmp_path / "compiled" / "juesuan" / "models" / "fct_x.sql"
    compiled.parent.mkdir(parents=True)
    compiled.write_text(SQL)
    parents = {MODEL: [parent], parent: []}
    return {"metadata": {"adapter_type": "duckdb"}, "nodes": nodes, "sources": {}, "parent_map": parents}


def learnt(folder: Path, manifest: dict[str, Any]) -> LineageCache:
    LineageCache.load(folder).learn(manifest, WarehouseTranslator(), COLUMNS)
    return LineageCache.load(folder)


def test_what_was_learnt_is_kept_and_attached(tmp_path: Path, manifest: dict[str, Any]) -> None:
    found = learnt(tmp_path, manifest).metadata(manifest["nodes"][MODEL])[METADATA_KEY]
    cells = dg.AssetKey("stg_cells")
    assert found.deps_by_column == {
        "doubled": [dg.TableColumnDep(cells, "amount")],
        "name": [dg.TableColumnDep(cells, "name")],
    }


def test_another_text_of_the_model_has_no_lineage_until_it_is_learnt(tmp_path: Path, manifest: dict[str, Any]) -> None:
    cache = learnt(tmp_path, manifest)
    path = tmp_path / "compiled" / "juesuan" / "models" / "fct_x.sql"
    path.write_text(SQL.replace("name from", "amount as name from"))
    assert cache.metadata(manifest["nodes"][MODEL]) == {}
    found = learnt(tmp_path, manifest).metadata(manifest["nodes"][MODEL])[METADATA_KEY]
    assert found.deps_by_column["name"] == [dg.TableColumnDep(dg.AssetKey("stg_cells"), "amount")]


def test_sql_that_cannot_be_followed_has_no_lineage_and_no_error(tmp_path: Path, manifest: dict[str, Any]) -> None:
    (tmp_path / "compiled" / "juesuan" / "models" / "fct_x.sql").write_text("select select from from")
    assert learnt(tmp_path, manifest).metadata(manifest["nodes"][MODEL]) == {}


def test_a_damaged_cache_is_an_empty_one(tmp_path: Path, manifest: dict[str, Any]) -> None:
    learnt(tmp_path, manifest).path.write_text("{")
    assert LineageCache.load(tmp_path).known == {}


def test_only_what_was_built_gets_lineage(tmp_path: Path, manifest: dict[str, Any]) -> None:
    cache = learnt(tmp_path, manifest)
    built = dg.Output(None, metadata={"unique_id": MODEL})
    assert METADATA_KEY in _with_lineage(built, manifest, cache).metadata
    judged = dg.AssetCheckResult(passed=True, metadata={"unique_id": MODEL})
    assert _with_lineage(judged, manifest, cache) is judged
    seed = dg.Output(None, metadata={"unique_id": "seed.juesuan.identities"})
    assert _with_lineage(seed, manifest, cache) is seed
