"""Print the sample disclosures: ``python -m tools.samples.build [--raw DIR] [--golden DIR]``.

The same data gives the same files. ``raw/<region>/<year>/<department>.pdf`` gets the document,
``tests/golden/<department>_<year>.csv`` every amount that a reader must find in it, and the file of the same name in
``tests/golden/performance`` every indicator of its performance forms.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from tools.samples.synthetic.disclosures import load_synthetic
from tools.samples.wuchang import load_wuchang
from tools.typesetter import Disclosure, Layout, typeset, write_golden
from tools.typesetter.performance import write_indicators

ROOT = Path(__file__).resolve().parents[2]


def samples() -> Iterator[tuple[Disclosure, Layout]]:
    """Every sample with its layout."""
    yield load_wuchang()
    yield from load_synthetic()


def sample_paths(disclosure: Disclosure, raw: Path, golden: Path) -> tuple[Path, Path]:
    """Where a sample's PDF and its expected cells are written."""
    year = str(disclosure.fiscal_year)
    return (
        raw / disclosure.region / year / f"{disclosure.department}.pdf",
        golden / f"{disclosure.department}_{year}.csv",
    )


def build(raw: Path, golden: Path) -> list[Path]:
    """Write all samples; the PDFs' paths are returned."""
    written = []
    for disclosure, layout in samples():
        pdf_path, golden_path = sample_paths(disclosure, raw, golden)
        pdf_path.parent.mkdir(parents=True, exist_ok=True)
        golden_path.parent.mkdir(parents=True, exist_ok=True)
        data, cells = typeset(disclosure, layout)
        pdf_path.write_bytes(data)
        write_golden(golden_path, cells)
        write_indicators(golden_path.parent / "performance" / golden_path.name, disclosure.closing)
        written.append(pdf_path)
    return written


def main() -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description="Print the sample disclosures and their expected cells.")
    parser.add_argument("--raw", type=Path, default=ROOT / "raw", help="folder of the PDFs")
    parser.add_argument("--golden", type=Path, default=ROOT / "tests" / "golden", help="folder of the expected cells")
    arguments = parser.parse_args()
    for path in build(arguments.raw, arguments.golden):
        print(path)


if __name__ == "__main__":
    main()
