"""The raw layer on disk: parts, manifest, crashes between them; with a stand-in for extraction in real workers."""

from __future__ import annotations

import typing
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dagster_project.extraction.records import RAW_TABLES
from dagster_project.raw_layer import compact, ingest, parts, schema
from dagster_project.raw_layer.ingest import IngestReport
from dagster_project.raw_layer.manifest import Status, read_manifest, write_manifest
from dagster_project.settings import Limits, Settings
from tests.unit import pool_fakes


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "raw").mkdir()
    return Settings(
        raw_dir=tmp_path / "raw",
        warehouse_dir=tmp_path / "warehouse",
        dagster_home=tmp_path / "home",
        workers=1,
        limits=Limits(seconds=30.0),
        lock_timeout=1.0,
    )


def put(settings: Settings, **files: str) -> None:
    for name, text in files.items():
        (settings.raw_dir / f"{name}.pdf").write_text(text)


def run(
    settings: Settings, *, version: str = "1", extract: str = pool_fakes.EXTRACT, **options: object
) -> IngestReport:
    return ingest.ingest(settings, version, extract=extract, say=lambda _: None, **options)  # type: ignore[arg-type]


def current_cells(settings: Settings) -> list[tuple[str, int]]:
    """Cells per source path, as dbt sees them: rows whose document and part are those of the manifest."""
    query = f"""
        select source_path, count(*) from read_parquet('{settings.raw_layer_dir}/raw_cells/*.parquet') as cells
        join read_parquet('{settings.raw_layer_dir}/manifest.parquet') as files using (document_id, part_id)
        group by all order by all
    """
    return duckdb.sql(query).fetchall()


def part_files(settings: Settings) -> set[str]:
    return {str(path.relative_to(settings.raw_layer_dir)) for path in settings.raw_layer_dir.rglob("part-*.parquet")}


def test_rows_arrive_typed_and_with_their_part(settings: Settings) -> None:
    put(settings, a="good one")
    report = run(settings)
    (row,) = report.rows
    assert current_cells(settings) == [("a.pdf", len("good one"))]
    assert report.outcomes[0].rows["raw_cells"] == len("good one")
    for table, record in RAW_TABLES.items():
        stored = pq.read_schema(settings.raw_layer_dir / table / f"{row.part_id}.parquet")
        assert stored.names == [*typing.get_type_hints(record), "part_id"]
        assert stored.equals(pq.read_schema(settings.raw_layer_dir / table / "part-empty.parquet"))
    types = duckdb.sql(f"describe from '{settings.raw_layer_dir}/raw_cells/*.parquet'").fetchall()
    assert {kind for name, kind, *_ in types if name in {"row_number", "x0", "text", "part_id"}} == {
        "BIGINT",
        "DOUBLE",
        "VARCHAR",
    }


def test_a_second_run_adds_nothing(settings: Settings) -> None:
    put(settings, a="good one", b="refuse")
    run(settings)
    before, manifest = part_files(settings), (settings.raw_layer_dir / "manifest.parquet").read_bytes()
    report = run(settings)
    assert report.outcomes == ()
    assert part_files(settings) == before
    assert (settings.raw_layer_dir / "manifest.parquet").read_bytes() == manifest


def test_an_empty_folder_has_an_empty_but_complete_raw_layer(settings: Settings) -> None:
    assert run(settings).rows == ()
    assert current_cells(settings) == []
    assert len(part_files(settings)) == len(schema.ALL_TABLES)


def test_bad_files_write_no_part(settings: Settings) -> None:
    put(settings, a="refuse", b="exit")
    report = run(settings)
    assert {row.reason_code for row in report.rows} == {"encrypted", "worker_died"}
    assert parts.complete_parts(settings.raw_layer_dir) == frozenset()


def test_a_new_version_replaces_the_rows_of_every_document(settings: Settings) -> None:
    put(settings, a="good one", b="fickle")
    run(settings)
    report = run(settings, version="2", extract=pool_fakes.EXTRACT_ANEW)
    assert report.outdated == 2
    assert current_cells(settings) == [("a.pdf", len("good one") + 1)]
    assert {row.source_path: row.status for row in report.rows} == {"a.pdf": Status.LOADED, "b.pdf": Status.REJECTED}
    run(settings, version="2")
    assert len(parts.complete_parts(settings.raw_layer_dir)) == 1, "the part that nobody names any more is gone"


def test_one_document_can_be_read_again(settings: Settings) -> None:
    put(settings, a="good one", b="good two", c="good three")
    first = {row.source_path: row.part_id for row in run(settings).rows}
    put(settings, d="good four")
    report = run(settings, forced=lambda path: path == "b.pdf", only_forced=True)
    second = {row.source_path: row.part_id for row in report.rows}
    assert [outcome.source_paths for outcome in report.outcomes] == [("b.pdf",)]
    assert second["b.pdf"] != first["b.pdf"]
    assert second["a.pdf"] == first["a.pdf"]
    assert "d.pdf" not in second
    assert current_cells(settings) == [("a.pdf", 8), ("b.pdf", 8), ("c.pdf", 10)]


@pytest.mark.parametrize("moment", ["before the part has a name", "before the manifest"])
def test_a_crash_leaves_nothing_visible_and_the_next_run_completes(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    put(settings, a="good one")
    run(settings)
    put(settings, b="good two")

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        if moment == "before the manifest":
            patch.setattr(ingest, "apply_outcomes", crash)
        else:
            patch.setattr(parts._TableWriter, "publish", crash)
            patch.setattr(parts._TableWriter, "discard", lambda _: None)
        with pytest.raises(KeyboardInterrupt):
            run(settings)
    assert current_cells(settings) == [("a.pdf", 8)]
    run(settings)
    assert current_cells(settings) == [("a.pdf", 8), ("b.pdf", 8)]
    assert list(settings.raw_layer_dir.rglob("*.tmp")) == []
    assert len(part_files(settings)) == 2 * len(RAW_TABLES) + len(schema.ALL_TABLES), "two parts and the empty one"


def test_a_long_run_is_kept_part_by_part(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "DOCUMENTS_PER_PART", 2)
    put(settings, **{f"d{number}": f"good {number}" for number in range(5)})
    report = run(settings)
    assert len({row.part_id for row in report.rows}) == 3
    assert [count for _, count in current_cells(settings)] == [6] * 5


def test_many_small_parts_are_merged(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compact, "PARTS_BEFORE_COMPACTION", 3)
    for number in range(3):
        put(settings, **{f"d{number}": f"good {number}"})
        report = run(settings)
    assert len({row.part_id for row in report.rows}) == 1
    assert [count for _, count in current_cells(settings)] == [6] * 3
    assert run(settings).outcomes == ()


def test_what_is_bound_into_a_file_moves_with_it(tmp_path: Path) -> None:
    keys = ["a" * 64, "a" * 64 + ":2", "b" * 64]
    columns = {field.name: pa.nulls(3, type=field.type) for field in schema.part_schema("raw_tables")}
    pq.write_table(pa.table(columns | {"document_id": pa.array(keys)}), tmp_path / "part.parquet")
    rows = compact._current_rows(tmp_path / "part.parquet", "raw_tables", pa.array(["a" * 64]))
    assert rows["document_id"].to_pylist() == keys[:2]


def test_a_large_document_is_written_in_several_row_groups(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "_BUFFER_BYTES", 50_000)
    put(settings, **{f"d{number}": "good " * 200 + str(number) for number in range(4)})
    (row, *_) = run(settings).rows
    stored = pq.ParquetFile(settings.raw_layer_dir / "raw_cells" / f"{row.part_id}.parquet")
    assert stored.num_row_groups > 1
    assert stored.metadata.num_rows == 4 * 1001


def test_half_a_character_is_marked_not_fatal(settings: Settings) -> None:
    put(settings, a="x")
    run(settings, extract="tests.unit.pool_fakes:extract_half_a_character")
    texts = duckdb.sql(f"select text from '{settings.raw_layer_dir}/raw_cells/*.parquet'").fetchall()
    assert texts == [("预\ufffd算",)]


def test_a_forgotten_document_is_read_anew_while_its_file_is_there(settings: Settings) -> None:
    put(settings, a="good one", b="good two")
    (settings.raw_dir / "copy.pdf").write_text("good one")
    run(settings)
    doomed = ingest.forget(settings, lambda name: name == "a.pdf")
    assert sorted(row.source_path for row in doomed) == ["a.pdf", "copy.pdf"]
    assert current_cells(settings) == [("b.pdf", 8)]
    report = run(settings)
    assert sorted(report.outcomes[0].source_paths) == ["a.pdf", "copy.pdf"]


def test_the_manifest_survives_a_round_trip(settings: Settings) -> None:
    put(settings, a="good one", b="refuse")
    rows = run(settings).rows
    write_manifest(settings.raw_layer_dir, reversed(rows))
    assert read_manifest(settings.raw_layer_dir) == rows


def test_record_types_without_a_column_type_are_refused() -> None:
    with pytest.raises(TypeError, match="list"):
        schema._arrow_field("x", list[int])
