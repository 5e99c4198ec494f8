"""Whole runs of the command line as an operator knows them: bad files, two at once, killed, one document, strict.

One story, told in order, because a run takes half a minute: each test starts where the one before it ended.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
import duckdb
import pikepdf
import pyarrow.parquet as pq
import pytest

from dagster_project.settings import REPOSITORY

# The tests tell one story in one place, in order.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("operations")]

SAMPLES = REPOSITORY / "raw" / "示例市虚构区"
FIRST, SECOND = "示例市虚构区/2022/示例市虚构区财政局.pdf", "示例市虚构区/2023/示例市虚构区住房和城乡建设局.pdf"
BAD_FILES = {
    "空.pdf": "empty_file",
    "网页.pdf": "not_a_pdf",
    "截断.PDF": "truncated",
    "加密.pdf": "encrypted",
    "outside.pdf": "link_outside_raw",
}


@dataclass(frozen=True)
class Place:
    """A raw folder and a warehouse of their own."""

    folder: Path

    @property
    def raw(self) -> Path:
        return self.folder / "raw"

    @property
    def warehouse(self) -> Path:
        """A path that SQL and templates would each read as something else."""
        return self.folder / "决算's {a} $b"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in {"DAGSTER_HOME", "STRICT"}}
        return {**kept, "JUESUAN_RAW_DIR": str(self.raw), "JUESUAN_WAREHOUSE_DIR": str(self.warehouse)}

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "dagster_project.cli", *arguments],
            cwd=REPOSITORY,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, status: int = 0) -> str:
        process = self.start(*arguments)
        out, err = process.communicate(timeout=600)
        assert process.returncode == status, out + err
        return out + err

    def query(self, text: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(self.warehouse / "bi" / "juesuan.duckdb"), read_only=True) as connection:
            return connection.execute(text).fetchall()

    def add(self, sample: str) -> None:
        target = self.raw / sample
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(REPOSITORY / "raw" / sample, target)

    def documents(self) -> list[tuple[object, ...]]:
        return self.query(
            "select source_path, is_current, count(*) from marts.dim_document"
            " join marts.fct_statement_line using (document_id) group by all order by all"
        )


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    here = Place(tmp_path_factory.mktemp("operations"))
    (here.raw / "坏").mkdir(parents=True)
    sample = (REPOSITORY / "raw" / FIRST).read_bytes()
    (here.raw / "空.pdf").touch()
    (here.raw / "网页.pdf").write_text("<html><body>404</body></html>")
    (here.raw / "截断.PDF").write_bytes(sample[: len(sample) // 3])
    with pikepdf.open(REPOSITORY / "raw" / FIRST) as pdf:
        pdf.save(here.raw / "加密.pdf", encryption=pikepdf.Encryption(owner="o", user="u"))
    outside = here.folder / "outside.pdf"
    outside.write_bytes(sample)
    (here.raw / "outside.pdf").symlink_to(outside)
    return here


def test_bad_files_only_leave_an_empty_but_complete_warehouse(place: Place) -> None:
    said = place.run("run", "--strict")
    rejected = dict(place.query("select source_path, reason_code from marts.dim_rejected_document"))  # type: ignore[arg-type]
    assert rejected == BAD_FILES
    assert "5 rejected" in said
    assert all(name in said for name in BAD_FILES)
    assert place.query("select count(*) from marts.fct_statement_line") == [(0,)]
    marts = {name for (name,) in place.query("select table_name from duckdb_tables() where schema_name = 'marts'")}
    assert {"dim_document", "fct_identity_result", "fct_finding", "fct_three_public"} <= marts


def test_a_second_run_with_nothing_new_takes_seconds(place: Place) -> None:
    started = time.monotonic()
    said = place.run("run")
    assert time.monotonic() - started < 5
    assert said.startswith("Nothing new")


def test_two_runs_at_once_are_safe(place: Place) -> None:
    place.add(FIRST)
    runs = [place.start("run"), place.start("run")]
    said = [run.communicate(timeout=600) for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    first, second = sorted(said, key=lambda texts: "Nothing new" in texts[0])
    assert "1 new or changed PDF to read." in first[0]
    assert "Nothing new" in second[0], "the second found everything done"
    assert "The warehouse is in use (juesuan run" in second[1]
    ((path, is_current, cells),) = place.documents()
    assert (path, is_current) == (FIRST, True)
    assert isinstance(cells, int)
    assert cells > 100
    assert len(list((place.warehouse / "raw" / "raw_cells").glob("part-2*.parquet"))) == 1


def test_a_killed_run_is_completed_by_the_next(place: Place) -> None:
    place.add(SECOND)
    before = place.documents()
    run = place.start("run")
    assert run.stdout is not None
    for line in run.stdout:
        if line.startswith("Building"):
            break
    time.sleep(8)  # So that dbt is in the midst of it.
    run.send_signal(signal.SIGKILL)
    run.communicate()
    assert place.documents() == before, "readers see the last complete build"
    said = place.run("run")
    assert "Rebuilding: no run has been completed yet, or the last one was interrupted." in said
    assert [path for path, *_ in place.documents()] == [FIRST, SECOND]
    with dg.DagsterInstance.from_config(str(place.warehouse / ".dagster")) as instance:
        statuses = [run.status.value for run in instance.get_runs()]
    assert statuses[0] == "SUCCESS"
    assert "STARTED" not in statuses, "a dead run would block the queue of the UI"


def test_a_finding_of_severity_error_fails_a_strict_run_only(place: Place) -> None:
    assert "findings of severity error" in place.run("run", "--strict", status=1)
    place.run("run")


def test_the_run_is_in_dagster_with_its_checks(place: Place) -> None:
    with dg.DagsterInstance.from_config(str(place.warehouse / ".dagster")) as instance:
        key = dg.AssetKey("extracted_disclosures")
        assert instance.get_materialized_partitions(key) == {FIRST.removesuffix(".pdf"), SECOND.removesuffix(".pdf")}
        for asset in ("raw_cells", "stg_cells", "fct_statement_line", "data_docs", "bi_copy"):
            assert instance.get_latest_materialization_event(dg.AssetKey(asset)) is not None, asset
        check = dg.AssetCheckKey(dg.AssetKey("fct_identity_result"), "identities_E")
        (record,) = instance.event_log_storage.get_latest_asset_check_execution_by_key([check]).values()
        evaluation = record.event.dagster_event.asset_check_evaluation_data  # type: ignore[union-attr]
        assert evaluation.passed is False
        assert "虚构区住房和城乡建设局" in evaluation.metadata["failures"].value


def test_one_document_can_be_read_again_beside_parts_of_an_older_extractor(place: Place) -> None:
    for path in (place.warehouse / "raw" / "raw_pages").glob("part-*.parquet"):
        pq.write_table(pq.read_table(path).drop_columns(["unmapped_char_count"]), path)
    before = place.documents()
    parts = dict(_parts(place))
    assert f"Reading {SECOND} again." in place.run("extract", SECOND)
    assert place.documents() == before
    after = dict(_parts(place))
    assert {path for path in after if after[path] != parts[path]} == {SECOND}


def test_a_document_can_be_forgotten_and_a_gone_one_is_withdrawn(place: Place) -> None:
    (place.raw / SECOND).unlink()
    assert f"Forgotten: {SECOND}" in place.run("forget", SECOND)
    assert [path for path, *_ in place.documents()] == [FIRST]
    (place.raw / FIRST).unlink()
    said = place.run("run")
    assert "1 PDF gone from the raw folder: withdrawn." in said
    ((path, is_current, _),) = place.documents()
    assert (path, is_current) == (FIRST, False), "its rows stay"
    assert "1 withdrawn" in said


def test_a_pipeline_that_fails_says_where_and_exits_with_1(place: Place) -> None:
    manifest = place.warehouse / "raw" / "manifest.parquet"
    manifest.write_bytes(b"not Parquet")
    said = place.run("run", status=1)
    assert "manifest.parquet" in said or "Parquet" in said


def _parts(place: Place) -> list[tuple[str, str]]:
    manifest = place.warehouse / "raw" / "manifest.parquet"
    query = "select source_path, part_id from read_parquet(?) where status = 'loaded'"
    return duckdb.execute(query, [str(manifest)]).fetchall()
