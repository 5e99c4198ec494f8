"""The project's Expectation classes. Importing this module imports Great Expectations, which takes seconds.

Money in a frame is BIGINT thousandths of a yuan: a DECIMAL would arrive as float64, and then 7386.49 − 7386.48 is not
within 0.01. A row holds its own bound, because an identity's tolerance depends on how many cells are printed.
"""

from __future__ import annotations

from html import escape
from typing import Any, ClassVar, Literal

import great_expectations.expectations as gxe
import pandas as pd
from great_expectations.core import ExpectationValidationResult
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import MulticolumnMapExpectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.expectations.metrics.map_metric_provider import MulticolumnMapMetricProvider
from great_expectations.expectations.metrics.map_metric_provider.multicolumn_condition_partial import (
    multicolumn_condition_partial,
)
from great_expectations.render import LegacyRendererType, RenderedStringTemplateContent, RenderedTableContent
from great_expectations.render.components import LegacyDiagnosticRendererType
from great_expectations.render.renderer.renderer import renderer

SHOWN_ROWS = 50
"""Failing rows that a page of Data Docs shows; the marts hold all of them."""

__all__ = ["ExpectDocumentsFreeOf", "ExpectIdentityWithinTolerance", "gxe"]


class ValueWithinBound(MulticolumnMapMetricProvider):
    """Row by row: the first column is within the second, on both sides for ``=``, upwards only for ``<=``."""

    condition_metric_name = "multicolumn_values.value_within_bound"
    # Without row_condition and condition_parser among these keys a filter would be ignored in silence.
    condition_domain_keys = (
        "batch_id",
        "table",
        "column_list",
        "row_condition",
        "condition_parser",
        "ignore_row_if",
    )
    condition_value_keys = ("operator",)

    @multicolumn_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column_list: pd.DataFrame, operator: str = "=", **_: Any) -> pd.Series:  # noqa: N805 (the decorator calls it on the class)
        value, bound = column_list.iloc[:, 0], column_list.iloc[:, 1]
        if value.dtype.kind != "i" or bound.dtype.kind != "i":
            raise TypeError(f"amounts must be integers, not {value.dtype} and {bound.dtype}")
        return (value.abs() if operator == "=" else value) <= bound


class _WithinBound(MulticolumnMapExpectation):
    """What both classes share: the metric, and renderers that a budget officer can read."""

    operator: Literal["=", "<="] = "="
    title: str
    detail: str = ""

    map_metric: ClassVar[str] = "multicolumn_values.value_within_bound"
    success_keys: ClassVar[tuple[str, ...]] = ("mostly", "operator")
    args_keys: ClassVar[tuple[str, ...]] = ("column_list", "operator", "title", "detail")

    @classmethod
    @renderer(renderer_type=LegacyRendererType.PRESCRIPTIVE)
    def _prescriptive_renderer(
        cls,
        configuration: ExpectationConfiguration | None = None,
        result: ExpectationValidationResult | None = None,
        runtime_configuration: dict[str, Any] | None = None,
        **_: Any,
    ) -> list[RenderedStringTemplateContent]:
        kwargs = configuration.kwargs if configuration else {}
        return [
            _text_block(str(kwargs[name]), bold=name == "title") for name in ("title", "detail") if kwargs.get(name)
        ]

    @classmethod
    @renderer(renderer_type=LegacyDiagnosticRendererType.OBSERVED_VALUE)
    def _diagnostic_observed_value_renderer(
        cls,
        configuration: ExpectationConfiguration | None = None,
        result: ExpectationValidationResult | None = None,
        runtime_configuration: dict[str, Any] | None = None,
        **_: Any,
    ) -> str:
        outcome = result.result if result and result.result else {}
        judged, failed = outcome.get("element_count", 0), outcome.get("unexpected_count", 0)
        return f"{failed:,} of {judged:,} fail" if judged else "nothing to judge"

    @classmethod
    @renderer(renderer_type=LegacyDiagnosticRendererType.UNEXPECTED_STATEMENT)
    def _diagnostic_unexpected_statement_renderer(
        cls,
        configuration: ExpectationConfiguration | None = None,
        result: ExpectationValidationResult | None = None,
        runtime_configuration: dict[str, Any] | None = None,
        **_: Any,
    ) -> list[RenderedStringTemplateContent]:
        return []

    @classmethod
    @renderer(renderer_type=LegacyDiagnosticRendererType.UNEXPECTED_TABLE)
    def _diagnostic_unexpected_table_renderer(
        cls,
        configuration: ExpectationConfiguration | None = None,
        result: ExpectationValidationResult | None = None,
        runtime_configuration: dict[str, Any] | None = None,
        **_: Any,
    ) -> list[RenderedTableContent] | None:
        outcome = (result.result if result else None) or {}
        rows = outcome.get("unexpected_index_list")
        if not rows:
            return None
        header = outcome.get("unexpected_index_column_names") or list(rows[0])
        table = [[_cell(name, row[name]) for name in header] for row in rows[:SHOWN_ROWS]]
        if len(rows) > SHOWN_ROWS:
            table.append([f"… {len(rows) - SHOWN_ROWS:,} more"] + [""] * (len(header) - 1))
        return [
            RenderedTableContent(
                content_block_type="table",
                table=table,
                header_row=[name.replace("_milli", " (yuan)") for name in header],
                styling={"body": {"classes": ["table-bordered", "table-sm", "mt-3"]}},
            )
        ]


def _text_block(text: str, *, bold: bool) -> RenderedStringTemplateContent:
    """Text on a line of its own; Great Expectations escapes parameters, though not the cells of tables."""
    styling = {"params": {"text": {"classes": ["font-weight-bold"]}}} if bold else {}
    template = {"template": "$text", "params": {"text": text}, "styling": styling}
    return RenderedStringTemplateContent(content_block_type="string_template", string_template=template)


def _cell(name: str, value: object) -> str:
    """Escaped text of a table cell; thousandths of a yuan become yuan by placing the point; a hash is cut to read."""
    if value is None:
        return ""
    if name.endswith("_milli"):
        sign, digits = ("-" if int(str(value)) < 0 else ""), f"{abs(int(str(value))):04d}"
        return f"{sign}{int(digits[:-3]):,}.{digits[-3:]}".removesuffix("0")
    return escape(str(value)[:12] if name == "document_id" else str(value))


class ExpectIdentityWithinTolerance(_WithinBound):
    """Expect each verdict of one identity to hold within the rounding of the printed figures.

    ``column_list`` is (residual, tolerance) in thousandths of a yuan. With operator ``=`` the residual may lie on
    either side; with ``<=`` only an excess fails. ``title`` and ``detail`` say the identity and its equation.
    """


class ExpectDocumentsFreeOf(_WithinBound):
    """Expect a count of flaws to be zero in each document.

    ``column_list`` is (count of flaws, allowed), where allowed is a column of zeros.
    """
