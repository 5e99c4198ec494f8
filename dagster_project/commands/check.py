"""``juesuan check``: one draft, judged in a warehouse of its own of which nothing is kept."""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from dagster_project.commands.errors import CommandError
from dagster_project.draft_build import build_draft
from dagster_project.publish import publish
from dagster_project.raw_layer.ingest import ingest
from dagster_project.report.build import write_report
from dagster_project.run_lock import warehouse_lock
from dagster_project.second_reading.runner import read_again
from dagster_project.settings import REPOSITORY, Settings
from dagster_project.summary import all_findings, headline, read_summary
from dagster_project.text_table import safe
from dagster_project.triage import lay_out


def check(settings: Settings, options: argparse.Namespace) -> int:
    """Read, judge and explain one PDF; neither the raw folder nor the warehouse is touched.

    Raises:
        CommandError: there is no such file, or it cannot be read; with the reason.
    """
    from dagster_project.extraction import EXTRACTOR_VERSION

    draft = Path(options.file)
    if not draft.is_file():
        why = "is a folder; one PDF is judged at a time" if draft.is_dir() else "no such file"
        raise CommandError(f"{options.file}: {why}")
    started = time.monotonic()
    with _bench(settings) as place:
        _lay_out(place, draft)
        report = ingest(place, EXTRACTOR_VERSION, say=lambda _: None)
        for row in report.rows:
            if row.reason_code is not None:
                raise CommandError(f"{options.file} cannot be judged ({row.reason_code}): {row.message}")
        _build(place)
        publish(place)
        target = settings.reports_dir / "drafts" / f"{draft.stem or 'draft'}.html"
        write_report(place, target)
        return _report(place, options, target, time.monotonic() - started)


def _build(place: Settings) -> None:
    """What the report reads; and where that shows pages worth a second reading, what stands on it once more."""
    lay_out(place)
    build_draft(place)
    if read_again(place).pages:
        build_draft(place, again=True)


@contextmanager
def _bench(settings: Settings) -> Iterator[Settings]:
    """A place of its own to judge a draft in; one draft at a time.

    It is the same place every time, because what dbt remembers of the models is good for one place only, and saves a
    third of the time.
    """
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "juesuan" / f"check-{hashlib.sha256(os.fsencode(REPOSITORY)).hexdigest()[:12]}"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = replace(settings, raw_dir=folder / "raw", warehouse_dir=folder / "warehouse", workers=1)
    with warehouse_lock(folder / ".lock", purpose="juesuan check", timeout=settings.lock_timeout, say=print):
        try:
            yield place
        finally:
            _clear(place)


def _lay_out(place: Settings, draft: Path) -> None:
    """A raw folder that holds the draft alone."""
    _clear(place)
    place.raw_dir.mkdir(parents=True)
    shutil.copyfile(draft, place.raw_dir / f"{draft.stem or 'draft'}.pdf")


def _clear(place: Settings) -> None:
    """Leave nothing of a draft behind; dbt's memory of the models stays."""
    shutil.rmtree(place.raw_dir, ignore_errors=True)
    for path in place.warehouse_dir.glob("*"):
        if path == place.dbt_target_dir:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _report(place: Settings, options: argparse.Namespace, target: Path, seconds: float) -> int:
    findings = all_findings(place)
    for finding in findings:
        page = f"p. {finding.page}" if finding.page else "—"
        print(safe(f"{finding.severity:<8}{page:>7}  {finding.message}"))
    print(f"\n{options.file}: {headline(read_summary(place))}; judged in {seconds:.0f} s.")
    print(f"Every finding on its page: {target}")
    errors = sum(finding.severity == "error" for finding in findings)
    if options.strict and errors:
        print(f"{errors:,} findings of severity error, and STRICT is set.", file=sys.stderr)
        return 1
    return 0
