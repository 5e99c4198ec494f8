"""The expectation suites as asset checks on the table that each of them judges.

A check that fails reports a publisher's mistake, or a page that was not understood: it never stops a run. The suites
are run once, by the asset ``data_docs``; the checks report what it found.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import dagster as dg

from dagster_project.assets.published import DATA_DOCS
from dagster_project.resources import Warehouse
from expectations.identities import families, load_catalogue
from expectations.structure import STRUCTURAL_SUITES

if TYPE_CHECKING:
    from dagster_project.judgement import Failure, SuiteSummary
    from dagster_project.settings import Settings

_IDENTITY_ASSET = "fct_identity_result"
_MARKDOWN = str.maketrans({character: f"\\{character}" for character in r"\`*_{}[]<>|"} | {"\n": " "})


@dataclass(frozen=True, slots=True)
class JudgedTable:
    """A suite and the table that it judges, known without importing Great Expectations."""

    suite: str
    asset: str
    description: str


def judged_tables() -> tuple[JudgedTable, ...]:
    """Every suite: those of the structure, then one per family of identities."""
    structural = [
        JudgedTable(suite.name, suite.asset, "; ".join(check.title for check in suite.all_checks()))
        for suite in STRUCTURAL_SUITES
    ]
    identities = [
        JudgedTable(
            f"identities_{family}", _IDENTITY_ASSET, "; ".join(f"{i.identity_id} {i.title_zh}" for i in members)
        )
        for family, members in families(load_catalogue()).items()
    ]
    return (*structural, *identities)


def build_checks() -> dg.AssetChecksDefinition:
    """One check per suite, none of them blocking."""
    specs = [
        dg.AssetCheckSpec(table.suite, asset=table.asset, description=table.description, additional_deps=[DATA_DOCS])
        for table in judged_tables()
    ]

    @dg.multi_asset_check(specs=specs, name="expectations", can_subset=True)
    def expectations(context: dg.AssetCheckExecutionContext, warehouse: Warehouse) -> Iterator[dg.AssetCheckResult]:
        """Report the last verdicts of the suites selected."""
        from dagster_project.judgement import last_judgement

        selected = context.selected_asset_check_keys
        settings = warehouse.settings
        for suite in last_judgement(settings):
            if dg.AssetCheckKey(dg.AssetKey(suite.asset), suite.suite) in selected:
                yield _result(settings, suite)

    return expectations


def _result(settings: "Settings", suite: "SuiteSummary") -> dg.AssetCheckResult:
    severity = dg.AssetCheckSeverity.ERROR if suite.is_error else dg.AssetCheckSeverity.WARN
    metadata: dict[str, object] = {
        "rows judged": suite.evaluated,
        "rows failed": suite.failed_rows,
        "expectations": suite.expectations,
        "expectations failed": suite.failed_expectations,
        "Data Docs": dg.MetadataValue.path(settings.data_docs_dir / suite.page),
    }
    if suite.failures:
        metadata["failures"] = dg.MetadataValue.md(_table(settings, suite.failures))
    return dg.AssetCheckResult(
        check_name=suite.suite,
        asset_key=dg.AssetKey(suite.asset),
        passed=suite.success,
        severity=severity,
        metadata=metadata,
    )


def _table(settings: "Settings", failures: "tuple[Failure, ...]") -> str:
    """The failures as a table in Markdown, each with a link to its page."""
    from dagster_project.judgement import page_link

    heads = ("department", "year", "page", "expectation", "cell", "operands", "residual (yuan)")
    rows = [
        (
            failure.department.translate(_MARKDOWN),
            failure.year,
            f"[{failure.page or 'PDF'}]({page_link(settings, failure)})" if failure.source_path else failure.page,
            failure.expectation.translate(_MARKDOWN),
            failure.scope.translate(_MARKDOWN),
            failure.operands.translate(_MARKDOWN),
            failure.residual_yuan,
        )
        for failure in failures
    ]
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
