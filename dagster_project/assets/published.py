"""What readers get: the judged warehouse as Data Docs, and the copy of the marts for BI tools."""

from collections.abc import Sequence
from datetime import UTC, datetime

import dagster as dg

from dagster_project.notices import Kind, Notice, notify
from dagster_project.resources import Warehouse

GROUP = "published"
DATA_DOCS = dg.AssetKey("data_docs")
_SHOWN_FINDINGS = 20


TRIAGE = (
    dg.AssetSpec("dispositions", group_name="triage", description="What people have decided about findings."),
    dg.AssetSpec("finding_history", group_name="triage", description="Every finding that was ever published."),
)
"""What outlives the builds: a file of the repository, and what `bi_copy` of each run adds to it."""


def build_published(marts: Sequence[dg.AssetKey]) -> list[dg.AssetsDefinition]:
    """The published assets, downstream of the marts."""

    @dg.asset(key=DATA_DOCS, deps=marts, group_name=GROUP, kinds={"greatexpectations", "html"})
    def data_docs(warehouse: Warehouse) -> dg.MaterializeResult:
        """The expectations enforced on every layer, with their results as pages. The asset checks report from here."""
        return _judge(warehouse)

    @dg.asset(deps=[*marts, DATA_DOCS], group_name=GROUP, kinds={"duckdb", "parquet"})
    def bi_copy(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
        """The marts for BI tools: a read-only database, the same tables as Parquet, views with Chinese names."""
        return _publish(context, warehouse)

    @dg.asset(deps=[bi_copy], group_name=GROUP, kinds={"html"})
    def reports(warehouse: Warehouse) -> dg.MaterializeResult:
        """A page per document that shows every finding on its page of the PDF, and an index over all."""
        return _report(warehouse)

    return [data_docs, bi_copy, reports]


def _judge(warehouse: Warehouse) -> dg.MaterializeResult:
    from dagster_project.console import say
    from dagster_project.judgement import judge

    say("Judging it.")
    suites = judge(warehouse.settings)
    return dg.MaterializeResult(
        metadata={
            "suites": len(suites),
            "expectations": sum(suite.expectations for suite in suites),
            "failed expectations": sum(suite.failed_expectations for suite in suites),
            "index": dg.MetadataValue.path(warehouse.settings.data_docs_dir / "index.html"),
        }
    )


def _publish(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
    from dagster_project.console import say
    from dagster_project.publish import publish
    from dagster_project.summary import error_findings, published_errors
    from dagster_project.triage import record

    settings = warehouse.settings
    say("Publishing.")
    known = published_errors(settings)
    publication = publish(settings)
    changes = record(settings, datetime.now(UTC).replace(tzinfo=None))
    context.log.info(f"findings: {changes}")
    fresh = [finding for finding in error_findings(settings) if finding.finding_id not in known]
    if fresh:
        lines = tuple(str(finding) for finding in fresh[:_SHOWN_FINDINGS])
        notify(Notice(Kind.NEW_ERRORS, f"{len(fresh)} new findings of severity error", lines), context.log.warning)
    return dg.MaterializeResult(
        metadata={
            "database": dg.MetadataValue.path(publication.database),
            "new findings of severity error": len(fresh),
            "findings new": changes.new,
            "findings resolved": changes.resolved,
            "findings still open": changes.still_open,
            "findings decided about": changes.decided,
            **{f"rows of {mart}": count for mart, count in publication.rows.items()},
        }
    )


def _report(warehouse: Warehouse) -> dg.MaterializeResult:
    """The last step of a run: what it leaves behind is complete."""
    from dagster_project.report.build import write_reports
    from dagster_project.state import complete
    from dagster_project.summary import headline, read_summary

    settings = warehouse.settings
    written = write_reports(settings)
    summary = read_summary(settings)
    complete(settings, finished_at=f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S %z}", summary=headline(summary))
    return dg.MaterializeResult(
        metadata={
            "index": dg.MetadataValue.path(written.index),
            "documents": written.documents,
            "written anew": written.written,
        }
    )
