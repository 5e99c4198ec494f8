"""Cases through the pool of workers until the time is up; each find is listed with the case that shows it again."""

from __future__ import annotations

import argparse
import hashlib
import itertools
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dagster_project.extraction.records import ReasonCode
from dagster_project.extraction_pool.messages import Task
from dagster_project.extraction_pool.pool import ExtractionPool, Result
from dagster_project.settings import REPOSITORY, Limits, available_cores
from tools.fuzz.mutate import mutate
from tools.fuzz.target import FAULT, TARGET

LIMITS = Limits(seconds=30.0, memory_bytes=768 * 1024**2, pages=200)
_BATCH = 40
_STOPPED = (ReasonCode.WORKER_DIED, ReasonCode.TIME_LIMIT, ReasonCode.MEMORY_LIMIT)


@dataclass(slots=True)
class Findings:
    """What a campaign saw."""

    outcomes: Counter[str] = field(default_factory=Counter)
    faults: dict[int, str] = field(default_factory=dict)
    """By case: a broken promise or an exception of the reader's own."""
    stopped: dict[int, str] = field(default_factory=dict)
    """By case: a worker that died or was ended by a limit; permitted, and worth a look."""


def sound_documents(folders: Sequence[Path] = (REPOSITORY / "raw",)) -> list[bytes]:
    """The PDFs to be damaged, in a stable order."""
    paths = sorted(path for folder in folders for path in folder.rglob("*.pdf"))
    return [path.read_bytes() for path in paths]


def case_bytes(case: int, documents: Sequence[bytes]) -> bytes:
    """The PDF of a case: a sound document damaged as the case's number says."""
    return mutate(documents[case % len(documents)], case)


def campaign(
    documents: Sequence[bytes], *, seconds: float, first: int = 0, limits: Limits = LIMITS, workers: int = 1
) -> Findings:
    """Run cases from ``first`` on until the time is up."""
    findings = Findings()
    deadline = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder, ExtractionPool(workers, limits, extract=TARGET) as pool:
        for start in itertools.count(first, _BATCH):
            if time.monotonic() >= deadline:
                return findings
            cases = {task.path: case for case, task in _tasks(range(start, start + _BATCH), documents, Path(folder))}
            tasks = [Task(hashlib.sha256(path.read_bytes()).hexdigest(), path) for path in cases]
            for result in pool.run(tasks):
                _record(findings, cases[result.task.path], result)
                result.task.path.unlink()
    return findings


def _tasks(cases: range, documents: Sequence[bytes], folder: Path) -> Iterator[tuple[int, Task]]:
    for case in cases:
        path = folder / f"{case}.pdf"
        path.write_bytes(case_bytes(case, documents))
        yield case, Task("", path)


def _record(findings: Findings, case: int, result: Result) -> None:
    findings.outcomes[result.reason.value if result.reason else "loaded"] += 1
    if result.message.startswith(FAULT):
        findings.faults[case] = result.message.removeprefix(FAULT)
    elif result.reason in _STOPPED:
        findings.stopped[case] = f"{result.reason}: {result.message}"


def main() -> int:
    """Run for FUZZ_SECONDS and print what was found; exit status 1 where the reader is at fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=float(os.environ.get("FUZZ_SECONDS", "60")))
    parser.add_argument(
        "--first", type=int, default=int(os.environ.get("FUZZ_FIRST", "0")), help="number of the first case"
    )
    parser.add_argument(
        "--write", type=int, metavar="CASE", help="write the PDF of a case to standard output, run nothing"
    )
    options = parser.parse_args()
    documents = sound_documents()
    if options.write is not None:
        sys.stdout.buffer.write(case_bytes(options.write, documents))
        return 0
    findings = campaign(documents, seconds=options.seconds, first=options.first, workers=available_cores())
    print(f"{sum(findings.outcomes.values()):,} cases from {options.first}: {dict(findings.outcomes.most_common())}")
    for title, cases in (("stopped by a limit", findings.stopped), ("FAULT", findings.faults)):
        for case, message in sorted(cases.items()):
            print(f"{title}: case {case}: {message}")
    if findings.stopped or findings.faults:
        print("python -m tools.fuzz.campaign --write CASE > case.pdf shows a case again")
    return 1 if findings.faults else 0


if __name__ == "__main__":
    sys.exit(main())
