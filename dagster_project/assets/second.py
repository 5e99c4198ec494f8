"""Pages read again by the second reader: between the models that choose them and those that compare."""

from collections.abc import Iterator

import dagster as dg

from dagster_project.assets.raw import GROUP, RAW_PDFS, column_schema, table_metadata
from dagster_project.resources import Warehouse
from dagster_project.second_reading.records import SECOND_TABLES

PAGES = "int_second_reading_pages"
"""The model that says which pages there are to choose from."""


def _specs() -> Iterator[dg.AssetSpec]:
    for table, record in SECOND_TABLES.items():
        yield dg.AssetSpec(
            table,
            group_name=GROUP,
            kinds={"python", "parquet"},
            description=(record.__doc__ or "").strip(),
            deps=[RAW_PDFS, PAGES],
            metadata={"dagster/column_schema": column_schema(record)},
        )


@dg.multi_asset(specs=list(_specs()), name="second_readings")
def second_readings(context: dg.AssetExecutionContext, warehouse: Warehouse) -> Iterator[dg.MaterializeResult]:
    """What pdfplumber sees on pages with a failing identity, and on a sample of the others."""
    from dagster_project.console import say
    from dagster_project.second_reading.runner import read_again

    settings = warehouse.settings
    report = read_again(settings)
    if report.pages:
        say(f"{report.pages:,} pages read again by the second reader.")
    facts = {
        "pages chosen": report.chosen,
        "read before": report.known,
        **{f"pages {status}": count for status, count in sorted(report.by_status.items())},
    }
    context.log.info(f"second readings: {facts}")
    for table in SECOND_TABLES:
        yield dg.MaterializeResult(table, metadata={**table_metadata(settings.raw_layer_dir / table), **facts})
