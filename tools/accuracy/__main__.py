"""Command line: ``python -m tools.accuracy [--folder DIR] [--report FILE] [--only TEXT] [--workers N]``.

Exit status 1 when a cell of a text document is not as printed, a scan misses its target, or anything is silent.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tools.accuracy.cases import Kind
from tools.accuracy.report import as_markdown, as_text, failures, summary, write
from tools.accuracy.run import Place, absent_printers, all_cases, build, compare, run_pipeline


def main() -> int:
    """Build, run, compare, report."""
    arguments = _parser().parse_args()
    if arguments.folder:
        return _measure(arguments, Place(arguments.folder.resolve()))
    with tempfile.TemporaryDirectory(prefix="juesuan-accuracy-") as folder:
        return _measure(arguments, Place(Path(folder)))


def _measure(arguments: argparse.Namespace, place: Place) -> int:
    kinds = arguments.kind or list(Kind)
    cases = [c for c in all_cases() if c.kind in kinds and any(text in c.name for text in arguments.only or [""])]
    not_made = build(cases, place, arguments.workers, keep=arguments.keep)
    if arguments.build_only:
        print(f"{len(cases) - len(not_made)} documents in {place.raw}", *not_made.items(), sep="\n")
        return 0
    run_pipeline(place)
    verdicts = compare(cases, place)
    absent = absent_printers()
    print(as_text(summary(verdicts)))
    print(*(f"{name} is not installed: its documents are left out" for name in absent), sep="\n")
    reasons = [*(f"{name} was not made: {why}" for name, why in not_made.items()), *failures(verdicts)]
    print(*reasons, sep="\n")
    write(arguments.report or place.folder / "accuracy.md", as_markdown(verdicts, not_made, absent))
    return 1 if reasons else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.accuracy", description=__doc__)
    parser.add_argument("--folder", type=Path, help="keep corpus and warehouse here (default: a temporary folder)")
    parser.add_argument("--report", type=Path, help="the report in Markdown (default: <folder>/accuracy.md)")
    parser.add_argument("--only", action="append", help="only cases whose name contains this; may be repeated")
    parser.add_argument("--kind", action="append", choices=list(Kind), help="only documents of this kind")
    parser.add_argument("--workers", type=int, default=2, help="documents made at a time")
    parser.add_argument("--keep", action="store_true", help="make only what is not in the folder yet")
    parser.add_argument("--build-only", action="store_true", help="make the PDFs and stop")
    return parser


if __name__ == "__main__":
    sys.exit(main())
