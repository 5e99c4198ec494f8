"""One worker against two, from a folder of PDFs to the raw layer: wall time, and what of the work is not shared.

The parent's own CPU time is what no number of workers makes shorter. On a busy machine it tells more than the wall: two
workers that share ``work`` seconds beside a parent of ``parent`` seconds take at least ``max(parent, work / 2)``.
Run with ``make bench``, or ``python -m benchmarks.workers ../shared/corpus --documents 300``.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.documents import fill_folder, parser_for, readable_documents
from dagster_project.extraction import EXTRACTOR_VERSION
from dagster_project.raw_layer.ingest import ingest
from dagster_project.settings import Settings


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds that an ingest took: by the clock, and of CPU in the parent and in all its workers."""

    wall: float
    parent: float
    work: float


def cost_of(raw_dir: Path, workers: int) -> Cost:
    """Ingest a folder into an empty raw layer."""
    with tempfile.TemporaryDirectory() as warehouse:
        place = Path(warehouse)
        settings = replace(
            Settings.from_env(), raw_dir=raw_dir, warehouse_dir=place, dagster_home=place / ".dagster", workers=workers
        )
        wall, before = time.perf_counter(), os.times()
        ingest(settings, EXTRACTOR_VERSION, say=lambda _: None)
        after = os.times()
    parent = after.user + after.system - before.user - before.system
    work = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(time.perf_counter() - wall, parent, work)


def main() -> None:
    """Print a row per number of workers, and the gain of two over one."""
    parser = parser_for(__doc__)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=2)
    arguments = parser.parse_args()
    documents = readable_documents(arguments.places)
    with tempfile.TemporaryDirectory() as folder:
        fill_folder(Path(folder), documents, arguments.documents)
        cost_of(Path(folder), 2)  # Reads the files into the cache of the system.
        rounds = [[cost_of(Path(folder), workers) for workers in (1, 2)] for _ in range(arguments.rounds)]
    one, two = (min((costs[i] for costs in rounds), key=lambda cost: cost.wall) for i in (0, 1))
    sys.stdout.write(f"ingest of {arguments.documents} documents (seconds, best of {arguments.rounds})\n")
    for workers, cost in ((1, one), (2, two)):
        sys.stdout.write(f"  {workers} worker(s): wall {cost.wall:6.1f}, CPU of parent {cost.parent:5.2f}")
        sys.stdout.write(f", of workers {cost.work:6.1f}\n")
    sys.stdout.write(f"  two are {one.wall / two.wall:.2f} times as fast as one\n")


if __name__ == "__main__":
    main()
