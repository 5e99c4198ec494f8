"""Orchestration on an instance in memory: partitions, sensor, schedule, dead runs, notices, checks."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.test_utils import create_run_for_test

from dagster_project import judgement, watch
from dagster_project.assets.raw import extracted_disclosures, raw_pdfs, raw_tables
from dagster_project.checks import _result, _table
from dagster_project.dagster_home import STARTED_BY, end_dead_runs, prepare_home
from dagster_project.extraction import EXTRACTOR_VERSION
from dagster_project.judgement import Failure, SuiteSummary
from dagster_project.notices import Kind, Notice, notify
from dagster_project.partitions import DISCLOSURES, partition_key, synchronise
from dagster_project.raw_layer.ingest import ingest
from dagster_project.raw_layer.manifest import read_manifest
from dagster_project.resources import Warehouse
from dagster_project.schedules import every_night
from dagster_project.sensors import raw_folder
from dagster_project.settings import REPOSITORY, Settings

SAMPLE = REPOSITORY / "raw" / "示例市虚构区" / "2022"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    (tmp_path / "raw").mkdir()
    monkeypatch.setenv("JUESUAN_RAW_DIR", str(tmp_path / "raw"))
    monkeypatch.setenv("JUESUAN_WAREHOUSE_DIR", str(tmp_path / "warehouse"))
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "home"))
    return Settings.from_env()


def put(settings: Settings, name: str, data: bytes = b"not a PDF", *, age: float = 3600) -> None:
    """A file that was last written ``age`` seconds ago."""
    path = settings.raw_dir / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    written = path.stat().st_mtime - age
    os.utime(path, (written, written))


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("武汉市武昌区/2024/财政局.pdf", "武汉市武昌区/2024/财政局"),
        ("a.PDF", "a"),
        ("a.b.pdf", "a.b"),
        ("a...b.pdf", "a…b"),
        (".pdf", ".pdf"),
        ("link", "link"),
        ("a\tb\n.pdf", "a\ufffdb\ufffd"),
    ],
)
def test_a_partition_is_named_by_the_path(path: str, key: str) -> None:
    assert partition_key(path) == key
    dg.DagsterInstance.ephemeral().add_dynamic_partitions(str(DISCLOSURES.name), [key])


def test_partitions_follow_the_manifest() -> None:
    instance = dg.DagsterInstance.ephemeral()
    synchronise(instance, ["a/2024/x.pdf", "a/2024/y.pdf"])
    synchronise(instance, ["a/2024/y.pdf", "a/2025/z.pdf"])
    assert set(instance.get_dynamic_partitions(str(DISCLOSURES.name))) == {"a/2024/y", "a/2025/z"}


class TestReading:
    """The raw assets, with the real extraction on two of the sample disclosures."""

    @pytest.fixture
    def documents(self, settings: Settings) -> list[str]:
        names = sorted(path.name for path in SAMPLE.glob("*.pdf"))[:2]
        for name in names:
            target = settings.raw_dir / "区" / "2022" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(SAMPLE / name, target)
        put(settings, "区/2022/坏.pdf")
        return [partition_key(f"区/2022/{name}") for name in names]

    def run(self, instance: dg.DagsterInstance, key: str | None = None) -> dg.ExecuteInProcessResult:
        assets = [raw_pdfs, extracted_disclosures, raw_tables]
        return dg.materialize(assets, instance=instance, partition_key=key, resources={"warehouse": Warehouse()})

    def test_a_run_without_a_key_takes_all_that_is_new(self, documents: list[str]) -> None:
        instance = dg.DagsterInstance.ephemeral()
        assert self.run(instance).success
        key = dg.AssetKey("extracted_disclosures")
        assert instance.get_materialized_partitions(key) == set(documents), "what was rejected is seen, not made"
        assert set(instance.get_dynamic_partitions(str(DISCLOSURES.name))) == {*documents, "区/2022/坏"}
        rejected = instance.get_latest_materialization_event(dg.AssetKey("rejected_documents"))
        assert rejected is not None
        assert rejected.asset_materialization is not None
        assert rejected.asset_materialization.metadata["dagster/row_count"].value == 1

    def test_a_run_with_a_key_reads_that_disclosure_again(self, settings: Settings, documents: list[str]) -> None:
        instance = dg.DagsterInstance.ephemeral()
        self.run(instance)
        before = {row.source_path: row.part_id for row in read_manifest(settings.raw_layer_dir)}
        assert self.run(instance, documents[1]).success
        after = {row.source_path: row.part_id for row in read_manifest(settings.raw_layer_dir)}
        changed = {path for path in after if after[path] != before[path]}
        assert {partition_key(path) for path in changed} == {documents[1]}


class TestWatching:
    """Sensor and schedule glance at the folder and read no file."""

    def tick(self, cursor: str | None = None) -> dg.SensorResult | dg.SkipReason:
        context = dg.build_sensor_context(instance=dg.DagsterInstance.ephemeral(), cursor=cursor)
        result = raw_folder(context)
        assert isinstance(result, (dg.SensorResult, dg.SkipReason))
        return result

    def test_one_run_for_all_that_is_new(self, settings: Settings) -> None:
        for number in range(3):
            put(settings, f"区/2024/{number}.pdf")
        result = self.tick()
        assert isinstance(result, dg.SensorResult)
        assert len(result.run_requests or ()) == 1
        (request,) = result.dynamic_partitions_requests or ()
        assert request.partition_keys == ["区/2024/0", "区/2024/1", "区/2024/2"]
        assert isinstance(self.tick(result.cursor), dg.SkipReason), "asked for once"

    def test_changed_and_withdrawn_files_are_seen(self, settings: Settings) -> None:
        for name in ("a.pdf", "b.pdf"):
            put(settings, name)
        ingest(settings, EXTRACTOR_VERSION, say=lambda _: None)
        assert isinstance(self.tick(), dg.SkipReason)
        put(settings, "a.pdf", b"another")
        (settings.raw_dir / "b.pdf").unlink()
        seen = watch.glance(settings)
        assert (seen.new, seen.changed, seen.withdrawn) == ((), ("a.pdf",), ("b.pdf",))
        assert isinstance(self.tick(), dg.SensorResult)

    def test_a_file_that_is_being_copied_waits(self, settings: Settings) -> None:
        put(settings, "a.pdf", age=0)
        result = self.tick()
        assert isinstance(result, dg.SkipReason)
        assert "still be being copied" in (result.skip_message or "")

    def test_a_night_with_nothing_new_starts_no_run(self, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
        put(settings, "a.pdf")
        assert isinstance(self.night(), dg.RunRequest)
        ingest(settings, EXTRACTOR_VERSION, say=lambda _: None)
        monkeypatch.setattr(watch, "reasons_to_build", lambda *_: ())
        assert isinstance(self.night(), dg.SkipReason)
        monkeypatch.setattr(watch, "reasons_to_build", lambda *_: ("models have changed",))
        assert isinstance(self.night(), dg.RunRequest)

    def night(self) -> object:
        with dg.instance_for_test() as instance:
            return every_night(dg.build_schedule_context(instance=instance))


def test_runs_that_died_on_the_command_line_do_not_block_the_queue() -> None:
    instance = dg.DagsterInstance.ephemeral()
    started = dg.DagsterRunStatus.STARTED
    ours = create_run_for_test(instance, status=started, tags={STARTED_BY: "command line"})
    other = create_run_for_test(instance, status=started)
    assert end_dead_runs(instance) == 1
    assert instance.get_run_by_id(ours.run_id).status is dg.DagsterRunStatus.FAILURE  # type: ignore[union-attr]
    assert instance.get_run_by_id(other.run_id).status is started  # type: ignore[union-attr]


def test_the_home_of_dagster_is_made_once_and_is_valid(settings: Settings) -> None:
    prepare_home(settings)
    config = settings.dagster_home / "dagster.yaml"
    with dg.DagsterInstance.from_config(str(settings.dagster_home)) as instance:
        assert not instance.telemetry_enabled
        assert instance.get_concurrency_config().run_queue_config.max_concurrent_runs == 1  # type: ignore[union-attr]
    config.write_text("telemetry: {enabled: false}\n", encoding="utf-8")
    prepare_home(settings)
    assert config.read_text(encoding="utf-8").count("\n") == 1, "what an operator wrote stays"


class TestNotices:
    """A notice goes to the log, and to a command where one is named."""

    NOTICE = Notice(Kind.NEW_ERRORS, "2 new findings", ("财政局 2024",))

    def test_the_log_always_hears(self) -> None:
        said: list[str] = []
        notify(self.NOTICE, said.append, env={})
        assert said == ["2 new findings\n  财政局 2024"]

    def test_a_command_gets_it_as_json(self, tmp_path: Path) -> None:
        target = tmp_path / "notice.json"
        script = f"import sys; open({str(target)!r}, 'w', encoding='utf-8').write(sys.stdin.read())"
        said: list[str] = []
        notify(self.NOTICE, said.append, env={"JUESUAN_NOTIFY_COMMAND": f'{sys.executable} -X utf8 -c "{script}"'})
        assert json.loads(target.read_text(encoding="utf-8")) == {
            "kind": "new_errors",
            "title": "2 new findings",
            "lines": ["财政局 2024"],
        }
        assert len(said) == 1

    @pytest.mark.parametrize("command", ["false", "no-such-command-anywhere"])
    def test_a_command_that_fails_is_forgiven(self, command: str) -> None:
        said: list[str] = []
        notify(self.NOTICE, said.append, env={"JUESUAN_NOTIFY_COMMAND": command})
        assert "failed" in said[-1]


class TestChecks:
    """Outcomes of suites as asset checks."""

    FAILURE = Failure("S1 合计", "A|B<b>局", "2024", "7", "summary:x.amount", "+ 1", "100.00", "区/2024/a b.pdf")

    def suite(self, **changes: object) -> SuiteSummary:
        facts: dict[str, object] = {
            "suite": "identities_S",
            "asset": "fct_identity_result",
            "success": False,
            "is_error": True,
            "evaluated": 5,
            "expectations": 3,
            "failed_expectations": 1,
            "failed_rows": 1,
            "failures": (self.FAILURE,),
            "page": "identities_S.html",
        }
        return SuiteSummary(**{**facts, **changes})  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("is_error", "severity"), [(True, dg.AssetCheckSeverity.ERROR), (False, dg.AssetCheckSeverity.WARN)]
    )
    def test_severity_is_mapped(self, settings: Settings, is_error: bool, severity: dg.AssetCheckSeverity) -> None:
        result = _result(settings, self.suite(is_error=is_error))
        assert (result.passed, result.severity) == (False, severity)
        assert result.metadata["rows failed"].value == 1

    def test_failures_name_department_operands_and_page(self, settings: Settings) -> None:
        text = _table(settings, (self.FAILURE,))
        assert r"A\|B\<b\>局" in text
        assert "+ 1" in text
        assert f"(file://{settings.raw_dir}/%E5%8C%BA/2024/a%20b.pdf#page=7)" in text
        assert len({line.replace(r"\|", "").count("|") for line in text.splitlines()}) == 1

    def test_nothing_judged_yet_is_an_error_not_a_pass(self, settings: Settings) -> None:
        with pytest.raises(judgement.JudgementError, match="not been run yet"):
            judgement.last_judgement(settings)

    def test_a_judgement_is_kept(self, settings: Settings) -> None:
        settings.warehouse_dir.mkdir()
        judgement._write(judgement._file(settings), (self.suite(),))
        assert judgement.last_judgement(settings) == (self.suite(),)
