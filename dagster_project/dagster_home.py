"""Dagster's home: its settings file, and the runs that died without saying so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dagster_project.run_lock import current_holder
from dagster_project.settings import Settings

if TYPE_CHECKING:
    from dagster import DagsterInstance

STARTED_BY = "juesuan/started_by"
_CONFIG = """\
# Written by juesuan where no such file was; yours to change.
telemetry:
  enabled: false
nux:
  enabled: false
nux:
  enabled: false
# DuckDB has one writer: runs wait for each other. Those of the command line, which no queue sees, wait at a file lock.
concurrency:
  runs:
    max_concurrent_runs: 1
run_retries:
  enabled: true
  max_retries: 0
retention:
  schedule:
    purge_after_days: 90
  sensor:
    purge_after_days:
      skipped: 7
      success: 90
      failure: 90
"""


def prepare_home(settings: Settings) -> None:
    """Make the folder, and a settings file where there is none."""
    settings.dagster_home.mkdir(parents=True, exist_ok=True)
    config = settings.dagster_home / "dagster.yaml"
    if not config.exists():
        config.write_text(_CONFIG, encoding="utf-8")


def release_queue(settings: Settings, instance: DagsterInstance) -> None:
    """Let go of runs that died on the command line, where nobody is running; for whoever watches the queue."""
    if current_holder(settings.lock_file) is None:
        end_dead_runs(instance)


def end_dead_runs(instance: DagsterInstance) -> int:
    """Mark runs of the command line that were killed as failed; returns how many.

    To be called while holding the warehouse lock: every run of the command line holds it, so one that still counts as
    started is dead. Left alone it would keep its place in the queue, and no run from the UI would ever start.
    """
    from dagster import DagsterRunStatus, RunsFilter

    unfinished = [DagsterRunStatus.STARTED, DagsterRunStatus.STARTING, DagsterRunStatus.CANCELING]
    dead = instance.get_runs(RunsFilter(statuses=unfinished, tags={STARTED_BY: "command line"}))
    for run in dead:
        instance.report_run_failed(run, "The process that ran this was killed; the next run completes its work.")
    return len(dead)
