"""``fct_finding`` of the faulty corpus against the clean one and against what was planted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

import duckdb

from tools.faults.model import Family, Fault
from tools.faults.plan import Case

PROSE_TYPES = frozenset({"prose_amount", "prose_percentage", "prose_comparison"})
OF_PROSE = PROSE_TYPES | {"continuity"}
"""Findings that speak of a sentence; of the change on the year before, the accounts of that year are the witness."""
SHEET_TYPES = frozenset({"unit", "scale", "code", "index_as_amount", "missing_cell", "identity", "unmapped"})
NARRATIVE = "narrative"
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding as published."""

    path: str
    finding_type: str
    severity: str
    statement: str
    line_code: str
    measure: str
    printed: str
    proposed: str
    identity_ids: str
    page: int | None
    message: str

    @property
    def cell(self) -> tuple[str, str, str]:
        """Where it stands."""
        return self.statement, self.line_code, self.measure

    @property
    def key(self) -> tuple[str, ...]:
        """What makes it the same finding in two corpora."""
        return self.finding_type, *self.cell, self.printed


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one fault."""

    fault: Fault
    found: Finding | None
    is_culprit: bool
    proposal: str
    """made right, made wrong, or none."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one document."""

    case: Case
    outcomes: tuple[Outcome, ...]
    more: tuple[Finding, ...]
    """Further findings at cells that the fault touches: one mistake told twice."""
    false: tuple[Finding, ...]
    """New errors and warnings that no fault explains."""
    notes: tuple[Finding, ...]
    """New findings of severity info."""
    elsewhere: tuple[Finding, ...]
    """New findings in the companion, last year's document."""


class Findings:
    """The published findings of one corpus, by file."""

    def __init__(self, database: Path) -> None:
        with duckdb.connect(str(database), read_only=True) as connection:
            rows = connection.execute(
                """select source_path, finding_type, severity, coalesce(statement, ''), coalesce(line_code, ''),
                          coalesce(measure, ''), coalesce(printed_text, ''), coalesce(proposed_text, ''),
                          coalesce(identity_ids, ''), page_number, message_en
                   from marts.fct_finding join marts.dim_document using (document_id) order by finding_id"""
            ).fetchall()
            loaded = connection.execute(
                "select source_path from marts.dim_document where load_status = 'loaded'"
            ).fetchall()
        self.loaded = {path for (path,) in loaded}
        self.by_path: dict[str, list[Finding]] = {}
        for row in rows:
            self.by_path.setdefault(row[0], []).append(Finding(*row))

    def of(self, path: str) -> list[Finding]:
        """The findings of a file."""
        return self.by_path.get(path, [])


def judge(case: Case, faulty: Findings, clean: Findings) -> Verdict:
    """Compare one case."""
    name = f"{case.order.name}.pdf"
    fresh = _new(faulty.of(name), clean.of(name))
    left = list(fresh)
    outcomes = []
    for fault in case.faults:
        outcome = _outcome(fault, left)
        outcomes.append(outcome)
        if outcome.found:
            left.remove(outcome.found)
    companion = f"{case.order.name}.companion.pdf"
    alarms = [finding for finding in left if finding.severity != "info"]
    about = [f for f in alarms if any(_is_about(fault, f) for fault in case.faults)]
    return Verdict(
        case,
        tuple(outcomes),
        tuple(about),
        tuple(f for f in alarms if f not in about),
        tuple(f for f in left if f.severity == "info"),
        tuple(f for f in _new(faulty.of(companion), clean.of(companion)) if f.severity != "info"),
    )


def _new(faulty: Sequence[Finding], clean: Sequence[Finding]) -> list[Finding]:
    """Findings that the clean twin does not have."""
    known = Counter(finding.key for finding in clean)
    fresh = []
    for finding in faulty:
        if known[finding.key]:
            known[finding.key] -= 1
        else:
            fresh.append(finding)
    return fresh


def _outcome(fault: Fault, fresh: Sequence[Finding]) -> Outcome:
    about = [finding for finding in fresh if _is_about(fault, finding)]
    if not about:
        return Outcome(fault, None, False, "none")
    best = max(about, key=lambda f: (_is_culprit(fault, f), f.severity == "error", f.severity == "warning"))
    return Outcome(fault, best, _is_culprit(fault, best), _proposal(fault, best))


def _is_about(fault: Fault, finding: Finding) -> bool:
    """Whether a finding may tell of a fault: at one of its cells, or of its equations, or of a type of its own."""
    if finding.finding_type in fault.types:
        return True
    statements = {cell[0] for cell in fault.cells}
    match fault.family:
        case Family.CELL:
            ties = finding.statement == NARRATIVE and any(":" in name for name in fault.contradicts)
            return finding.cell in fault.touched or finding.cell in fault.cells or ties
        case Family.SHEET:
            whole = finding.finding_type in SHEET_TYPES and finding.statement in statements
            return whole or finding.cell in fault.touched
        case Family.PROSE:
            return finding.finding_type in OF_PROSE or finding.statement == NARRATIVE
        case _:
            return False


def _is_culprit(fault: Fault, finding: Finding) -> bool:
    match fault.family:
        case Family.CELL:
            return finding.cell == fault.cells[0] and finding.finding_type not in PROSE_TYPES
        case Family.SHEET:
            lines = {cell[:2] for cell in fault.cells}
            return (finding.statement, finding.line_code) in lines or finding.line_code == ""
        case Family.PROSE if not fault.types:
            is_of_prose = finding.finding_type in OF_PROSE or finding.statement == NARRATIVE
            return is_of_prose and _number(finding.printed) == _number(fault.now)
        case _:
            return True


def _proposal(fault: Fault, finding: Finding) -> str:
    """Right: at the culprit, and the clean figure within a unit of the last digit, which is all that sums can tell."""
    if not finding.proposed or fault.value is None:
        return "none"
    proposed = _number(finding.proposed)
    near = proposed is not None and abs(proposed - fault.value) <= CENT
    return "right" if near and _is_culprit(fault, finding) else "wrong"


def _number(text: str) -> Decimal | None:
    found = re.search(r"-?[\d,]*\.?\d+", text)
    try:
        return Decimal(found.group().replace(",", "")) if found else None
    except InvalidOperation:
        return None
