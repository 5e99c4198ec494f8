"""Says which figure is the likely culprit where equations contradict each other, and what it should read.

Pure: figures and equations in, findings out; no warehouse, no frames, exact arithmetic. What an equation means, and
whether it holds for the figures as printed, is settled before (``int_equations``); wording comes after
(``int_finding_identities``).
"""

from dagster_project.localisation.findings import explain, unsolved
from dagster_project.localisation.model import (
    NARRATIVE,
    SCALE,
    Cell,
    Equation,
    Figure,
    Finding,
    Kind,
    Ledger,
    Limits,
    Operator,
    Placement,
    Role,
    Severity,
    Slip,
    Status,
    Term,
)

__all__ = [
    "NARRATIVE",
    "SCALE",
    "Cell",
    "Equation",
    "Figure",
    "Finding",
    "Kind",
    "Ledger",
    "Limits",
    "Operator",
    "Placement",
    "Role",
    "Severity",
    "Slip",
    "Status",
    "Term",
    "explain",
    "unsolved",
]
