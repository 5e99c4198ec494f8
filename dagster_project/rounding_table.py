"""The rounding regimes of the documents in the warehouse, for dbt's ``int_rounding_regimes``.

Documents pass one by one; ``dagster_project.rounding`` has the statistics.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

import pyarrow as pa

from dagster_project.rounding import Estimate, Regime, Sum, applied, estimate

if TYPE_CHECKING:
    import duckdb

DOCUMENT = "document"
"""Scope of the row on a document as a whole, beside the keys of its statements."""
_PORTION = 10_000
"""Sums in memory at once."""
_MEAN = Decimal("0.0001")
SCHEMA = pa.schema(
    [
        ("document_id", pa.string()),
        ("scope", pa.string()),
        ("regime", pa.string()),
        ("applied_regime", pa.string()),
        ("sum_count", pa.int32()),
        ("exact_count", pa.int32()),
        ("mean_residual_units", pa.decimal128(18, 4)),
        ("log_independent", pa.float64()),
        ("log_rebalanced", pa.float64()),
        ("log_truncated", pa.float64()),
        ("log_lead", pa.float64()),
    ]
)
"""Columns of ``int_rounding_regimes``."""


def regimes(statements: duckdb.DuckDBPyRelation, sums: duckdb.DuckDBPyRelation) -> pa.Table:
    """One row per document and statement that prints amounts, and one per document.

    ``statements``: document_id, statement, is_exact_money. ``sums``: document_id, statement, sum_key, residual_units,
    figures (sizes of the printed figures in fen, separated by commas), inexact_count.
    """
    columns: list[list[object]] = [[] for _ in SCHEMA]
    for document_id, exact_money, found in _documents(statements, sums):
        for row in _rows(document_id, exact_money, found):
            for column, value in zip(columns, row, strict=True):
                column.append(value)
    arrays = [pa.array(values, type=field.type) for values, field in zip(columns, SCHEMA, strict=True)]
    return pa.Table.from_arrays(arrays, schema=SCHEMA)


def _documents(
    statements: duckdb.DuckDBPyRelation, sums: duckdb.DuckDBPyRelation
) -> Iterator[tuple[str, dict[str, bool], list[Sum]]]:
    """Per document: which of its statements are printed to the fen, and its sums."""
    ordered = (
        statements.join(sums, "document_id, statement", how="left")
        .project("document_id, statement, is_exact_money, sum_key, residual_units, figures, inexact_count")
        .order("document_id, statement, sum_key")
    )
    batches = ordered.to_arrow_reader(_PORTION)
    rows = (row for batch in batches for row in zip(*(column.to_pylist() for column in batch.columns), strict=True))
    for document_id, group in groupby(rows, key=lambda row: str(row[0])):
        exact_money: dict[str, bool] = {}
        found: list[Sum] = []
        for _, statement, is_exact, key, residual, figures, inexact in group:
            exact_money[statement] = is_exact
            if key is not None:
                found.append(Sum(statement, key, residual, frozenset(map(int, figures.split(","))), inexact))
        yield document_id, exact_money, found


def _rows(document_id: str, exact_money: dict[str, bool], found: list[Sum]) -> Iterator[tuple[object, ...]]:
    """The document first; exactness of money is a habit of the whole of it, so its statements to the fen are pooled."""
    in_fen = estimate((item for item in found if exact_money[item.statement]), is_exact_money=True)
    others = [item for item in found if not exact_money[item.statement]]
    whole = in_fen if all(exact_money.values()) else estimate(others)
    yield _row(document_id, DOCUMENT, whole, whole.regime, whole.regime)
    by_statement: dict[str, list[Sum]] = defaultdict(list)
    for item in found:
        by_statement[item.statement].append(item)
    for statement, is_exact in exact_money.items():
        own = estimate(by_statement[statement], is_exact_money=is_exact)
        regime = in_fen.regime if is_exact else own.regime
        yield _row(document_id, statement, own, regime, regime if is_exact else applied(regime, whole.regime))


def _row(document_id: str, scope: str, own: Estimate, regime: Regime, judged_by: Regime) -> tuple[object, ...]:
    count = len(own.sums)
    mean = (Decimal(sum(item.residual for item in own.sums)) / count).quantize(_MEAN) if count else None
    logs = own.likelihoods
    return (
        document_id, scope, regime.value, judged_by.value, count, own.exact, mean,
        logs[Regime.INDEPENDENT], logs[Regime.REBALANCED], logs[Regime.TRUNCATED], own.lead,
    )  # fmt: skip
