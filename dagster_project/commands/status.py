"""``juesuan status``: where things are, what a run would do, who is running."""

from __future__ import annotations

import argparse

from dagster_project.raw_layer.manifest import read_manifest
from dagster_project.run_lock import current_holder
from dagster_project.settings import Settings
from dagster_project.state import read_stamp
from dagster_project.text_table import pad
from dagster_project.watch import anything_to_do


def status(settings: Settings, _options: argparse.Namespace) -> int:
    """Print the state of this place; changes nothing, waits for nobody."""
    stamp = read_stamp(settings)
    holder = current_holder(settings.lock_file)
    facts = [
        ("PDFs in", str(settings.raw_dir)),
        ("warehouse in", str(settings.warehouse_dir)),
        ("for BI tools", str(settings.published_database)),
        ("Dagster in", str(settings.dagster_home)),
        ("workers", str(settings.workers)),
        ("files known", f"{len(read_manifest(settings.raw_layer_dir)):,}"),
        ("last run", f"{stamp.finished_at}: {stamp.summary}" if stamp else "none that was completed"),
        ("running now", str(holder) if holder else "nobody"),
        ("a run would see", anything_to_do(settings) or "nothing new"),
    ]
    print("\n".join(f"{pad(name, 18)}{value}" for name, value in facts))
    return 0
