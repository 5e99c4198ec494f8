"""The kept connections of the event log: same events, seen by others at once, and put back afterwards."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import dagster as dg

from dagster_project.event_log import kept_connections

KEY = dg.AssetKey("seen")


def _say(instance: dg.DagsterInstance, count: int) -> None:
    for _ in range(count):
        instance.report_runless_asset_event(dg.AssetMaterialization(KEY))


def _count(instance: dg.DagsterInstance) -> int:
    return len(instance.fetch_materializations(KEY, limit=1000).records)


def test_events_of_threads_are_all_kept_and_seen_from_outside(tmp_path: Path) -> None:
    with dg.DagsterInstance.local_temp(str(tmp_path)) as writer, dg.DagsterInstance.local_temp(str(tmp_path)) as reader:
        with kept_connections(writer), ThreadPoolExecutor(4) as threads:
            list(threads.map(lambda _: _say(writer, 5), range(4)))
            assert _count(reader) == 20, "another process sees them while the run goes on"
        assert "_connect" not in vars(writer.event_log_storage)
        _say(writer, 1)
        assert _count(writer) == _count(reader) == 21


def test_a_run_leaves_the_events_that_it_leaves_without(tmp_path: Path) -> None:
    @dg.asset
    def seen() -> None:
        """An asset."""

    kinds = []
    for name in ("kept", "plain"):
        (tmp_path / name).mkdir()
        with dg.DagsterInstance.local_temp(str(tmp_path / name)) as instance:
            if name == "kept":
                with kept_connections(instance):
                    result = dg.materialize([seen], instance=instance)
            else:
                result = dg.materialize([seen], instance=instance)
            kinds.append([entry.dagster_event_type for entry in instance.all_logs(result.run_id)])
    assert kinds[0] == kinds[1]


def test_another_storage_is_left_alone() -> None:
    with dg.DagsterInstance.ephemeral() as instance, kept_connections(instance):
        assert "_connect" not in vars(instance.event_log_storage)
