"""``juesuan run``: everything that is new, or a word that nothing is."""

from __future__ import annotations

import argparse
import sys
import time
from contextlib import AbstractContextManager

from dagster_project.raw_layer.ingest import plan_run
from dagster_project.raw_layer.manifest import digest, write_manifest
from dagster_project.raw_layer.plan import Plan
from dagster_project.run_lock import warehouse_lock
from dagster_project.settings import Settings
from dagster_project.state import Origin, code_fingerprint, read_stamp, reasons_to_build


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Bring the warehouse up to date; decides without Dagster, dbt or Great Expectations whether there is anything."""
    with held(settings, "juesuan run"):
        started = time.monotonic()
        reasons = _reasons(settings)
        if not reasons:
            _say_nothing_new(settings)
            return _status(settings, options)
        print("\n".join(reasons), flush=True)
        from dagster_project.commands.pipeline import run_pipeline

        if not run_pipeline(settings):
            return 1
        from dagster_project.commands.show import print_summary

        print_summary(settings, note=f"done in {time.monotonic() - started:.0f} s")
        return _status(settings, options)


def held(settings: Settings, purpose: str) -> AbstractContextManager[None]:
    """The warehouse lock, with a word to the person who has to wait for it."""
    return warehouse_lock(
        settings.lock_file,
        purpose=purpose,
        timeout=settings.lock_timeout,
        say=lambda text: print(text, file=sys.stderr, flush=True),
    )


def _reasons(settings: Settings) -> list[str]:
    """What there is to do, in sentences. Files that were only touched are noted in the manifest on the way."""
    from dagster_project.extraction import EXTRACTOR_VERSION

    plan, rows = plan_run(settings, EXTRACTOR_VERSION)
    if not plan.candidates and frozenset(plan.rows) != frozenset(rows):
        write_manifest(settings.raw_layer_dir, plan.rows)
    reasons = list(_news(plan))
    origin = Origin(code_fingerprint(), digest(plan.rows))
    if not plan.candidates:
        reasons += [f"Rebuilding: {reason}." for reason in reasons_to_build(settings, origin)]
    return reasons


def _news(plan: Plan) -> list[str]:
    new = len(plan.candidates) - plan.outdated
    sentences = [
        (new, "{} new or changed PDF{} to read."),
        (plan.outdated, "{} PDF{} to read again: the extractor has a new version."),
        (len(plan.withdrawn), "{} PDF{} gone from the raw folder: withdrawn."),
    ]
    return [sentence.format(f"{count:,}", "" if count == 1 else "s") for count, sentence in sentences if count]


def _say_nothing_new(settings: Settings) -> None:
    stamp = read_stamp(settings)
    print("Nothing new: no PDF, code, lexicon, seed, catalogue or model has changed since the last run.")
    if stamp is not None:
        print(f"{stamp.finished_at}: {stamp.summary}.")
        print("juesuan show summary prints more; make ui serves lineage and checks.")


def _status(settings: Settings, options: argparse.Namespace) -> int:
    if not options.strict:
        return 0
    from dagster_project.summary import error_findings

    errors = error_findings(settings)
    if errors:
        print(f"{len(errors):,} findings of severity error, and STRICT is set.", file=sys.stderr)
    return 1 if errors else 0
