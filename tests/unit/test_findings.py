"""Findings: one per mistake, at the right cell, with a proposal where the evidence singles one out."""

from __future__ import annotations

import hashlib
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest

from tests.unit.identity_bench import rows
from tests.unit.identity_campaign import Fault, clean_sheets, figures, lost_lines, slips, warehouse
from tests.unit.identity_documents import Cell

Row = dict[str, object]


@cache
def by_document() -> dict[str, list[Row]]:
    """Findings of the campaign by document."""
    found: dict[str, list[Row]] = {}
    for row in rows(warehouse(), "select * from marts.fct_finding order by finding_id"):
        found.setdefault(str(row["document_id"]), []).append(row)
    return found


def the_finding(document_id: str, finding_type: str | None = None) -> Row:
    """The only finding of a document (of a type)."""
    found = [r for r in by_document().get(document_id, []) if finding_type in (None, r["finding_type"])]
    assert len(found) == 1, [(r["finding_type"], r["message_en"]) for r in found]
    return found[0]


def place(row: Row) -> tuple[object, object, object]:
    """The cell of a finding."""
    return row["statement"], row["line_code"], row["measure"]


def _hits(fault: Fault, row: Row) -> bool:
    """The right cell, and the right value within the last digit, which is all that rounded figures can tell."""
    proposed = Decimal(str(row["proposed_text"]).replace(",", ""))
    return place(row) == fault.cell and abs(proposed - Decimal(fault.before)) <= Decimal("0.01")


def test_clean_documents_have_no_finding() -> None:
    assert [by_document().get(sheet.document_id) for sheet in clean_sheets()] == [None] * 9


def test_one_slip_is_one_finding() -> None:
    counts = Counter(len(by_document().get(fault.document_id, [])) for fault in slips())
    assert counts == {1: len(slips())}
    assert len(slips()) > 250


def test_a_proposal_is_right_and_is_made_for_most_slips() -> None:
    proposed = [(f, r) for f in slips() for r in by_document()[f.document_id] if r["proposed_yuan"] is not None]
    assert [f for f, r in proposed if not _hits(f, r)] == []
    assert len(proposed) >= 0.9 * len(slips())
    # To the last digit, though figures that are rounded can leave that open.
    exact = [f for f, r in proposed if Decimal(str(r["proposed_text"]).replace(",", "")) == Decimal(f.before)]
    assert len(exact) >= 0.97 * len(proposed)


def test_a_figure_taken_away_is_a_missing_cell() -> None:
    blanks = [f for f in slips() if f.now is None]
    told = [r for f in blanks for r in by_document()[f.document_id] if r["proposed_yuan"] is not None]
    assert len(told) > 20
    assert {r["finding_type"] for r in told} == {"missing_cell"}
    assert {r["printed_text"] for r in told} == {None}


def test_a_proposal_names_its_identities_and_counts_independent_ones() -> None:
    fault = next(f for f in slips() if f.cell == ("fiscal_summary", "income.current_total", "amount"))
    row = the_finding(fault.document_id)
    assert row["identity_ids"] == "F1,F3,X7"
    # X7 follows from F1, X2 and X6: it fails, and is no further evidence.
    assert row["evidence_count"] == 2
    assert row["severity"] == "error"
    assert row["proposed_yuan"] == Decimal(fault.before) * 10000


def test_the_message_shows_place_operands_difference_and_proposal() -> None:
    row = the_finding("fault-E1-total-total")
    fault_text = str(row["printed_text"])
    for message in (str(row["message_zh"]), str(row["message_en"])):
        assert fault_text in message
        assert str(row["proposed_text"]) in message
        assert "7.77" in message
    assert str(row["message_zh"]).startswith("《支出决算表》合计·本年支出合计（第7页）")
    assert "page 7" in str(row["message_en"])
    assert row["page_number"] == 7


def test_a_tie_is_said_to_be_a_tie() -> None:
    addends = [f for f in slips() if f.cell[0] == "three_public" and f.cell[1] in ("overseas_travel", "reception")]
    fault = next(f for f in addends if f.cell[2] == "budget")
    row = the_finding(fault.document_id)
    assert (row["proposed_yuan"], row["proposed_text"], row["evidence_count"]) == (None, None, 1)
    # Nothing is laid at one addend's door: the sum's own cell carries the finding.
    assert place(row) == ("three_public", "total", fault.cell[2])
    assert "a tie" in str(row["message_en"])
    assert "不足以断定" in str(row["message_zh"])


def test_a_blank_total_is_proposed_from_what_agrees() -> None:
    row = the_finding("blank-total", "missing_cell")
    assert place(row) == ("summary", "income.grand_total", "amount")
    assert (row["proposed_yuan"], row["identity_ids"], row["evidence_count"]) == (Decimal(50000), "S3", 1)


def test_a_total_without_addends_is_a_missing_cell_not_told_which() -> None:
    row = the_finding("addends-blank", "missing_cell")
    assert (row["statement"], row["proposed_yuan"]) == ("expenditure", None)
    assert row["identity_ids"] == "E1"


def test_a_lost_row_is_one_finding() -> None:
    row = the_finding("row-lost", "missing_cell")
    assert place(row) == ("expenditure", "208", "total")
    assert row["proposed_yuan"] == Decimal(40000)
    assert row["identity_ids"] == "E3,X12,X13,X5"
    assert len(by_document()["row-lost"]) == 1


def test_a_line_left_out_is_one_finding_at_that_line() -> None:
    told = {name: [place(row)[:2] for row in by_document().get(name, [])] for name in lost_lines()}
    assert told == {name: [tuple(name.split("-")[2:4])] for name in told}


def test_what_a_line_left_out_should_read_is_proposed() -> None:
    rows_of = {name: by_document()[name][0] for name in lost_lines()}
    made = {name: row for name, row in rows_of.items() if row["proposed_yuan"] is not None}
    wrong = {}
    for name, row in made.items():
        _, form, statement, code = name.split("-")
        printed = Decimal(figures(form)[statement, code, str(row["measure"])])
        if abs(Decimal(str(row["proposed_yuan"])) / 10000 - printed) > Decimal("0.02"):
            wrong[name] = (row["proposed_yuan"], printed)
    assert wrong == {}
    assert len(made) >= 0.9 * len(rows_of)


def test_a_broken_bound_is_a_warning_without_proposal() -> None:
    row = the_finding("bound-broken", "identity")
    assert (row["severity"], row["identity_ids"], row["proposed_yuan"]) == ("warning", "X15", None)


def test_regularities_are_never_findings() -> None:
    behind = [str(r["identity_ids"] or "").split(",") for found in by_document().values() for r in found]
    alone = [ids for ids in behind if ids != [""] and all(name.startswith("Y") for name in ids)]
    assert alone == []
    failing = rows(
        warehouse(), "select count(*) as n from marts.fct_identity_result where status = 'fail' and severity = 'info'"
    )
    assert failing[0]["n"] > 0


STATEMENT_FINDINGS = [
    ("eight-of-nine", "missing_statement", "state_capital", "error"),
    ("eight-of-nine", "unit", "income", "warning"),
    ("denied", "empty_statement", "three_public", "error"),
]


@pytest.mark.parametrize(("document", "finding_type", "statement", "severity"), STATEMENT_FINDINGS)
def test_findings_on_statements(document: str, finding_type: str, statement: str, severity: str) -> None:
    row = the_finding(document, finding_type)
    assert (row["statement"], row["line_code"], row["severity"]) == (statement, None, severity)


def test_an_empty_statement_is_told_from_one_that_others_contradict() -> None:
    found = {
        r["statement"]: r["severity"] for r in by_document()["eight-of-nine"] if r["finding_type"] == "empty_statement"
    }
    # The fiscal summary prints a government fund; three_public only lacks its sentence.
    assert found == {"government_fund": "error", "three_public": "warning"}


def test_the_ninth_statement_is_not_asked_of_years_before_it() -> None:
    assert not [r for r in by_document()["before-2019"] if r["finding_type"] == "missing_statement"]


def test_a_blank_form_is_not_accused_and_a_document_without_amounts_is() -> None:
    assert "all-blank" not in by_document()
    found = {(r["finding_type"], r["statement"], r["severity"]) for r in by_document()["nothing-read"]}
    assert found == {("empty_statement", "summary", "error"), ("empty_statement", "income", "error")}


def test_a_title_with_a_sentence_that_there_is_nothing_is_no_missing_statement() -> None:
    found = [r for r in by_document()["declared-empty"] if r["finding_type"] == "missing_statement"]
    assert found == []


def test_a_code_printed_twice_with_another_amount_is_a_finding() -> None:
    row = the_finding("repeated-code", "code")
    assert place(row) == ("expenditure", "201", "total")
    assert "repeated-row" not in {
        d for d, found in by_document().items() if any(r["finding_type"] == "code" for r in found)
    }


def test_a_line_printed_twice_on_one_page_is_a_finding() -> None:
    row = the_finding("doubled-row", "code")
    assert (row["statement"], row["line_code"], row["severity"]) == ("expenditure", "201", "warning")


def test_a_statement_without_its_total_is_a_finding() -> None:
    row = the_finding("total-lost", "missing_cell")
    assert place(row) == ("expenditure", "total", "total")
    assert (row["proposed_yuan"], row["severity"]) == (Decimal(100000), "warning")


def test_an_unmapped_row_is_one_finding_and_silences_the_sums_it_may_belong_to() -> None:
    row = the_finding("unmapped-row", "unmapped")
    assert (row["line_code"], row["measure"], row["severity"]) == ("unmapped:5:4", None, "warning")
    assert [r["finding_type"] for r in by_document()["unmapped-row"]] == ["unmapped"]


def test_an_unmapped_column_is_one_finding_and_silences_the_rows_it_crosses() -> None:
    row = the_finding("unmapped-column")
    assert (row["finding_type"], row["line_code"], row["measure"]) == ("unmapped", None, "unmapped:5:3")


CODES = [
    ("damaged-code", "code", "warning", "201"),
    ("unknown-code", "code", "info", None),
    ("damaged-name", "name", "info", None),
]


@pytest.mark.parametrize(("document", "finding_type", "severity", "proposal"), CODES)
def test_findings_on_codes(document: str, finding_type: str, severity: str, proposal: str | None) -> None:
    row = the_finding(document)
    assert (row["finding_type"], row["severity"], row["proposed_text"]) == (finding_type, severity, proposal)
    assert (row["line_code"], row["measure"]) == ("201", None)


def test_ids_are_stable_and_unique() -> None:
    found = [row for document in by_document().values() for row in document]
    assert len({row["finding_id"] for row in found}) == len(found)
    for row in found:
        parts = (
            row["document_id"],
            row["finding_type"],
            row["statement"],
            row["line_code"] or "",
            row["measure"] or "",
            "",
        )
        text = "|".join(str(part) for part in parts)
        assert row["finding_id"] == hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _rank(vectors: list[dict[Cell, int]]) -> int:
    """Rank over the rationals, by elimination."""
    pivots: dict[Cell, dict[Cell, Fraction]] = {}
    for vector in vectors:
        left = {cell: Fraction(weight) for cell, weight in vector.items()}
        for cell, pivot in pivots.items():
            factor = left.get(cell, Fraction(0)) / pivot[cell]
            left = {c: w for c in left | pivot if (w := left.get(c, Fraction(0)) - factor * pivot.get(c, Fraction(0)))}
        if left:
            pivots[next(iter(left))] = left
    return len(pivots)


def test_evidence_is_the_rank_of_the_equations_behind_it() -> None:
    """For printed culprits: the failing equations that contain the cell, as vectors over printed cells."""
    equations = rows(
        warehouse(),
        "select results.document_id, results.scope, results.identity_id, results.statement, results.line_code,"
        " results.measure, list((operands.statement, operands.line_code, operands.measure, operands.weight)) as addends"
        " from marts.fct_identity_result as results inner join marts.fct_identity_operand as operands"
        " using (document_id, identity_id, scope) inner join seeds.identities as identities using (identity_id)"
        " where results.status = 'fail' and results.operator = '=' and identities.derived_from is null"
        " and results.document_id like 'slip-%' group by all",
    )
    vectors: dict[str, list[dict[Cell, int]]] = {}
    for row in equations:
        vector = {(str(row["statement"]), str(row["line_code"]), str(row["measure"])): -1}
        vector |= {addend[:3]: addend[3] for addend in row["addends"]}  # type: ignore[attr-defined]
        vectors.setdefault(str(row["document_id"]), []).append(vector)
    checked = 0
    for fault in slips():
        row = by_document()[fault.document_id][0]
        if row["proposed_yuan"] is not None and row["finding_type"] == "identity":
            around = [vector for vector in vectors[fault.document_id] if fault.cell in vector]
            assert row["evidence_count"] == _rank(around) == len(around), fault
            checked += 1
    assert checked > 200
