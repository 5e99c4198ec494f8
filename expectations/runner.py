"""Enforces the expectations on a finished warehouse and writes Data Docs.

A publisher's mistake is data: a failing expectation is reported, the run does not fail. Great Expectations is imported
when :func:`run_suites` is called, because the import takes seconds.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from expectations.data_docs import publish
from expectations.frames import open_warehouse

if TYPE_CHECKING:
    from great_expectations.core import ExpectationSuiteValidationResult, ExpectationValidationResult

    from expectations.suites import PlannedSuite


class Level(StrEnum):
    """Severity in the words of Great Expectations."""

    CRITICAL = "critical"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class FailedRow:
    """A row that fails an expectation, with what a person needs to find it. Amounts in yuan."""

    expectation: str
    """Identity and its meaning, or the structural rule."""
    document_id: str
    department: str
    year: str
    page: str
    scope: str
    operands: str
    residual_yuan: Decimal | None
    tolerance_yuan: Decimal | None


@dataclass(frozen=True, slots=True)
class SuiteStatistics:
    """Expectations of a suite, counted."""

    expectations: int
    failed_expectations: int
    errors: tuple[str, ...]
    """Expectations that could not be evaluated, with the reason: a fault of the pipeline, never of a publisher."""


@dataclass(frozen=True, slots=True)
class SuiteResult:
    """The outcome of one suite.

    ``asset`` is the dbt model or raw table that it judges; ``evaluated`` counts rows with a verdict; ``severity`` is
    that of the worst failure, or of the gravest expectation where all hold.
    """

    suite: str
    asset: str
    success: bool
    severity: Level
    evaluated: int
    failed_rows: tuple[FailedRow, ...]
    statistics: SuiteStatistics
    page: str
    """Path of the suite's page below the Data Docs folder."""


def run_suites(warehouse: Path, data_docs: Path) -> list[SuiteResult]:
    """Judge a warehouse and publish Data Docs.

    Args:
        warehouse: the folder that holds ``juesuan.duckdb`` and ``raw/``.
        data_docs: the folder to replace with the new site; it opens from disk and fetches nothing.

    Returns:
        One result per suite: raw, staging, marts, then one per family of identities.
    """
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    from expectations.suites import plan_suites

    data_docs.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data_docs.parent, prefix=".data-docs-") as folder:
        site = Path(folder) / "site"
        context = _context(site)
        with open_warehouse(warehouse) as opened:
            results = [_run(plan, context) for plan in plan_suites(opened)]
        context.build_data_docs()
        return publish(site, data_docs, results)


def _context(site: Path) -> Any:
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    for name in list(context.get_site_names()):
        context.delete_data_docs_site(name)
    context.add_data_docs_site(
        "juesuan",
        {
            "class_name": "SiteBuilder",
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
            # Great Expectations fills in variables, of which a dollar in the path is none.
            "store_backend": {
                "class_name": "TupleFilesystemStoreBackend",
                "base_directory": str(site).replace("$", r"\$"),
            },
            "show_how_to_buttons": False,
        },
    )
    return context


def _run(plan: PlannedSuite, context: Any) -> SuiteResult:
    import great_expectations as gx

    name = plan.name
    suite = context.suites.add(gx.ExpectationSuite(name=name, expectations=list(plan.expectations)))
    asset = context.data_sources.add_pandas(name).add_dataframe_asset(plan.asset)
    batch = asset.add_batch_definition_whole_dataframe(name)
    validation = context.validation_definitions.add(gx.ValidationDefinition(name=name, data=batch, suite=suite))
    checkpoint = context.checkpoints.add(
        gx.Checkpoint(
            name=name,
            validation_definitions=[validation],
            result_format={
                "result_format": "COMPLETE",
                "unexpected_index_column_names": list(plan.index_columns),
                "return_unexpected_index_query": False,
                "partial_unexpected_count": 0,
            },
        )
    )
    outcome = checkpoint.run(batch_parameters={"dataframe": plan.frame})
    (result,) = outcome.run_results.values()
    return _suite_result(plan, result)


def _suite_result(plan: PlannedSuite, result: ExpectationSuiteValidationResult) -> SuiteResult:
    failed = [item for item in result.results if not item.success]
    errors = tuple(f"{_title(item)}: {text}" for item in failed if (text := _exception(item)))
    levels = [_level(item) for item in (failed or result.results)]
    return SuiteResult(
        suite=plan.name,
        asset=plan.asset,
        success=bool(result.success),
        severity=min(levels, key=list(Level).index, default=Level.INFO),
        evaluated=plan.judged,
        failed_rows=tuple(row for item in failed for row in _failed_rows(item)),
        statistics=SuiteStatistics(len(result.results), len(failed), errors),
        page="",
    )


def _level(item: ExpectationValidationResult) -> Level:
    severity = getattr(item.expectation_config, "severity", None)
    return Level(str(getattr(severity, "value", severity) or Level.CRITICAL.value))


def _title(item: ExpectationValidationResult) -> str:
    config = item.expectation_config
    if config is None:
        return ""
    return str(config.kwargs.get("title") or config.notes or config.type)


def _exception(item: ExpectationValidationResult) -> str:
    """The message of an exception; Great Expectations nests it by metric in some cases."""
    info = item.exception_info or {}
    parts = [info] if "raised_exception" in info else list(info.values())
    return "; ".join(str(part.get("exception_message")) for part in parts if part.get("raised_exception"))


def _failed_rows(item: ExpectationValidationResult) -> Iterator[FailedRow]:
    for row in (item.result or {}).get("unexpected_index_list") or ():
        residual, tolerance = row.get("residual_milli"), row.get("tolerance_milli")
        yield FailedRow(
            expectation=_title(item),
            document_id=str(row["document_id"]),
            department=_text(row.get("department")),
            year=_text(row.get("year")),
            page=_text(row.get("page")),
            scope=_text(row.get("scope")),
            operands=_text(row.get("operands")),
            residual_yuan=None if residual is None else Decimal(int(residual)).scaleb(-3),
            tolerance_yuan=None if tolerance is None else Decimal(int(tolerance)).scaleb(-3),
        )


def _text(value: object) -> str:
    return "" if value is None or str(value) in ("nan", "<NA>", "NaT") else str(value)
