"""``juesuan status``: where things are, what a run would do, who is running."""

from __future__ import annotations

import argparse

import duckdb

from dagster_project.raw_layer.manifest import read_manifest
from dagster_project.run_lock import current_holder
from dagster_project.settings import Settings
from dagster_project.state import read_stamp
from dagster_project.summary import connect_published
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
        ("set aside", _set_aside(settings)),
        ("last run", f"{stamp.finished_at}: {stamp.summary}" if stamp else "none that was completed"),
        ("running now", str(holder) if holder else "nobody"),
        ("a run would see", anything_to_do(settings) or "nothing new"),
    ]
    print("\n".join(f"{pad(name, 18)}{value}" for name, value in facts))
    return 0


def _set_aside(settings: Settings) -> str:
    """Documents that were recognised but whose facts are not read, by reason; files that were rejected, likewise."""
    if not settings.published_database.exists():
        return "nothing is published yet"
    query = """
        select 'unsupported: ' || unsupported_reason as reason, count(*) as files
        from marts.dim_document where load_status = 'unsupported' and withdrawn_at is null group by all
        union all
        select 'rejected: ' || reason_code, count(*) from marts.dim_rejected_document group by all
        order by all
    """
    try:
        with connect_published(settings) as connection:
            rows = connection.execute(query).fetchall()
    except duckdb.Error:
        return "what is published comes from another version; `make run` publishes anew"
    return "; ".join(f"{reason} {files:,}" for reason, files in rows) or "nothing"
