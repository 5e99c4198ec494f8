"""What the expectations found, kept beside the warehouse so that whoever reports it need not judge again."""

from __future__ import annotations

import importlib
import json
import os
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from dagster_project.raw_layer.manifest import replace_durably
from dagster_project.settings import Settings

if TYPE_CHECKING:
    from expectations.runner import SuiteResult

_KEPT_ROWS = 50
"""Failures shown per suite; Data Docs have them all."""


class JudgementError(RuntimeError):
    """An expectation could not be evaluated: a fault of the pipeline, never of a publisher."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One row that fails an expectation, as a person looks it up."""

    expectation: str
    department: str
    year: str
    page: str
    scope: str
    operands: str
    residual_yuan: str
    source_path: str


@dataclass(frozen=True, slots=True)
class SuiteSummary:
    """One suite's outcome."""

    suite: str
    asset: str
    success: bool
    is_error: bool
    """Whether its worst failure is an error, not a warning or less."""
    evaluated: int
    expectations: int
    failed_expectations: int
    failed_rows: int
    failures: tuple[Failure, ...]
    page: str
    """The suite's page below the Data Docs folder."""


def judge(settings: Settings) -> tuple[SuiteSummary, ...]:
    """Enforce the expectations on the warehouse, write Data Docs, keep the outcome.

    Raises:
        JudgementError: an expectation could not be evaluated.
    """
    from expectations.runner import run_suites

    results = run_suites(settings.warehouse_dir, settings.data_docs_dir)
    faults = [fault for result in results for fault in result.statistics.errors]
    if faults:
        raise JudgementError("\n".join(faults))
    paths = _source_paths(settings)
    summaries = tuple(_summary(result, paths) for result in results)
    _write(_file(settings), summaries)
    return summaries


def warm_up() -> None:
    """Import Great Expectations in the background: that takes seconds, and dbt is at work elsewhere meanwhile."""
    threading.Thread(target=importlib.import_module, args=("expectations.suites",), daemon=True).start()


def last_judgement(settings: Settings) -> tuple[SuiteSummary, ...]:
    """The outcome of the last :func:`judge`.

    Raises:
        JudgementError: nothing has been judged yet.
    """
    try:
        kept = json.loads(_file(settings).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise JudgementError("the expectations have not been run yet; materialize data_docs") from None
    return tuple(
        SuiteSummary(**{**suite, "failures": tuple(Failure(**row) for row in suite["failures"])}) for suite in kept
    )


def page_link(settings: Settings, failure: Failure) -> str:
    """The address of the page of the PDF that a failure is about."""
    address = f"file://{quote(str(settings.raw_dir / failure.source_path))}"
    return f"{address}#page={failure.page}" if failure.page else address


def _summary(result: SuiteResult, paths: dict[str, str]) -> SuiteSummary:
    failures = tuple(
        Failure(
            expectation=row.expectation,
            department=row.department,
            year=row.year,
            page=row.page,
            scope=row.scope,
            operands=row.operands,
            residual_yuan="" if row.residual_yuan is None else f"{row.residual_yuan:,}",
            source_path=paths.get(row.document_id, ""),
        )
        for row in result.failed_rows[:_KEPT_ROWS]
    )
    return SuiteSummary(
        suite=result.suite,
        asset=result.asset,
        success=result.success,
        is_error=not result.success and result.severity.value == "critical",
        evaluated=result.evaluated,
        expectations=result.statistics.expectations,
        failed_expectations=result.statistics.failed_expectations,
        failed_rows=len(result.failed_rows),
        failures=failures,
        page=result.page,
    )


def _source_paths(settings: Settings) -> dict[str, str]:
    import duckdb

    with duckdb.connect(str(settings.database), read_only=True) as connection:
        rows = connection.execute("select document_id, source_path from marts.dim_document").fetchall()
    return dict(rows)


def _write(path: Path, summaries: tuple[SuiteSummary, ...]) -> None:
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    temporary.write_text(json.dumps([asdict(item) for item in summaries], ensure_ascii=False), encoding="utf-8")
    replace_durably(temporary, path)


def _file(settings: Settings) -> Path:
    return settings.warehouse_dir / ".judgement.json"
