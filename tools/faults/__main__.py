"""Command line: ``python -m tools.faults [--count N] [--several N] [--seed N] [--folder DIR] [--only KIND]``.

Exit status 1 when a target is missed: recall of contradicted faults, proposals right and made, nothing beside them.
"""

from __future__ import annotations

import argparse
import pickle
import sys
import tempfile
from pathlib import Path

from tools.accuracy.report import write
from tools.accuracy.run import Place, run_pipeline
from tools.faults.judge import Findings, judge
from tools.faults.plan import Case, build, orders
from tools.faults.report import as_markdown, as_text, misses, table


def main() -> int:
    """Build, run twice, compare, report."""
    arguments = _parser().parse_args()
    if arguments.folder:
        return _measure(arguments, arguments.folder.resolve())
    with tempfile.TemporaryDirectory(prefix="juesuan-faults-") as folder:
        return _measure(arguments, Path(folder))


def _measure(arguments: argparse.Namespace, folder: Path) -> int:
    faulty, clean = Place(folder / "faulty"), Place(folder / "clean")
    cases = _cases(arguments, folder, faulty, clean)
    for place in (faulty, clean):
        run_pipeline(place)
    before, after = (Findings(place.warehouse / "bi" / "juesuan.duckdb") for place in (clean, faulty))
    verdicts = [judge(case, after, before) for case in cases]
    print(as_text(table(verdicts)))
    reasons = misses(verdicts, before)
    print(*reasons, sep="\n")
    write(arguments.report or folder / "faults.md", as_markdown(verdicts, before))
    return 1 if reasons else 0


def _cases(arguments: argparse.Namespace, folder: Path, faulty: Place, clean: Place) -> list[Case]:
    """The cases, made anew or kept from an earlier run of the same folder."""
    kept = folder / "cases.pickle"
    if arguments.keep and kept.exists():
        cases: list[Case] = pickle.loads(kept.read_bytes())
        return cases
    planned = orders(arguments.count, arguments.several, arguments.seed, arguments.only or ())
    cases = build(planned, faulty, clean, arguments.seed, arguments.workers)
    kept.write_bytes(pickle.dumps(cases))
    return cases


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.faults", description=__doc__)
    parser.add_argument("--count", type=int, default=300, help="documents with one fault each (default: 300)")
    parser.add_argument("--several", type=int, default=30, help="documents with two to four faults (default: 30)")
    parser.add_argument("--seed", type=int, default=1, help="another seed plants other faults (default: 1)")
    parser.add_argument("--only", action="append", help="only kinds whose name contains this; may be repeated")
    parser.add_argument("--folder", type=Path, help="keep corpora and warehouses here (default: a temporary folder)")
    parser.add_argument("--keep", action="store_true", help="judge the documents that are in the folder already")
    parser.add_argument("--report", type=Path, help="the report in Markdown (default: <folder>/faults.md)")
    parser.add_argument("--workers", type=int, default=2, help="documents made at a time")
    return parser


if __name__ == "__main__":
    sys.exit(main())
