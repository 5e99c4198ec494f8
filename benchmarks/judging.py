"""What a run over many documents costs, stage by stage, and what of it is judging: all that follows extraction.

The run is the real one, ``juesuan run`` over a folder of invented disclosures, watched from outside: Dagster's event
log says when each step began and ended and how long dbt took for each model, ``/proc`` what CPU and memory the
processes took meanwhile (Linux). The shares, all of one run, are what counts; other counts show what grows.
``python -m benchmarks.judging --documents 1000 --folder /tmp/scale`` keeps PDFs and warehouse there.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.disclosures import make_folder
from benchmarks.process_tree import Watch
from dagster_project.settings import available_cores

EXTRACTION = "extracted_disclosures"
_STARTS, _ENDS, _BUILT, _TESTED = "STEP_START", "STEP_SUCCESS", "ASSET_MATERIALIZATION", "ASSET_CHECK_EVALUATION"
_MEGABYTE = 1024**2
_SLOWEST = 15


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the run: moments in seconds since the epoch."""

    name: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Built:
    """A model, seed or data test that dbt ran, with its seconds by the clock; two run at a time."""

    name: str
    group: str
    """The folder of a model (``intermediate/identities``); of the others, what they are."""
    seconds: float


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock and of CPU, and the most resident bytes at any moment."""

    wall: float
    cpu: float
    memory: int


def run_watched(raw: Path, warehouse: Path) -> tuple[Stage, Watch]:
    """Run the pipeline to its end; the whole run as a stage, and what was seen of its processes.

    Raises:
        subprocess.CalledProcessError: the pipeline failed.
    """
    own = {"JUESUAN_RAW_DIR": str(raw), "JUESUAN_WAREHOUSE_DIR": str(warehouse)}
    environment = {key: value for key, value in os.environ.items() if key not in ("DAGSTER_HOME", "STRICT")} | own
    command = [sys.executable, "-m", "dagster_project.cli", "run"]
    start = time.time()
    with subprocess.Popen(command, env=environment) as process, Watch(process.pid) as watch:  # noqa: S603 (our own)
        status = process.wait()
        end = time.time()
    if status:
        raise subprocess.CalledProcessError(status, command)
    return Stage("total", start, end), watch


def read_log(warehouse: Path) -> tuple[list[Stage], list[Built]]:
    """The steps of the last run in order, and what dbt built and tested in it."""
    import dagster as dg

    os.environ["DAGSTER_HOME"] = str(warehouse / ".dagster")
    nodes = json.loads((warehouse / ".dbt" / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    started: dict[str, float] = {}
    stages, built = [], []
    with dg.DagsterInstance.get() as instance:
        (run,) = instance.get_runs(limit=1)
        for entry in instance.all_logs(run.run_id):
            event = entry.dagster_event
            if event is None:
                continue
            if event.event_type_value == _STARTS:
                started[str(event.step_key)] = entry.timestamp
            elif event.event_type_value == _ENDS:
                stages.append(Stage(str(event.step_key), started[str(event.step_key)], entry.timestamp))
            elif event.event_type_value == _BUILT:
                built += _built(nodes, event.step_materialization_data.materialization.metadata)
            elif event.event_type_value == _TESTED:
                built += _built(nodes, event.asset_check_evaluation_data.metadata)
    return stages, built


def _built(nodes: Mapping[str, Mapping[str, Any]], metadata: Mapping[str, object]) -> Iterator[Built]:
    unique_id, duration = (getattr(metadata.get(key), "value", None) for key in ("unique_id", "Execution Duration"))
    if isinstance(unique_id, str) and isinstance(duration, float):
        node = nodes.get(unique_id, {})
        is_model = node.get("resource_type") == "model"
        group = "/".join(node["fqn"][1:-1]) if is_model else unique_id.partition(".")[0]
        yield Built(unique_id.split(".")[2], group, duration)


def cost(stage: Stage, watch: Watch) -> Cost:
    """What a stage took."""
    return Cost(stage.end - stage.start, watch.cpu(stage.start, stage.end), watch.peak(stage.start, stage.end))


def report(
    total: Stage, stages: Sequence[Stage], built: Sequence[Built], watch: Watch, documents: int
) -> Iterator[str]:
    """The lines to print."""
    whole = cost(total, watch)
    yield f"{'':26s} {'wall s':>8s} {'CPU s':>8s} {'of CPU':>7s} {'CPU ms/doc':>11s} {'peak MB':>8s}"
    for stage in (*stages, total):
        one = cost(stage, watch)
        share, each = one.cpu / whole.cpu, one.cpu * 1000 / documents
        yield (
            f"{stage.name:26s} {one.wall:8.1f} {one.cpu:8.1f} {share:7.0%} {each:11.1f} {one.memory / _MEGABYTE:8.0f}"
        )
    reading = next(cost(stage, watch).cpu for stage in stages if stage.name == EXTRACTION)
    yield f"judging (all but extraction): {1 - reading / whole.cpu:.0%} of the CPU time of the run"
    yield ""
    yield "dbt, seconds by the clock, two at a time"
    yield from _of_dbt(built)


def _of_dbt(built: Iterable[Built]) -> Iterator[str]:
    groups: dict[str, list[Built]] = defaultdict(list)
    for one in built:
        groups[one.group].append(one)
    for name, members in sorted(groups.items(), key=lambda item: -_seconds(item[1])):
        yield f"  {name:36s} {_seconds(members):8.1f}  in {len(members)}"
    yield "the slowest"
    slowest = sorted(built, key=lambda one: -one.seconds)[:_SLOWEST]
    yield from (f"  {one.name:36s} {one.seconds:8.1f}" for one in slowest)


def _seconds(built: Iterable[Built]) -> float:
    return sum(one.seconds for one in built)


def measure(folder: Path, documents: int) -> None:
    """Make the disclosures that are not there yet, run the pipeline over them, print what it took."""
    raw, warehouse = folder / "raw", folder / "warehouse"
    make_folder(raw, documents, available_cores())
    total, watch = run_watched(raw, warehouse)
    stages, built = read_log(warehouse)
    sys.stdout.write(f"{documents} documents, load of the machine {os.getloadavg()[0]:.1f}\n")
    sys.stdout.write("".join(f"{line}\n" for line in report(total, stages, built, watch, documents)))


def main() -> None:
    """Print a row per stage, and the slowest models."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--folder", type=Path, help="keep PDFs and warehouse here (default: a temporary folder)")
    arguments = parser.parse_args()
    if not Path("/proc/self/stat").exists():
        sys.exit("what processes take is read from /proc, which this system does not have")
    if arguments.folder:
        measure(arguments.folder.resolve(), arguments.documents)
        return
    with tempfile.TemporaryDirectory(prefix="juesuan-judging-") as folder:
        measure(Path(folder), arguments.documents)


if __name__ == "__main__":
    main()
