"""Make the corpus, run the pipeline over it, compare."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from tools.accuracy import (
    damaged_cases,
    odd_cases,
    printed_cases,
    provinces,
    scan_cases,
    special_cases,
    typeset_cases,
)
from tools.accuracy.cases import Case, Document, Expected
from tools.accuracy.judge import Verdict, Warehouse, judge
from tools.accuracy.printers import CHROMIUM, LIBREOFFICE, find

ROOT = Path(__file__).resolve().parents[2]
RUN_TIMEOUT = 7200


@dataclass(frozen=True, slots=True)
class Place:
    """Where the corpus and the warehouse made from it lie."""

    folder: Path

    @property
    def raw(self) -> Path:
        """The PDFs."""
        return self.folder / "raw"

    @property
    def expected(self) -> Path:
        """The expected cells of each PDF."""
        return self.folder / "expected"

    @property
    def warehouse(self) -> Path:
        """What the pipeline builds."""
        return self.folder / "warehouse"

    def environment(self) -> dict[str, str]:
        """The settings of a run here."""
        own = {"JUESUAN_RAW_DIR": str(self.raw), "JUESUAN_WAREHOUSE_DIR": str(self.warehouse)}
        return {key: value for key, value in os.environ.items() if key not in ("DAGSTER_HOME", "STRICT")} | own


def all_cases() -> list[Case]:
    """The whole corpus, without what absent printers would make."""
    return [
        *typeset_cases.cases(),
        *printed_cases.cases(),
        *damaged_cases.cases(),
        *scan_cases.cases(),
        *special_cases.cases(),
        *odd_cases.cases(),
        *provinces.cases(),
    ]


def absent_printers() -> list[str]:
    """Printers that are not installed."""
    programs = {"Chromium": CHROMIUM, "LibreOffice": LIBREOFFICE}
    return [name for name, names in programs.items() if find(names) is None]


def build(cases: Sequence[Case], place: Place, workers: int, *, keep: bool = False) -> dict[str, str]:
    """Write the PDFs and their expected cells; what could not be made is returned with the reason.

    ``keep`` leaves those that are there already as they are; what belongs to no case is removed.
    """
    place.raw.mkdir(parents=True, exist_ok=True)
    place.expected.mkdir(exist_ok=True)
    wanted = {f"{case.name}.pdf" for case in cases}
    for path in place.raw.glob("*.pdf"):
        if path.name not in wanted:
            path.unlink()
    cases = [case for case in cases if not (keep and (place.raw / f"{case.name}.pdf").exists())]
    with ProcessPoolExecutor(workers) as pool:
        outcomes = pool.map(_build_one, cases, [place] * len(cases))
        return {case.name: reason for case, reason in zip(cases, outcomes, strict=True) if reason}


def _build_one(case: Case, place: Place) -> str:
    try:
        document = case.build()
    except Exception as error:  # a case that cannot be made must not take the others with it
        return f"{type(error).__name__}: {error}"
    (place.raw / f"{case.name}.pdf").write_bytes(document.data)
    rows = [_record(cell) for cell in document.cells]
    (place.expected / f"{case.name}.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return ""


def _record(cell: Expected) -> list[object]:
    return [
        str(value) if isinstance(value, Decimal) else value for value in (getattr(cell, f) for f in Expected.__slots__)
    ]


def _expected(place: Place, case: Case) -> Document:
    rows = json.loads((place.expected / f"{case.name}.json").read_text(encoding="utf-8"))
    cells = (dict(zip(Expected.__slots__, row, strict=True)) for row in rows)
    return Document(b"", tuple(Expected(**cell | {"amount_yuan": Decimal(cell["amount_yuan"])}) for cell in cells))


def run_pipeline(place: Place) -> str:
    """The real command over the corpus; its summary is returned.

    Raises RuntimeError where the pipeline itself fails.
    """
    command = [sys.executable, "-m", "dagster_project.cli", "run"]
    done = subprocess.run(
        command, cwd=ROOT, env=place.environment(), text=True, capture_output=True, timeout=RUN_TIMEOUT, check=False
    )
    if done.returncode:
        raise RuntimeError(f"the pipeline ended with {done.returncode}:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return done.stdout


def compare(cases: Sequence[Case], place: Place) -> list[Verdict]:
    """The verdict on every document that was made."""
    warehouse = Warehouse(place.warehouse / "bi" / "juesuan.duckdb")
    made = [case for case in cases if (place.raw / f"{case.name}.pdf").exists()]
    return [judge(case, _expected(place, case), f"{case.name}.pdf", warehouse) for case in made]
