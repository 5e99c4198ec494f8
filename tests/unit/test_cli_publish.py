"""The published copy: complete or not there, never half, and readable in Chinese."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from dagster_project import publish as publication
from dagster_project.publish import Labels, PublicationError, chinese_names, publish
from dagster_project.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_env({"JUESUAN_WAREHOUSE_DIR": str(tmp_path)})


def build(settings: Settings, amount: str, *, extra: bool = False) -> None:
    """A warehouse with one mart, or two."""
    settings.database.unlink(missing_ok=True)
    with duckdb.connect(str(settings.database)) as connection:
        connection.execute("create schema marts")
        connection.execute("create schema staging")
        connection.execute(f"create table marts.fct_x as select {amount}::decimal(20, 2) as amount_yuan, '财' as name")
        connection.execute("create table staging.stg_x as select 1 as a")
        if extra:
            connection.execute("create table marts.dim_y as select 1 as a")


def describe(settings: Settings) -> None:
    """What dbt knows of the mart."""
    columns = {
        "amount_yuan": {"description": "What it's worth.", "config": {"meta": {"label_zh": "金额（元）"}}},
        "name": {"description": "", "meta": {"label_zh": "名称"}},
    }
    node = {"name": "fct_x", "resource_type": "model", "description": "One row.", "columns": columns}
    node["config"] = {"meta": {"label_zh": "事实"}}
    settings.dbt_manifest.parent.mkdir(parents=True, exist_ok=True)
    settings.dbt_manifest.write_text(json.dumps({"nodes": {"model.x": node}}), encoding="utf-8")


def read(settings: Settings, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(settings.published_database), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_the_marts_and_nothing_else_are_published(settings: Settings) -> None:
    build(settings, "1.10")
    assert publish(settings).rows == {"fct_x": 1}
    assert read(settings, "select * from marts.fct_x") == [(Decimal("1.10"), "财")]
    assert read(settings, "select distinct schema_name from duckdb_tables()") == [("marts",)]
    table = duckdb.sql(f"from '{settings.bi_dir}/parquet/fct_x.parquet'")
    assert table.fetchall() == [(Decimal("1.10"), "财")]


def test_views_carry_the_chinese_labels(settings: Settings) -> None:
    build(settings, "1.10")
    describe(settings)
    publish(settings)
    columns = read(
        settings, "select column_name from duckdb_columns() where schema_name = 'marts_zh' order by column_index"
    )
    assert columns == [("金额（元）",), ("名称",)]
    assert read(settings, 'select "金额（元）" from marts_zh.fct_x') == [(Decimal("1.10"),)]
    comments = dict(read(settings, "select column_name, comment from duckdb_columns() where schema_name = 'marts'"))  # type: ignore[arg-type]
    assert comments["amount_yuan"] == "金额（元）：What it's worth."
    tables = read(settings, "select schema_name, comment from duckdb_tables() where table_name = 'fct_x'")
    views = read(settings, "select schema_name, comment from duckdb_views() where view_name = 'fct_x'")
    assert tables + views == [("marts", "事实：One row."), ("marts_zh", "事实：One row.")]


def test_labels_that_collide_are_told_apart() -> None:
    labels = Labels(columns={"a": ("金额", ""), "b": ("金额", ""), "c": ("", ""), "d": ("C", "")})
    assert chinese_names(["a", "b", "c", "d"], labels) == ["金额（a）", "金额（b）", "c", "C（d）"]


def test_a_reader_keeps_what_it_has_open(settings: Settings) -> None:
    build(settings, "1.10")
    publish(settings)
    with duckdb.connect(str(settings.published_database), read_only=True) as reader:
        build(settings, "2.20", extra=True)
        publish(settings)
        assert reader.execute("select amount_yuan from marts.fct_x").fetchall() == [(Decimal("1.10"),)]
    assert read(settings, "select amount_yuan from marts.fct_x") == [(Decimal("2.20"),)]
    assert sorted(path.name for path in (settings.bi_dir / "parquet").iterdir()) == ["dim_y.parquet", "fct_x.parquet"]


def test_a_failed_publication_leaves_the_old_one(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    build(settings, "1.10")
    publish(settings)
    before = {path.name for path in settings.bi_dir.iterdir()}
    build(settings, "2.20")

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(publication, "replace_durably", crash)
        with pytest.raises(KeyboardInterrupt):
            publish(settings)
    assert read(settings, "select amount_yuan from marts.fct_x") == [(Decimal("1.10"),)]
    assert {path.name for path in settings.bi_dir.iterdir()} == before


def test_without_marts_nothing_is_published(settings: Settings) -> None:
    with pytest.raises(PublicationError, match="run the pipeline first"):
        publish(settings)
    settings.warehouse_dir.mkdir(exist_ok=True)
    duckdb.connect(str(settings.database)).close()
    with pytest.raises(PublicationError, match="holds no marts"):
        publish(settings)
    assert not settings.published_database.exists()
