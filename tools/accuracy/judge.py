"""The warehouse against the expected cells of one document."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from tools.accuracy.cases import Case, Document, Expected, Key

LOW_CONFIDENCE = 0.9
ALARMS = ("error", "warning")


@dataclass(frozen=True, slots=True)
class Found:
    """One amount of the warehouse."""

    amount_yuan: Decimal
    printed_text: str
    printed_code: str
    page: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of a document."""

    finding_type: str
    severity: str
    statement: str | None
    line_code: str | None
    measure: str | None
    page: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that is not as expected: wrong, missing, extra, or off (right amount; other page, text or code)."""

    kind: str
    key: Key
    page: int
    expected: str
    found: str
    silent: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one document."""

    case: Case
    status: str
    """loaded, unsupported, rejected:<reason>."""
    expected: int
    right: int
    differences: tuple[Difference, ...]
    false_findings: tuple[Finding, ...]

    def count(self, kind: str, *, silent: bool | None = None) -> int:
        """Differences of a kind, all or only the silent or the reported ones."""
        return sum(d.kind == kind and silent in (None, d.silent) for d in self.differences)

    @property
    def silent(self) -> int:
        """Wrong, missing or extra amounts that nothing points at."""
        return sum(d.silent and d.kind != "off" for d in self.differences)


class Warehouse:
    """The published tables of one run."""

    def __init__(self, database: Path) -> None:
        self.connection = duckdb.connect(str(database), read_only=True)

    def _rows(self, sql: str, document: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql, [document]).fetchall()

    def status(self, path: str) -> tuple[str, str]:
        """Document id and load status, or the reason of its rejection."""
        found = self._rows(
            "select document_id, load_status from marts.dim_document where source_path = ? and withdrawn_at is null",
            path,
        )
        if found:
            return found[0]
        rejected = self._rows("select reason_code from marts.dim_rejected_document where source_path = ?", path)
        return "", f"rejected:{rejected[0][0]}" if rejected else "absent"

    def cells(self, document: str) -> dict[Key, Found]:
        """Every amount by key."""
        rows = self._rows(
            """select statement, line_code, measure, occurrence, amount_yuan, printed_text, printed_code, page_number,
                      coalesce(confidence, 1)
               from marts.fct_statement_line where document_id = ?""",
            document,
        )
        return {row[:4]: Found(row[4], row[5], row[6] or "", row[7], row[8]) for row in rows}

    def findings(self, document: str) -> list[Finding]:
        """Every finding."""
        rows = self._rows(
            """select finding_type, severity, statement, line_code, measure, page_number, message_zh
               from marts.fct_finding where document_id = ?""",
            document,
        )
        return [Finding(*row) for row in rows]

    def in_failing_identities(self, document: str) -> set[tuple[str, str, str]]:
        """Cells on either side of an identity that fails."""
        rows = self._rows(
            """with failing as (
                   select identity_id, scope, statement, line_code, measure
                   from marts.fct_identity_result where document_id = ? and status = 'fail'
               )
               select statement, line_code, measure from failing
               union
               select o.statement, o.line_code, o.measure
               from marts.fct_identity_operand as o join failing using (identity_id, scope)
               where o.document_id = $1""".replace("?", "$1"),
            document,
        )
        return set(rows)


def judge(case: Case, document: Document, path: str, warehouse: Warehouse) -> Verdict:
    """Compare one document cell by cell."""
    document_id, status = warehouse.status(path)
    found = warehouse.cells(document_id) if document_id else {}
    findings = warehouse.findings(document_id) if document_id else []
    failing = warehouse.in_failing_identities(document_id) if document_id else set()
    expected = {cell.key: cell for cell in document.cells}
    differences = []
    for key in sorted(expected.keys() | found.keys()):
        kind = _kind(expected.get(key), found.get(key))
        if kind:
            reported = status.startswith("rejected") or _reported(
                key, expected.get(key), found.get(key), findings, failing
            )
            differences.append(_difference(kind, key, expected.get(key), found.get(key), silent=not reported))
    wrong = sum(d.kind in ("wrong", "missing") for d in differences)
    alarms = tuple(f for f in findings if f.severity in ALARMS and not _allowed(f, case))
    return Verdict(case, status, len(expected), len(expected) - wrong, tuple(differences), alarms)


def _allowed(finding: Finding, case: Case) -> bool:
    """Whether the finding is true of the document."""
    return bool({(finding.finding_type, finding.statement or ""), (finding.finding_type, "*")} & case.allowed)


def _kind(expected: Expected | None, found: Found | None) -> str:
    if found is None:
        return "missing"
    if expected is None:
        return "extra"
    if expected.amount_yuan != found.amount_yuan:
        return "wrong"
    same = (
        _squeezed(expected.printed_text) == _squeezed(found.printed_text)
        and _squeezed(expected.printed_code) == _squeezed(found.printed_code)
        and expected.page in (0, found.page)
    )
    return "" if same else "off"


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _difference(kind: str, key: Key, expected: Expected | None, found: Found | None, *, silent: bool) -> Difference:
    def shown(cell: Expected | Found | None) -> str:
        return f"{cell.amount_yuan} [{cell.printed_text}] p{cell.page} {cell.printed_code}".strip() if cell else ""

    page = (expected.page if expected else 0) or (found.page if found else 0)
    return Difference(kind, key, page, shown(expected), shown(found), silent)


def _reported(
    key: Key,
    expected: Expected | None,
    found: Found | None,
    findings: list[Finding],
    failing: set[tuple[str, str, str]],
) -> bool:
    """Whether anything points at the cell: a finding, a failing identity, a low confidence."""
    if key[:3] in failing or (found is not None and found.confidence < LOW_CONFIDENCE):
        return True
    pages = {cell.page for cell in (expected, found) if cell}
    return any(_names(finding, key, pages, missing=found is None) for finding in findings)


def _names(finding: Finding, key: Key, pages: set[int], *, missing: bool) -> bool:
    """Whether a finding names the cell, its line, its whole statement, or what nobody could map on its page.

    That a page may be incomplete explains a cell that is missing there, not one that is wrong.
    """
    statement, line, measure, _ = key
    if finding.finding_type == "low_confidence" and finding.line_code is None and not missing:
        return False
    if finding.finding_type == "unmapped" and finding.page in pages and finding.statement in (None, statement):
        return True
    if finding.statement != statement:
        return finding.statement is None and finding.page is not None and finding.page in pages
    return finding.line_code in (None, line) and finding.measure in (None, measure)
