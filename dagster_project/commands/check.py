"""``juesuan check``: one draft, judged in a warehouse of its own that is thrown away."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from dagster_project.commands.errors import CommandError
from dagster_project.dbt_project import run_dbt
from dagster_project.publish import publish
from dagster_project.raw_layer.ingest import ingest
from dagster_project.settings import Settings
from dagster_project.summary import all_findings, headline, read_summary
from dagster_project.text_table import safe


def check(settings: Settings, options: argparse.Namespace) -> int:
    """Read, judge and explain one PDF; neither the raw folder nor the warehouse is touched.

    Raises:
        CommandError: there is no such file, or it cannot be read; with the reason.
    """
    from dagster_project.extraction import EXTRACTOR_VERSION

    draft = Path(options.file)
    if not draft.is_file():
        raise CommandError(f"{options.file}: no such file")
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="juesuan-check-") as folder:
        place = _place(settings, Path(folder), draft)
        report = ingest(place, EXTRACTOR_VERSION, say=lambda _: None)
        for row in report.rows:
            if row.reason_code is not None:
                raise CommandError(f"{options.file} cannot be judged ({row.reason_code}): {row.message}")
        run_dbt(place, "build", "--exclude-resource-type", "unit_test", "test")
        publish(place)
        return _report(place, options, time.monotonic() - started)


def _place(settings: Settings, folder: Path, draft: Path) -> Settings:
    """Settings for a warehouse in ``folder`` whose raw folder holds the draft alone."""
    raw = folder / "raw"
    raw.mkdir()
    shutil.copyfile(draft, raw / f"{draft.stem or 'draft'}.pdf")
    return replace(settings, raw_dir=raw, warehouse_dir=folder / "warehouse", workers=1)


def _report(place: Settings, options: argparse.Namespace, seconds: float) -> int:
    findings = all_findings(place)
    for finding in findings:
        page = f"p. {finding.page}" if finding.page else "—"
        print(safe(f"{finding.severity:<8}{page:>7}  {finding.message}"))
    print(f"\n{options.file}: {headline(read_summary(place))}; judged in {seconds:.0f} s.")
    errors = sum(finding.severity == "error" for finding in findings)
    if options.strict and errors:
        print(f"{errors:,} findings of severity error, and STRICT is set.", file=sys.stderr)
        return 1
    return 0
