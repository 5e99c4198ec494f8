"""The command line: what it imports, what it decides, how it fails; without running a pipeline."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from dagster_project import cli, state
from dagster_project.commands import pipeline
from dagster_project.commands.errors import CommandError
from dagster_project.commands.show import escape_formula
from dagster_project.extraction import EXTRACTOR_VERSION
from dagster_project.raw_layer.ingest import ingest
from dagster_project.raw_layer.manifest import digest, read_manifest
from dagster_project.settings import REPOSITORY, Settings, SettingsError, available_cores

HEAVY = ("dagster", "dbt", "great_expectations", "pandas")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A place whose raw folder is empty, known to the command line through the environment."""
    (tmp_path / "raw").mkdir()
    for name in [name for name in os.environ if name.startswith(("JUESUAN_", "DAGSTER_HOME", "STRICT"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("JUESUAN_RAW_DIR", str(tmp_path / "raw"))
    monkeypatch.setenv("JUESUAN_WAREHOUSE_DIR", str(tmp_path / "warehouse"))
    return Settings.from_env()


def completed_run(settings: Settings) -> None:
    """Leave behind what a complete run over the raw folder leaves, as far as the command line looks at it."""
    rows = ingest(settings, EXTRACTOR_VERSION, say=lambda _: None).rows
    for database in (settings.database, settings.published_database):
        database.parent.mkdir(parents=True, exist_ok=True)
        duckdb.connect(str(database)).close()
    state.half_build(settings, state.Origin(state.code_fingerprint(), digest(rows)))
    state.end_build(settings)
    assert state.complete(settings, finished_at="2026-11-22 02:31", summary="3 documents loaded")


def test_a_night_with_nothing_new_imports_nothing_heavy(settings: Settings) -> None:
    completed_run(settings)
    script = f"""
import sys
from dagster_project import cli
status = cli.run(["run"])
print([name for name in {HEAVY!r} if name in sys.modules], status)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines()[0].startswith("Nothing new")
    assert "3 documents loaded" in done.stdout
    assert done.stdout.splitlines()[-1] == "[] 0"


def test_a_touched_file_is_nothing_new(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    pdf = settings.raw_dir / "a.pdf"
    pdf.write_bytes(b"no PDF at all")
    completed_run(settings)
    os.utime(pdf)
    assert cli.run(["run"]) == 0
    assert "Nothing new" in capsys.readouterr().out
    (row,) = read_manifest(settings.raw_layer_dir)
    assert row.mtime_ns == pdf.stat().st_mtime_ns, "so that the next run need not read it again"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("new file", "1 new or changed PDF to read."),
        ("gone file", "1 PDF gone from the raw folder: withdrawn."),
        ("code", "Rebuilding: code, lexicon, seeds, catalogue or models have changed."),
        ("published copy", "Rebuilding: the warehouse or its published copy is missing."),
        ("killed", "Rebuilding: no run has been completed yet, or the last one was interrupted."),
    ],
)
def test_what_there_is_to_do_is_said_and_done(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    change: str,
    sentence: str,
) -> None:
    loaded = settings.raw_dir / "loaded.pdf"
    _load(settings, loaded)
    if change == "new file":
        (settings.raw_dir / "b.pdf").write_bytes(b"new")
    elif change == "gone file":
        loaded.unlink()
    elif change == "code":
        monkeypatch.setattr("dagster_project.commands.run.code_fingerprint", lambda: "another")
    elif change == "published copy":
        settings.published_database.unlink()
    else:
        state.begin_build(settings)
    ran = []
    monkeypatch.setattr("dagster_project.commands.pipeline.run_pipeline", lambda _: bool(ran.append(1)))
    assert cli.run(["run"]) == 1, "the stand-in for the pipeline says that it failed"
    assert sentence in capsys.readouterr().out
    assert ran == [1]


def _load(settings: Settings, pdf: Path) -> None:
    pdf.write_bytes(b"good")
    ingest(settings, EXTRACTOR_VERSION, extract="tests.unit.pool_fakes:extract", say=lambda _: None)
    completed_run(settings)


def test_a_missing_raw_folder_is_one_line(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.raw_dir.rmdir()
    assert cli.run(["run"]) == cli.FAILED
    assert capsys.readouterr().err.count("\n") == 1


def test_nothing_published_yet_is_one_line(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["show", "documents"]) == cli.FAILED
    assert "nothing has been published" in capsys.readouterr().err


@pytest.mark.usefixtures("settings")
def test_a_setting_that_makes_no_sense_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JUESUAN_WORKERS", "many")
    assert cli.run(["status"]) == cli.MISUSED
    assert "JUESUAN_WORKERS='many'" in capsys.readouterr().err


def test_status_changes_nothing(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["status"]) == 0
    assert str(settings.raw_dir) in capsys.readouterr().out
    assert not settings.warehouse_dir.exists()


def test_an_unknown_document_cannot_be_forgotten(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["forget", "nowhere.pdf"]) == cli.FAILED
    assert "no document 'nowhere.pdf'" in capsys.readouterr().err
    assert read_manifest(settings.raw_layer_dir) == ()


@pytest.mark.parametrize("flag", [["--strict"], []])
def test_strict_looks_for_errors_even_when_nothing_is_new(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, flag: list[str]
) -> None:
    completed_run(settings)
    monkeypatch.setattr("dagster_project.summary.error_findings", lambda _: ("one",))
    assert cli.run(["run", *flag]) == (1 if flag else 0)


def test_strict_can_come_from_the_environment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    completed_run(settings)
    monkeypatch.setattr("dagster_project.summary.error_findings", lambda _: ("one",))
    monkeypatch.setenv("STRICT", "1")
    assert cli.run(["run"]) == 1


@pytest.mark.parametrize("value", ["=1+1", "+A1", "-A1", "@SUM(A1)", "\tx"])
def test_text_cannot_become_a_formula(value: str) -> None:
    assert escape_formula(value) == f"'{value}"


@pytest.mark.parametrize("value", ["财政局", "", None, -12, 1.5])
def test_what_is_no_formula_stays_as_it_is(value: object) -> None:
    assert escape_formula(value) == value


class TestSettings:
    """Environment variables to settings."""

    def test_defaults(self) -> None:
        settings = Settings.from_env({})
        assert settings.raw_dir == REPOSITORY / "raw"
        assert settings.warehouse_dir == REPOSITORY / "warehouse"
        assert settings.dagster_home == REPOSITORY / "warehouse" / ".dagster"
        assert settings.workers == available_cores()

    def test_relative_paths_count_from_the_repository(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        settings = Settings.from_env({"JUESUAN_WAREHOUSE_DIR": "elsewhere", "JUESUAN_RAW_DIR": "../pdfs"})
        assert settings.warehouse_dir == REPOSITORY / "elsewhere"
        assert settings.raw_dir == REPOSITORY.parent / "pdfs"
        assert settings.dagster_home == REPOSITORY / "elsewhere" / ".dagster"

    def test_the_environment_it_gives_means_the_same(self) -> None:
        settings = Settings.from_env({"JUESUAN_WAREHOUSE_DIR": "elsewhere", "JUESUAN_WORKERS": "3"})
        assert Settings.from_env(settings.environment()) == settings

    @pytest.mark.parametrize("value", ["0", "-1", "x", "inf", "nan"])
    def test_numbers_out_of_range(self, value: str) -> None:
        with pytest.raises(SettingsError, match="JUESUAN_WORKERS"):
            Settings.from_env({"JUESUAN_WORKERS": value})

    def test_reading_settings_makes_no_folder(self, tmp_path: Path) -> None:
        Settings.from_env({"JUESUAN_WAREHOUSE_DIR": str(tmp_path / "x")})
        assert list(tmp_path.iterdir()) == []


class TestState:
    """When a warehouse has to be built."""

    def test_a_fingerprint_sees_every_kind_of_source(self, tmp_path: Path) -> None:
        files = ["dagster_project/a.py", "dagster_project/lexicon/b.csv", "dbt/models/c.sql", "expectations/d.csv"]
        for name in files:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text("one")
        seen = {state.code_fingerprint(tmp_path)}
        for name in files:
            (tmp_path / name).write_text("two")
            seen.add(state.code_fingerprint(tmp_path))
        (tmp_path / "dbt/models/c.sql").rename(tmp_path / "dbt/models/e.sql")
        seen.add(state.code_fingerprint(tmp_path))
        assert len(seen) == len(files) + 2

    def test_a_fingerprint_passes_over_what_tools_leave_behind(self, tmp_path: Path) -> None:
        before = state.code_fingerprint(tmp_path)
        for name in [
            "dbt/target/manifest.json",
            "dbt/logs/dbt.log",
            "dagster_project/__pycache__/a.pyc",
            "dbt/.user.yml",
        ]:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text("x")
        assert state.code_fingerprint(tmp_path) == before

    def test_a_build_that_was_not_finished_cannot_be_completed(self, settings: Settings) -> None:
        completed_run(settings)
        state.begin_build(settings)
        assert not state.complete(settings, finished_at="now", summary="")
        assert state.read_stamp(settings) is None

    def test_the_second_half_of_a_build_alone_is_no_build(self, settings: Settings) -> None:
        completed_run(settings)
        state.begin_build(settings)
        state.end_build(settings)
        assert not state.complete(settings, finished_at="now", summary="")

    def test_a_larger_share_of_second_readings_is_a_reason_to_build(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = state.code_fingerprint()
        monkeypatch.setenv("JUESUAN_SECOND_READER_SHARE", "0.5")
        assert state.code_fingerprint() != before
        assert Settings.from_env().second_share == 0.5

    def test_what_was_published_later_was_not_built_from_newer_code(self, settings: Settings) -> None:
        completed_run(settings)
        state.complete(settings, finished_at="later", summary="")
        stamp = state.read_stamp(settings)
        assert stamp is not None
        assert state.reasons_to_build(settings, stamp.origin) == ()
        assert state.reasons_to_build(settings, state.Origin("newer", stamp.raw)) != ()

    @pytest.mark.parametrize("text", ["", "[]", "{}", '{"code": 1'])
    def test_a_damaged_stamp_is_no_stamp(self, settings: Settings, text: str) -> None:
        settings.warehouse_dir.mkdir()
        settings.stamp_file.write_text(text)
        assert state.read_stamp(settings) is None


def test_the_parser_documents_every_command() -> None:
    text = cli.build_parser().format_help()
    for command in ("run", "check", "show", "extract", "forget", "status", "ui"):
        assert f"\n    {command} " in text


def test_json_is_one_object_per_row(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.bi_dir.mkdir(parents=True)
    with duckdb.connect(str(settings.published_database)) as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.dim_rejected_document as"
            " select '=财.pdf' as source_path, 'ab' as sha256, 'truncated' as reason_code, 'why' as message,"
            " timestamp '2026-11-22 02:30:00' as seen_at"
        )
    assert cli.run(["show", "rejected", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["source_path"] == "=财.pdf"
    assert cli.run(["show", "rejected", "--format", "csv"]) == 0
    assert "'=财.pdf" in capsys.readouterr().out
    assert cli.run(["show", "rejected", "--year", "2024"]) == cli.FAILED
    assert "cannot be filtered by year" in capsys.readouterr().err


@pytest.mark.parametrize(("free", "expected"), [(1_000_000, CommandError), (10**12, OSError)])
def test_a_full_disk_is_told_in_a_sentence(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, free: int, expected: type[Exception]
) -> None:
    def disk_full(_: Settings) -> None:
        raise OSError("disk I/O error")

    monkeypatch.setattr(pipeline, "prepare_manifest", disk_full)
    monkeypatch.setattr(pipeline.shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    with pytest.raises(expected):
        pipeline.run_pipeline(settings)
