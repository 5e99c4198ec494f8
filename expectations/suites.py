"""Builds the Great Expectations suites from the catalogue and the structural checks.

Each suite opens with the row count that it must find: an empty frame satisfies every expectation, so a suite that did
not assert it could not fail. Importing this module imports Great Expectations.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import great_expectations.expectations as gxe
import pandas as pd
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.metadata_types import FailureSeverity
from great_expectations.expectations.row_conditions import Column

from expectations.frames import Warehouse
from expectations.identities import Identity, Severity, families, load_catalogue
from expectations.structure import STRUCTURAL_SUITES, StructuralSuite
from expectations.tolerance import ExpectDocumentsFreeOf, ExpectIdentityWithinTolerance

GX_SEVERITY = {
    Severity.ERROR: FailureSeverity.CRITICAL,
    Severity.WARNING: FailureSeverity.WARNING,
    Severity.INFO: FailureSeverity.INFO,
}
"""Great Expectations' word for each severity of the catalogue."""

IDENTITY_INDEX = (
    "document_id", "department", "year", "page", "scope", "operands", "residual_milli", "tolerance_milli",
)  # fmt: skip
STRUCTURE_INDEX = ("document_id", "department", "year")


@dataclass(frozen=True, slots=True)
class PlannedSuite:
    """Expectations with the frame that they judge; ``judged`` is how many rows of it carry a verdict."""

    name: str
    expectations: tuple[Expectation, ...]
    asset: str
    frame: pd.DataFrame
    index_columns: tuple[str, ...]
    judged: int


def identity_suite(family: str, identities: tuple[Identity, ...], warehouse: Warehouse) -> PlannedSuite:
    """The suite of one family on ``fct_identity_result``."""
    frame = warehouse.verdicts(family)
    pairs = warehouse.document_count() * len(identities)
    intended = (
        gxe.ExpectTableRowCountToEqual(
            value=warehouse.intended_scopes(family),
            severity=FailureSeverity.CRITICAL,
            notes="Rows of fct_identity_result are as many as the scopes that the engine resolved.",
        ),
        gxe.ExpectColumnSumToBeBetween(
            column="first_scope",
            min_value=pairs,
            max_value=pairs,
            severity=FailureSeverity.CRITICAL,
            notes="Every identity of the family has a verdict or a reason in every document.",
        ),
    )
    judged = tuple(_within_tolerance(identity) for identity in identities)
    count = int(frame["judged"].sum())
    return PlannedSuite(f"identities_{family}", intended + judged, "fct_identity_result", frame, IDENTITY_INDEX, count)


def _within_tolerance(identity: Identity) -> ExpectIdentityWithinTolerance:
    return ExpectIdentityWithinTolerance(
        column_list=["residual_milli", "tolerance_milli"],
        operator=identity.operator,
        title=f"{identity.identity_id} {identity.title_zh} ({identity.title_en})",
        detail=identity.equation,
        row_condition=(Column("identity_id") == identity.identity_id) & (Column("judged") == 1),
        severity=GX_SEVERITY[identity.severity],
    )


def structural_suite(plan: StructuralSuite, warehouse: Warehouse) -> PlannedSuite:
    """The suite of one table: one row per document, no flaw in any."""
    frame = warehouse.flaws(plan)
    intended = gxe.ExpectTableRowCountToEqual(
        value=warehouse.intended_documents(plan),
        severity=FailureSeverity.CRITICAL,
        notes="Every document that must have rows in this table has some.",
    )
    sound = tuple(
        ExpectDocumentsFreeOf(
            column_list=[check.name, "allowed"], title=check.title, severity=GX_SEVERITY[check.severity]
        )
        for check in plan.all_checks()
    )
    return PlannedSuite(plan.name, (intended, *sound), plan.asset, frame, STRUCTURE_INDEX, len(frame))


def plan_suites(warehouse: Warehouse) -> Iterator[PlannedSuite]:
    """All suites in the order of the flow: raw, staging, marts, then the identities by family; one frame at a time."""
    for plan in STRUCTURAL_SUITES:
        yield structural_suite(plan, warehouse)
    for name, group in families(load_catalogue()).items():
        yield identity_suite(name, group, warehouse)
