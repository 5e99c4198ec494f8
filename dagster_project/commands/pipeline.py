"""The shared Dagster job, run in this process, in the instance that the UI shows."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from dagster_project.commands.errors import CommandError
from dagster_project.console import quiet
from dagster_project.dagster_home import STARTED_BY, end_dead_runs, prepare_home
from dagster_project.dbt_project import prepare_manifest
from dagster_project.settings import Settings

_FULL_BYTES = 50_000_000
"""Where less than this is free when a run fails, that is why: a warehouse of one document needs more."""
_KEPT_LOGS = 30
_SHOWN_LINES = 25


def run_pipeline(settings: Settings, *, source_path: str | None = None, read: bool = True) -> bool:
    """Run the nightly job; the caller holds the warehouse lock.

    Args:
        settings: where.
        source_path: read this one document again, and no other; None for all that is new.
        read: whether to look at the raw folder at all.

    Returns:
        Whether the run succeeded; what failed has been printed.

    Raises:
        CommandError: the disk that holds the warehouse is full.
    """
    prepare_home(settings)
    log = _new_log(settings)
    failures: list[str] = []
    try:
        with quiet(log):
            prepare_manifest(settings)
            failures = _execute(source_path, read)
    except BaseException as error:
        print(f"The run did not end; what its tools said is in {log}.", file=sys.stderr)
        if isinstance(error, Exception) and (full := _full_disk(settings)):
            raise CommandError(full) from error
        raise
    if failures:
        if full := _full_disk(settings):
            failures.append(full)
        print("The pipeline failed.", *failures, f"What its tools said is in {log}.", sep="\n", file=sys.stderr)
    return not failures


def _full_disk(settings: Settings) -> str:
    """A sentence where the disk that holds the warehouse is full; tools tell it in as many ways as there are tools."""
    free = shutil.disk_usage(settings.warehouse_dir).free
    if free >= _FULL_BYTES:
        return ""
    return (
        f"the disk that holds {settings.warehouse_dir} is full ({free // 1_000_000} MB free); the next run carries on"
    )


def _execute(source_path: str | None, read: bool) -> list[str]:
    """Run the job; returns what failed, in words."""
    import dagster as dg

    from dagster_project.definitions import defs
    from dagster_project.event_log import kept_connections
    from dagster_project.jobs import NIGHTLY
    from dagster_project.partitions import DISCLOSURES, partition_key

    job = defs.resolve_job_def(NIGHTLY)
    selection = None
    if not read:
        reading = dg.AssetKey("extracted_disclosures")
        selection = [key for key in job.asset_layer.executable_asset_keys if key != reading]
    with dg.DagsterInstance.get() as instance, kept_connections(instance):
        end_dead_runs(instance)
        key = partition_key(source_path) if source_path is not None else None
        if key is not None:
            instance.add_dynamic_partitions(str(DISCLOSURES.name), [key])
        result = job.execute_in_process(
            instance=instance,
            raise_on_error=False,
            partition_key=key,
            asset_selection=selection,
            tags={STARTED_BY: "command line"},
            run_config={"loggers": {"console": {"config": {"log_level": "INFO"}}}},
        )
        return [] if result.success else _failures(result.all_events)


def _failures(events: Sequence[object]) -> list[str]:
    lines = []
    for event in events:
        kind = getattr(event, "event_type_value", "")
        data = getattr(event, "event_specific_data", None)
        error = getattr(data, "error", None)
        if kind == "STEP_FAILURE":
            lines.append(f"- {getattr(event, 'step_key', '')}: {_innermost(error)}")
        elif kind == "PIPELINE_FAILURE" and error is not None and not lines:
            lines.append(f"- {_innermost(error)}")
    return lines or ["- the run ended without success; no step says why"]


def _innermost(error: object) -> str:
    """The message at the bottom of a chain of causes, which names the fault; the top only says that a step failed."""
    while getattr(error, "cause", None) is not None:
        error = error.cause  # type: ignore[attr-defined]
    lines = str(getattr(error, "message", error)).strip().splitlines()
    return "\n  ".join(lines[:_SHOWN_LINES])


def _new_log(settings: Settings) -> Path:
    settings.log_dir.mkdir(parents=True, exist_ok=True)
    for old in sorted(settings.log_dir.glob("run-*.log"))[:-_KEPT_LOGS]:
        old.unlink(missing_ok=True)
    return settings.log_dir / f"run-{time.strftime('%Y%m%dT%H%M%S')}-{os.getpid()}.log"
