"""What a report says of a document, read from the published marts; nothing of how it looks."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from dagster_project.settings import REPOSITORY

if TYPE_CHECKING:
    # The process that draws the pictures of a document knows boxes by this module, and starts once per document.
    import duckdb

_CATALOGUE = REPOSITORY / "expectations" / "catalogue"
SEVERITIES = ("error", "warning", "info")
_DOCUMENTS = """
    from marts.dim_document as document
    left join marts.dim_department as department using (department_id)
    select
        document_id, source_path, coalesce(department.name, document.source_path), document.region, fiscal_year,
        page_count, unit_yuan, disclosure_scope, published_on, is_current
    where load_status = 'loaded' and withdrawn_at is null
    order by department.name, fiscal_year desc, document_id
"""
_FINDINGS = """
    with printed_lines as (
        from marts.fct_statement_line
        select
            document_id, statement, line_code, page_number,
            min(x0) as x0, min(top) as top, max(x1) as x1, max(bottom) as bottom
        where occurrence = 1
        group by all
    ),
    printed_columns as (
        from marts.fct_statement_line
        select document_id, statement, measure, page_number, median(x0) as x0, median(x1) as x1
        group by all
    )
    from marts.fct_finding as finding
    left join marts.fct_statement_line as cell
        on finding.document_id = cell.document_id and finding.statement = cell.statement
        and finding.line_code = cell.line_code and finding.measure = cell.measure and cell.occurrence = 1
    left join printed_lines as line
        on finding.document_id = line.document_id and finding.statement = line.statement
        and finding.line_code = line.line_code and finding.page_number = line.page_number
    left join printed_columns as place
        on line.document_id = place.document_id and line.statement = place.statement
        and line.page_number = place.page_number and finding.measure = place.measure
    select
        finding.document_id, finding_id, finding_type, finding.severity,
        finding.statement, finding.line_code, finding.measure,
        finding.printed_text, proposed_text, evidence_count, identity_ids, finding.page_number, message_zh, message_en,
        coalesce(cell.page_number, line.page_number), coalesce(cell.x0, place.x0, line.x0),
        coalesce(cell.top, line.top), coalesce(cell.x1, place.x1, line.x1), coalesce(cell.bottom, line.bottom)
    order by list_position(['error', 'warning', 'info'], finding.severity), finding.page_number nulls last, finding_id
"""
_EQUATIONS = """
    from marts.fct_identity_result as result
    left join marts.fct_statement_line as cell
        on result.document_id = cell.document_id and result.statement = cell.statement
        and result.line_code = cell.line_code and result.measure = cell.measure and cell.occurrence = 1
    select
        result.document_id, identity_id, scope,
        result.statement, result.line_code, result.measure, operator, actual_yuan, expected_yuan,
        residual_yuan, tolerance_yuan, cell.page_number, cell.x0, cell.top, cell.x1, cell.bottom
    where status = 'fail'
    order by identity_id, scope
"""
_OPERANDS = """
    from marts.fct_identity_operand as operand
    semi join (from marts.fct_identity_result where status = 'fail') using (document_id, identity_id, scope)
    left join marts.fct_statement_line as cell
        on operand.operand_document_id = cell.document_id and operand.statement = cell.statement
        and operand.line_code = cell.line_code and operand.measure = cell.measure and cell.occurrence = 1
    left join marts.fct_narrative_claim as claim
        on operand.operand_document_id = claim.document_id and operand.statement = 'narrative'
        and operand.measure = claim.quantity
        and try_cast(regexp_extract(operand.line_code, '[0-9]+$') as integer) = claim.position
    left join marts.dim_document as document on operand.operand_document_id = document.document_id
    select
        operand.document_id, identity_id, scope,
        operand.operand_document_id, document.fiscal_year, operand.statement, operand.line_code,
        operand.measure, weight, operand.amount_yuan, coalesce(cell.printed_text, claim.stated_text),
        coalesce(cell.printed_name, claim.sentence), cell.page_number, cell.x0,
        cell.top, cell.x1, cell.bottom
    order by identity_id, scope, weight desc, cell.page_number, cell.top, cell.x0
"""
_CHECK = "document"
"""Category of the identities that count contradictions (D1 to D8)."""
_COUNTS = """
    from marts.fct_identity_result select document_id, status, count(*) group by all
"""


@dataclass(frozen=True, slots=True)
class Box:
    """A cell's place: points of the page as displayed, origin at the top left."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Operand:
    """One cell of an identity, and the sign with which it counts on the right-hand side."""

    label: str
    sign: str
    printed_text: str
    amount_yuan: Decimal | None
    year: int | None
    """The year of the disclosure that the cell stands in, where that is another one."""
    box: Box | None


@dataclass(frozen=True, slots=True)
class Equation:
    """One identity that does not hold, with the cells that it adds."""

    identity_id: str
    title_zh: str
    title_en: str
    left: str
    left_box: Box | None
    operator: str
    actual_yuan: Decimal | None
    expected_yuan: Decimal | None
    residual_yuan: Decimal | None
    tolerance_yuan: Decimal | None
    operands: tuple[Operand, ...]
    cells: tuple[tuple[str, str, str], ...]
    """Statement, line and measure of every cell that takes part, the left-hand one included."""


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding with its evidence."""

    finding_id: str
    finding_type: str
    severity: str
    printed_text: str
    proposed_text: str
    evidence_count: int
    page: int | None
    message_zh: str
    message_en: str
    box: Box | None
    equations: tuple[Equation, ...]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document, its findings (the worst first) and its verdicts by status."""

    document_id: str
    source_path: str
    department: str
    region: str
    year: int | None
    page_count: int
    unit_yuan: int | None
    scope: str
    published_on: str
    is_current: bool
    findings: tuple[FindingView, ...]
    verdicts: Mapping[str, int]

    def count(self, severity: str) -> int:
        """How many findings are of a severity."""
        return sum(finding.severity == severity for finding in self.findings)


def read_documents(connection: duckdb.DuckDBPyConnection) -> Iterator[DocumentView]:
    """Everything that the reports say, document by document: those loaded whose file is present."""
    equations = _equations(connection)
    verdicts: dict[str, dict[str, int]] = {}
    for document_id, status, count in connection.execute(_COUNTS).fetchall():
        verdicts.setdefault(document_id, {})[status] = count
    findings: dict[str, list[FindingView]] = {}
    for document_id, *row in connection.execute(_FINDINGS).fetchall():
        findings.setdefault(document_id, []).append(_finding(row, equations.get(document_id, ())))
    for document_id, path, department, region, year, *numbers, scope, published_on, is_current in connection.execute(
        _DOCUMENTS
    ).fetchall():
        yield DocumentView(
            document_id,
            path,
            department,
            region or "",
            year,
            *numbers,
            scope or "",
            str(published_on or ""),
            is_current,
            tuple(findings.get(document_id, ())),
            verdicts.get(document_id, {}),
        )


@cache
def titles() -> Mapping[tuple[str, str, str], str]:
    """Official Chinese names by (statement, kind, key)."""
    return {(row["statement"], row["kind"], row["key"]): row["title_zh"] for row in _rows("statement_keys.csv")}


@cache
def _identities() -> Mapping[str, Mapping[str, str]]:
    return {row["identity_id"]: row for row in _rows("identities.csv")}


def _rows(name: str) -> Sequence[Mapping[str, str]]:
    with (_CATALOGUE / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def label(statement: str | None, line_code: str | None, measure: str | None, printed_name: str | None = None) -> str:
    """A cell as a person names it: 《收入决算表》合计·事业收入; a figure of the prose by its sentence."""
    if statement == "narrative" and printed_name:
        return f"说明：“{printed_name}”"
    names = titles()
    statement, line_code, measure = statement or "", line_code or "", measure or ""
    line = names.get((statement, "line", line_code)) or " ".join(filter(None, (line_code, printed_name)))
    column = names.get((statement, "measure", measure), measure)
    title = names.get((statement, "statement", statement), statement)
    return f"《{title}》{line}{'·' if line and column else ''}{column}"


def _equations(connection: duckdb.DuckDBPyConnection) -> Mapping[str, Sequence[Equation]]:
    """The identities that fail, by document."""
    operands: dict[tuple[str, str, str], list[tuple[tuple[str, str, str], Operand]]] = {}
    for document_id, identity_id, scope, owner, year, *cell in connection.execute(_OPERANDS).fetchall():
        operand = _operand(cell, year if owner != document_id else None)
        operands.setdefault((document_id, identity_id, scope), []).append((tuple(cell[:3]), operand))
    equations: dict[str, list[Equation]] = {}
    for document_id, identity_id, scope, *row in connection.execute(_EQUATIONS).fetchall():
        if _identities().get(identity_id, {}).get("category") == _CHECK:
            continue  # Its finding says all: there is no sum to show.
        own = operands.get((document_id, identity_id, scope), [])
        equations.setdefault(document_id, []).append(_equation(identity_id, row, own))
    return equations


def _equation(
    identity_id: str, row: Sequence[Any], operands: Sequence[tuple[tuple[str, str, str], Operand]]
) -> Equation:
    statement, line, measure, operator, actual, expected, residual, tolerance, *box = row
    entry = _identities().get(identity_id, {})
    return Equation(
        identity_id,
        entry.get("title_zh", ""),
        entry.get("title_en", ""),
        label(statement, line, measure),
        _box(box),
        operator,
        actual,
        expected,
        residual,
        tolerance,
        tuple(operand for _, operand in operands),
        ((statement, line, measure), *(key for key, _ in operands)),
    )


def _operand(cell: Sequence[Any], year: int | None) -> Operand:
    statement, line, measure, weight, amount, printed_text, printed_name, *box = cell
    return Operand(
        label(statement, line, measure, printed_name),
        "−" if weight < 0 else "+",
        str(printed_text or ""),
        amount,
        year,
        _box(box) if year is None else None,
    )


def _finding(row: Sequence[Any], equations: Sequence[Equation]) -> FindingView:
    finding_id, kind, severity, statement, line, measure, printed, proposed, evidence, ids, page, zh, en, *box = row
    named = set(str(ids or "").split(","))
    own = tuple(e for e in equations if e.identity_id in named and (statement, line, measure) in e.cells)
    return FindingView(
        str(finding_id),
        str(kind),
        str(severity),
        str(printed or ""),
        str(proposed or ""),
        int(evidence or 0),
        page,
        str(zh),
        str(en),
        _box(box),
        own or tuple(e for e in equations if e.identity_id in named),
    )


def _box(values: Sequence[Any]) -> Box | None:
    return Box(*values) if None not in values else None
