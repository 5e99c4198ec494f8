"""``juesuan ui``: the Dagster UI with schedule and sensor, on this machine only unless told otherwise."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from dagster_project.dagster_home import prepare_home, release_queue
from dagster_project.dbt_project import prepare_manifest
from dagster_project.settings import REPOSITORY, Settings


def ui(settings: Settings, options: argparse.Namespace) -> int:
    """Become ``dagster dev``; the code location finds everything prepared."""
    prepare_home(settings)
    _release_queue(settings)
    settings.raw_layer_dir.mkdir(parents=True, exist_ok=True)
    print("Preparing dbt's manifest.", flush=True)
    prepare_manifest(settings)
    dagster = Path(sys.executable).with_name("dagster")
    print(f"Dagster UI: http://{options.host}:{options.port}", flush=True)
    arguments = ["dev", "-w", str(REPOSITORY / "workspace.yaml"), "-h", options.host, "-p", options.port]
    os.chdir(REPOSITORY)
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(REPOSITORY), os.environ.get("PYTHONPATH"))))
    os.environ.setdefault("PYTHONWARNINGS", "ignore::FutureWarning")  # ``dagster dev`` is to become ``dg dev`` one day.
    os.execv(str(dagster), [str(dagster), *arguments])  # noqa: S606 (our own executable)


def _release_queue(settings: Settings) -> None:
    """A run that was killed on the command line would keep its place in the queue for ever."""
    import dagster as dg

    with dg.DagsterInstance.get() as instance:
        release_queue(settings, instance)
