"""Contradictions of the documents in the warehouse, explained, for dbt's ``int_finding_culprits``.

Documents are solved one by one, or together where an equation between them fails; only their rows are in memory.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pyarrow as pa

from dagster_project.localisation import (
    NARRATIVE,
    SCALE,
    Cell,
    Equation,
    Figure,
    Finding,
    Kind,
    Ledger,
    Operator,
    Placement,
    Role,
    Severity,
    Status,
    Term,
    explain,
    unsolved,
)

if TYPE_CHECKING:
    import duckdb

_LOG = logging.getLogger(__name__)
_PORTION = 200
"""Groups of documents whose rows are in memory at once."""
_CANDIDATES = 60
"""Cells named of a tie."""
_CELL = "statement, line_code, measure"
_INTEGERS = f"cast({{}} * {SCALE} as hugeint)"
SCHEMA = pa.schema(
    [
        ("document_id", pa.string()),
        ("statement", pa.string()),
        ("line_code", pa.string()),
        ("measure", pa.string()),
        ("placement", pa.string()),
        ("proposed", pa.decimal128(38, 8)),
        ("evidence_count", pa.int32()),
        ("slip", pa.string()),
        ("is_culprit", pa.bool_()),
        ("candidate_cells", pa.string()),
        ("equation_document_id", pa.string()),
        ("equation_id", pa.string()),
        ("is_lead", pa.bool_()),
    ]
)
"""Columns of ``int_finding_culprits``."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What dbt hands over: the relations that the model refers to."""

    contradictions: duckdb.DuckDBPyRelation
    equations: duckdb.DuckDBPyRelation
    identities: duckdb.DuckDBPyRelation
    operands: duckdb.DuckDBPyRelation
    figures: duckdb.DuckDBPyRelation
    blanks: duckdb.DuckDBPyRelation
    priors: duckdb.DuckDBPyRelation
    listings: duckdb.DuckDBPyRelation


def localise(session: duckdb.DuckDBPyConnection, inputs: Inputs) -> pa.Table:
    """Findings with the equations behind them, over all documents that have a contradiction."""
    rows: list[tuple[object, ...]] = []
    groups = _groups(inputs)
    for start in range(0, len(groups), _PORTION):
        for ledger in _ledgers(session, inputs, groups[start : start + _PORTION]):
            rows.extend(row for finding in _findings(ledger) for row in _rows(finding))
    columns = list(zip(*rows, strict=True)) or [()] * len(SCHEMA)
    arrays = [pa.array(list(values), type=field.type) for values, field in zip(columns, SCHEMA, strict=True)]
    return pa.Table.from_arrays(arrays, schema=SCHEMA)


def _findings(ledger: Ledger) -> list[Finding]:
    """Findings on one group of documents; where the solver stumbles it costs them their proposals, nobody the run."""
    try:
        return explain(ledger)
    except Exception:
        documents = sorted({equation.own.document_id for equation in ledger.equations})
        _LOG.exception("the contradictions of %s could not be localised; each is told at its own cell", documents)
        return unsolved(ledger)


def _rows(finding: Finding) -> Iterator[tuple[object, ...]]:
    cell = finding.cell
    proposed = None if finding.proposed is None else Decimal(finding.proposed).scaleb(-8)
    candidates = ",".join(_key(other) for other in finding.candidates[:_CANDIDATES]) or None
    for equation in finding.equations:
        yield (
            cell.document_id, cell.statement or None, cell.line_code or None, cell.measure or None,
            finding.placement.value, proposed, finding.evidence, finding.slip.value if finding.slip else None,
            finding.is_culprit, candidates,
            equation.own.document_id, equation.equation_id, equation is finding.lead,
        )  # fmt: skip


def _key(cell: Cell) -> str:
    """A cell as ``fct_finding.candidate_cells`` names it."""
    return f"{cell.statement}:{cell.line_code}.{cell.measure}"


def _groups(inputs: Inputs) -> list[frozenset[str]]:
    """Contradicted documents, those together that an equation holds against each other in vain."""
    contradictions = inputs.contradictions.filter("not is_regularity").project("document_id, equation_id").distinct()
    links = (
        inputs.operands.join(contradictions, "document_id, equation_id", how="semi")
        .project("document_id, operand_document_id")
        .distinct()
        .fetchall()
    )
    alone = [(document, document) for (document,) in contradictions.project("document_id").distinct().fetchall()]
    group_of: dict[str, set[str]] = {}
    for one, other in [*alone, *links]:
        joined = group_of.get(one, {one}) | group_of.get(other, {other})
        group_of.update(dict.fromkeys(joined, joined))
    return sorted({frozenset(group) for group in group_of.values()}, key=sorted)


def _ledgers(session: duckdb.DuckDBPyConnection, inputs: Inputs, groups: Sequence[frozenset[str]]) -> Iterator[Ledger]:
    place = {document: number for number, group in enumerate(groups) for document in group}
    wanted = pa.table({"document_id": pa.array(list(place), type=pa.string())})
    documents = session.from_arrow(wanted)
    terms = _terms(inputs, documents)
    figures: list[dict[Cell, Figure]] = [{} for _ in groups]
    listed = _listed(inputs, documents)
    for figure, document in _figures(inputs, documents):
        known = replace(figure, is_listed=True) if not figure.amount and figure.cell in listed else figure
        figures[place[document]].setdefault(known.cell, known)
    equations: list[list[Equation]] = [[] for _ in groups]
    for equation in _equations(inputs, documents, terms):
        equations[place[equation.own.document_id]].append(equation)
    for known, held in zip(figures, equations, strict=True):
        yield Ledger(list(known.values()), [equation for equation in held if equation.terms])


def _terms(inputs: Inputs, documents: duckdb.DuckDBPyRelation) -> Mapping[tuple[str, str], list[Term]]:
    """Terms by document and equation, blank cells included."""
    found: dict[tuple[str, str], list[Term]] = defaultdict(list)
    printed = inputs.operands.join(documents, "document_id", how="semi").project(
        f"document_id, equation_id, operand_document_id, {_CELL}, role, weight"
    )
    blank = inputs.blanks.join(documents, "document_id", how="semi").project(
        f"document_id, equation_id, document_id as operand_document_id, {_CELL}, role, weight"
    )
    for document, equation, *cell, role, weight in [*printed.fetchall(), *blank.fetchall()]:
        found[document, equation].append(Term(Cell(*cell), Role(role), weight))
    return found


def _figures(inputs: Inputs, documents: duckdb.DuckDBPyRelation) -> Iterator[tuple[Figure, str]]:
    """Figures with the document in whose group they are needed."""
    columns = f"{_INTEGERS.format('amount')} as amount, {_INTEGERS.format('half_unit')} as half_unit"
    needed = (
        inputs.operands.join(documents, "document_id", how="semi")
        .project(f"document_id as reader, operand_document_id as document_id, {_CELL}")
        .distinct()
    )
    known = inputs.figures.project(f"document_id, {_CELL}, {columns}, row_number, column_number")
    printed = (
        needed.join(known, f"document_id, {_CELL}")
        .join(_priors(inputs, documents), f"document_id, {_CELL}", how="left")
        .project(f"reader, document_id, {_CELL}, amount, half_unit, row_number, column_number, prior")
        .order(f"reader, document_id, {_CELL}")
    )
    for reader, *cell, amount, half_unit, row, column, prior in printed.fetchall():
        yield Figure(Cell(*cell), amount, half_unit, row=row, column=column, prior=prior), reader
    blank = (
        inputs.blanks.join(documents, "document_id", how="semi")
        .project(f"document_id, {_CELL}, placement, {_INTEGERS.format('half_unit')} as half_unit")
        .distinct()
        .order(f"document_id, {_CELL}, placement")
    )
    for *cell, placement, half_unit in blank.fetchall():
        yield Figure(Cell(*cell), None, half_unit, Placement(placement)), cell[0]


def _listed(inputs: Inputs, documents: duckdb.DuckDBPyRelation) -> frozenset[Cell]:
    """Cells of economic items without an amount which the prose lists among those that have one."""
    lines = (
        inputs.listings.filter("is_listed and not is_met")
        .join(documents, "document_id", how="semi")
        .project("document_id, line_code")
        .distinct()
    )
    return frozenset(Cell(document, "basic_expenditure", line, "amount") for document, line in lines.fetchall())


def _priors(inputs: Inputs, documents: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """What the disclosures of the year before print in the same cells of their statements."""
    earlier = inputs.figures.filter(f"statement not in ('{NARRATIVE}', 'performance')").project(
        f"document_id as prior_document_id, {_CELL}, {_INTEGERS.format('amount')} as prior"
    )
    return (
        inputs.priors.project("document_id, prior_document_id")
        .join(documents, "document_id", how="semi")
        .join(earlier, "prior_document_id")
        .project(f"document_id, {_CELL}, prior")
    )


def _equations(
    inputs: Inputs, documents: duckdb.DuckDBPyRelation, terms: Mapping[tuple[str, str], Iterable[Term]]
) -> Iterator[Equation]:
    blank = inputs.contradictions.filter("is_total_blank").project("document_id, equation_id, true as is_blank")
    identities = inputs.identities.project("identity_id, category, derived_from")
    judged = (
        inputs.equations.join(documents, "document_id", how="semi")
        .join(blank, "document_id, equation_id", how="left")
        .filter("status <> 'not_applicable' or is_blank")
        .join(identities, "identity_id")
        .project(
            f"document_id, equation_id, identity_id, {_CELL}, kind, operator, severity,"
            " case when is_blank then 'total_blank' else status end as status,"
            f" {_INTEGERS.format('coalesce(tolerance_yuan, 0)')} as tolerance,"
            " category = 'regularity' as is_regularity, coalesce(derived_from, '') as derived_from"
        )
        .order("document_id, identity_id, equation_id")
    )
    for row in judged.fetchall():
        document, equation, identity, *cell, kind, operator, severity, status, tolerance, is_regularity, derived = row
        yield Equation(
            equation, identity, Cell(document, *cell), tuple(terms.get((document, equation), ())), Status(status),
            tolerance, Kind(kind), Operator(operator), Severity(severity), is_regularity, frozenset(derived.split()),
        )  # fmt: skip
