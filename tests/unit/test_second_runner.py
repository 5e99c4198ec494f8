"""Which pages get a second reading, and that a bad one costs nothing else."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.raw_layer.manifest import ManifestRow, Status, now, write_manifest
from dagster_project.second_reading import runner, store
from dagster_project.second_reading.records import reader_version
from dagster_project.second_reading.runner import Candidate, ReadingReport, draw, read_again
from dagster_project.settings import Settings
from tests.unit.second_fakes import READ


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "raw").mkdir()
    return Settings.from_env(
        {
            "JUESUAN_RAW_DIR": str(tmp_path / "raw"),
            "JUESUAN_WAREHOUSE_DIR": str(tmp_path / "warehouse"),
            "JUESUAN_TIME_LIMIT": "5",
            "JUESUAN_WORKERS": "2",
        }
    )


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Pages on which an identity fails, by the words that their document holds; grows as a test goes on."""
    pages: list[tuple[str, int]] = []
    monkeypatch.setattr(
        runner, "candidates", lambda _: tuple(Candidate(identify(text), page, True) for text, page in pages)
    )
    return pages


def identify(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def put(settings: Settings, *texts: str) -> None:
    """Documents that the manifest knows."""
    rows = []
    for text in texts:
        path = settings.raw_dir / f"{text}.pdf"
        path.write_bytes(text.encode())
        size, time = path.stat().st_size, path.stat().st_mtime_ns
        facts = (size, time, Status.LOADED, None, None, "part-1", "1", now(), now(), None)
        rows.append(ManifestRow(path.name, identify(text), *facts))
    write_manifest(settings.raw_layer_dir, rows)


def run(settings: Settings) -> ReadingReport:
    return read_again(settings, read=READ)


def stored(settings: Settings) -> list[tuple[str, int, str]]:
    """Document, page and status of every reading that is kept."""
    files = (settings.raw_layer_dir / "raw_second_readings").glob("part-*.parquet")
    rows = [row for file in files for row in pq.ParquetFile(file).read().to_pylist()]
    return sorted((row["document_id"], row["page_number"], row["status"]) for row in rows)


def test_a_page_is_read_once(settings: Settings, failing: list[tuple[str, int]]) -> None:
    put(settings, "one", "two")
    failing += [("one", 3), ("two", 4)]
    assert run(settings).by_status == {"read": 2}
    failing.append(("one", 5))
    report = run(settings)
    assert (report.chosen, report.known, report.by_status) == (3, 2, {"read": 1})
    assert run(settings).pages == 0
    assert stored(settings) == sorted(
        [(identify("one"), 3, "read"), (identify("one"), 5, "read"), (identify("two"), 4, "read")]
    )


@pytest.mark.parametrize(("text", "reason"), [("die", "worker_died"), ("hang", "time_limit")])
def test_a_reading_that_breaks_its_worker_is_recorded_and_costs_nobody_else(
    settings: Settings, failing: list[tuple[str, int]], text: str, reason: str
) -> None:
    put(settings, "good", text)
    failing += [("good", 1), (text, 2), (text, 3)]
    assert run(settings).by_status == {"read": 1, "failed": 2}
    assert run(settings).pages == 0, "what fails is not tried every night"
    parts = (settings.raw_layer_dir / "raw_second_readings").glob("part-2*.parquet")
    messages = {row["message"] for part in parts for row in pq.ParquetFile(part).read().to_pylist()}
    assert messages - {None}
    assert all(message.startswith(reason) for message in messages - {None})


def test_a_file_that_has_gone_or_changed_is_left_for_another_run(
    settings: Settings, failing: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(settings, "gone", "changed")
    failing += [("gone", 1), ("changed", 1)]
    (settings.raw_dir / "gone.pdf").unlink()
    paths = {identify("changed"): settings.raw_dir / "changed.pdf"}
    (settings.raw_dir / "changed.pdf").write_text("something else")
    monkeypatch.setattr(runner, "_paths", lambda _: paths)
    assert run(settings).pages == 0
    assert stored(settings) == []
    (settings.raw_dir / "changed.pdf").write_text("changed")
    assert run(settings).by_status == {"read": 1}


def test_another_version_reads_again(
    settings: Settings, failing: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(settings, "one")
    failing.append(("one", 1))
    run(settings)
    monkeypatch.setattr(runner, "reader_version", lambda: "another")
    assert run(settings).pages == 1


def test_merged_parts_hold_each_reading_once(
    settings: Settings, failing: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "PARTS_BEFORE_COMPACTION", 3)
    put(settings, "one", "two")
    for page in (1, 2, 3):
        failing += [("one", page), ("two", page)]
        run(settings)
    assert len(list((settings.raw_layer_dir / "raw_second_words").glob("part-2*.parquet"))) == 1
    assert stored(settings) == sorted((identify(text), page, "read") for text in ("one", "two") for page in (1, 2, 3))
    assert run(settings).pages == 0
    assert store.pages_read(settings.raw_layer_dir, reader_version()) == {
        (identify(text), page) for text in ("one", "two") for page in (1, 2, 3)
    }


@given(st.text("0123456789abcdef", min_size=64, max_size=64), st.integers(1, 1000))
def test_a_draw_lies_in_its_range_and_never_changes(document_id: str, page: int) -> None:
    assert 0 <= draw(document_id, page) < 1
    assert draw(document_id, page) == draw(document_id, page)
    assert Candidate(document_id, page, True).is_chosen(0.0)
    assert not Candidate(document_id, page, False).is_chosen(0.0)
    assert Candidate(document_id, page, False).is_chosen(1.0)


def test_the_share_is_about_what_was_asked_for() -> None:
    pages = [Candidate(identify(str(n)), page, False) for n in range(400) for page in range(1, 11)]
    chosen = sum(page.is_chosen(0.02) for page in pages)
    assert 50 < chosen < 120
