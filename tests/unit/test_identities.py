"""Every identity is seen to pass and to fail; applicability, hierarchy and tolerance as expectations/README.md says."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import pytest

from expectations.identities import load_catalogue
from tests.unit.identity_bench import rows
from tests.unit.identity_campaign import clean_sheets, documents, identity_faults, warehouse

OF_STATEMENTS = [identity for identity in load_catalogue() if identity.category.has_terms]


def verdicts(document_id: str, identity_id: str) -> dict[str, dict[str, object]]:
    """Results of an identity in a document by scope."""
    found = rows(
        warehouse(),
        "select * from marts.fct_identity_result where document_id = ? and identity_id = ?",
        document_id,
        identity_id,
    )
    return {str(row["scope"]): row for row in found}


def outcome(document_id: str, identity_id: str, scope: str) -> tuple[object, object]:
    """Status and reason of one scope."""
    row = verdicts(document_id, identity_id)[scope]
    return row["status"], row["reason_code"]


@pytest.mark.parametrize("identity_id", [identity.identity_id for identity in OF_STATEMENTS])
def test_every_identity_passes_where_it_holds_and_fails_where_it_is_broken(identity_id: str) -> None:
    planned = identity_faults()[identity_id]
    assert planned
    for form, fault in planned:
        statement, line, measure = fault.cell
        scope = f"{statement}:{line}.{measure}"
        assert outcome(f"clean-{form}", identity_id, scope) == ("pass", None)
        assert outcome(fault.document_id, identity_id, scope) == ("fail", None)


def test_every_variant_is_planted() -> None:
    planted = {identity_id: len(faults) for identity_id, faults in identity_faults().items()}
    assert planted == {identity.identity_id: len(list(identity.variants())) for identity in OF_STATEMENTS}


def test_nothing_fails_in_clean_documents() -> None:
    clean = [sheet.document_id for sheet in clean_sheets()]
    failing = rows(
        warehouse(),
        "select document_id, identity_id, scope from marts.fct_identity_result"
        " where list_contains(?, document_id) and (status = 'fail' or reason_code in ('total_blank', 'unmapped_row'))",
        clean,
    )
    assert failing == []


def test_intended_and_evaluated_are_counted_against_each_other() -> None:
    judged = [sheet for sheet in documents() if sheet.statements()]
    found = rows(
        warehouse(),
        "select count(distinct document_id || identity_id) as pairs, count(distinct document_id) as documents,"
        " count(*) filter (where (status = 'not_applicable') = (reason_code is null)) as inconsistent"
        " from marts.fct_identity_result",
    )
    assert found == [{"pairs": len(judged) * len(load_catalogue()), "documents": len(judged), "inconsistent": 0}]


def test_residual_is_actual_minus_the_weighted_operands() -> None:
    wrong = rows(
        warehouse(),
        "with operands as (select document_id, identity_id, scope, sum(weight * amount_yuan) as expected"
        " from marts.fct_identity_operand group by all)"
        " select results.scope from marts.fct_identity_result as results left join operands"
        " using (document_id, identity_id, scope)"
        " where status <> 'not_applicable' and (residual_yuan <> actual_yuan - coalesce(expected, 0)"
        " or expected_yuan <> coalesce(expected, 0))",
    )
    assert wrong == []


APPLICABILITY = [
    ("addends-blank", "E1", "expenditure:total.total", "fail", None),
    ("zero-total", "E1", "expenditure:total.total", "not_applicable", "nothing_to_compare"),
    ("blank-total", "S3", "summary:income.grand_total.amount", "not_applicable", "total_blank"),
    ("blank-total-of-zero", "S3", "summary:income.grand_total.amount", "not_applicable", "nothing_to_compare"),
    ("no-kinds", "GF1", "government_fund:total.total", "not_applicable", "addends_not_on_form"),
    ("no-kinds", "GF3", "government_fund:total.total", "fail", None),
    ("blank-statement", "X4", "summary:expenditure.current_total.amount", "not_applicable", "statement_blank"),
    ("blank-statement", "S1", "summary:income.current_total.amount", "not_applicable", "statement_blank"),
    ("blank-statement", "X1", "summary:income.current_total.amount", "not_applicable", "statement_missing"),
    ("one-line-appropriation", "S1", "summary:income.current_total.amount", "pass", None),
    ("one-line-appropriation", "X2", "income:total.fiscal_appropriation", "pass", None),
    ("three-funds", "S1", "summary:income.current_total.amount", "pass", None),
    ("three-funds", "X2", "income:total.fiscal_appropriation", "pass", None),
    ("no-middle-level", "E2", "expenditure:201.total", "pass", None),
    ("no-middle-level", "E3", "expenditure:total.basic", "pass", None),
    ("items-alone", "E3", "expenditure:total.total", "pass", None),
    ("of-which", "E3", "expenditure:total.total", "pass", None),
    ("of-which", "E2", "expenditure:201.total", "not_applicable", "addends_not_on_form"),
    ("repeated-row", "E3", "expenditure:total.total", "pass", None),
    ("repeated-code", "E3", "expenditure:total.total", "pass", None),
    ("unmapped-row", "E2", "expenditure:201.total", "not_applicable", "unmapped_row"),
    ("unmapped-row", "E3", "expenditure:total.total", "not_applicable", "unmapped_row"),
    ("unmapped-row", "E2", "expenditure:208.total", "pass", None),
    ("unmapped-row", "E1", "expenditure:201.total", "pass", None),
    ("unmapped-row", "X5", "summary:expenditure.210.amount", "not_applicable", "unmapped_row"),
    ("unmapped-column", "E1", "expenditure:201.total", "not_applicable", "unmapped_row"),
    ("unmapped-column", "E3", "expenditure:total.total", "pass", None),
    ("at-tolerance", "S3", "summary:income.grand_total.amount", "pass", None),
    ("beyond-tolerance", "S3", "summary:income.grand_total.amount", "fail", None),
    ("zero-is-an-addend", "E1", "expenditure:total.total", "fail", None),
    ("blank-is-none", "E1", "expenditure:total.total", "fail", None),
    ("mixed-precision", "X4", "summary:expenditure.current_total.amount", "pass", None),
    ("bound-held", "X15", "fiscal_summary:income.grand_total.amount", "pass", None),
    ("bound-broken", "X15", "fiscal_summary:income.grand_total.amount", "fail", None),
    ("row-lost", "X5", "summary:expenditure.208.amount", "fail", None),
    ("levels-left-out", "X5", "summary:expenditure.201.amount", "pass", None),
    ("levels-left-out", "X13", "general_public_budget:201.total", "pass", None),
    ("levels-left-out", "X13", "general_public_budget:2010301.total", "not_applicable", "total_not_on_form"),
    ("levels-left-out-wrong", "X5", "summary:expenditure.208.amount", "fail", None),
    ("zero-against-missing", "X5", "summary:expenditure.208.amount", "not_applicable", "nothing_to_compare"),
    ("other-funds", "X13", "general_public_budget:201.total", "not_applicable", "condition_not_met"),
    ("other-funds", "X12", "general_public_budget:201.total", "pass", None),
    ("negative", "X12", "general_public_budget:total.total", "not_applicable", "negative_amount"),
    ("nothing-carried", "X14", "income:total.fiscal_appropriation", "pass", None),
    ("carried-over", "X14", "income:total.fiscal_appropriation", "not_applicable", "condition_not_met"),
]


@pytest.mark.parametrize(("document", "identity_id", "scope", "status", "reason"), APPLICABILITY)
def test_applicability(document: str, identity_id: str, scope: str, status: str, reason: str | None) -> None:
    assert outcome(document, identity_id, scope) == (status, reason)


def test_tolerance_counts_half_a_unit_per_printed_figure() -> None:
    zero = verdicts("zero-is-an-addend", "E1")["expenditure:total.total"]["tolerance_yuan"]
    blank = verdicts("blank-is-none", "E1")["expenditure:total.total"]["tolerance_yuan"]
    mixed = verdicts("mixed-precision", "X4")["summary:expenditure.current_total.amount"]["tolerance_yuan"]
    assert (zero, blank, mixed) == (Decimal(150), Decimal(100), Decimal(5050))


def test_exact_tells_equality_of_figures_and_is_null_without_an_equation() -> None:
    assert verdicts("at-tolerance", "S3")["summary:income.grand_total.amount"]["exact"] is False
    assert verdicts("three-funds", "S1")["summary:income.current_total.amount"]["exact"] is True
    assert verdicts("bound-held", "X15")["fiscal_summary:income.grand_total.amount"]["exact"] is None
    assert verdicts("negative", "X12")["general_public_budget:total.total"]["exact"] is None


def test_a_line_lost_on_one_side_counts_as_zero() -> None:
    row = verdicts("row-lost", "X5")["summary:expenditure.208.amount"]
    assert (row["actual_yuan"], row["expected_yuan"]) == (Decimal(40000), Decimal(0))
    mirrored = verdicts("row-lost", "X13")["general_public_budget:208.total"]
    assert (mirrored["status"], mirrored["residual_yuan"]) == ("fail", Decimal(40000))


def test_rows_outside_identities_are_never_operands() -> None:
    named: Iterable[object] = (
        row["line_code"] for row in rows(warehouse(), "select distinct line_code from marts.fct_identity_operand")
    )
    assert not [name for name in named if "of_which" in str(name) or "unmapped" in str(name)]
