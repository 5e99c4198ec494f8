"""What the regime of rounding does to verdicts and findings, on invented accounts that are printed in four ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal
from functools import cache

import pytest

from tests.unit.identity_bench import CompiledModels, Sheet
from tests.unit.identity_campaign import project
from tests.unit.identity_documents import Cell, cells, large_accounts, printed, rebalanced, sheet

FORMS: Mapping[str, Mapping[Cell, str]] = {
    "independent": printed(cells(large_accounts(2))),
    "rebalanced": printed(cells(rebalanced(large_accounts(2)))),
    "truncated": printed(cells(large_accounts(5)), rounding=ROUND_DOWN),
    "unrounded": printed(cells(large_accounts(4)), 1),
}
UNITS = {"unrounded": 1}
ITEM = ("expenditure", "2010302", "project")


def _slip(form: str, cell: Cell, units: int) -> Sheet:
    """The document of a form with one figure that is off by some units of its last digit."""
    figures = dict(FORMS[form])
    figures[cell] = str(Decimal(figures[cell]) + Decimal(units).scaleb(-2))
    return sheet(f"{form}-slip", figures, unit_yuan=UNITS.get(form, 10000))


@cache
def engine() -> CompiledModels:
    """All forms judged, clean and with faults."""
    models = CompiledModels(project())
    clean = [sheet(form, figures, unit_yuan=UNITS.get(form, 10000)) for form, figures in FORMS.items()]
    broken = [_slip(form, ITEM, 1) for form in FORMS]
    gross = [replace(_slip(form, ITEM, 360_000), document_id=f"{form}-fault") for form in FORMS]
    models.judge([*clean, *broken, *gross], "fct_identity_result", "fct_finding")
    return models


def _regime(document_id: str, scope: str = "document") -> object:
    (row,) = engine().rows(
        f"select * from intermediate.int_rounding_regimes where document_id = '{document_id}' and scope = '{scope}'"
    )
    return row["regime"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("fault", ["", "-slip", "-fault"])
def test_each_regime_is_recovered_whatever_is_planted(form: str, fault: str) -> None:
    assert _regime(form + fault) == form


@pytest.mark.parametrize("form", FORMS)
def test_rounding_alone_is_never_a_finding(form: str) -> None:
    assert engine().rows(f"select message_en from marts.fct_finding where document_id = '{form}'") == []
    failed = engine().rows(f"select * from marts.fct_identity_result where document_id = '{form}' and status = 'fail'")
    assert failed == []


def test_cut_off_sums_exceed_the_intervals_and_pass() -> None:
    """Without the regime these would be errors."""
    beyond = engine().rows(
        "select result.scope from marts.fct_identity_result as result"
        " inner join intermediate.int_identity_scopes as scopes using (identity_id, scope)"
        " inner join intermediate.int_identity_sums as sums using (document_id, scope_id)"
        " where document_id = 'truncated' and result.status = 'pass' and operator = '='"
        " and abs(residual_yuan) > sums.tolerance_yuan"
    )
    assert beyond


@pytest.mark.parametrize(("form", "severity"), [("rebalanced", "warning"), ("unrounded", "error")])
def test_a_slip_of_one_unit_is_seen_where_sums_otherwise_close(form: str, severity: str) -> None:
    (row,) = engine().rows(f"select * from marts.fct_finding where document_id = '{form}-slip'")
    assert (row["statement"], row["line_code"], row["measure"], row["severity"]) == (*ITEM, severity)
    assert row["proposed_text"] == f"{Decimal(FORMS[form][ITEM]):,}"
    note = {"rebalanced": "舍位平衡", "unrounded": "没有舍入误差"}[form]
    assert note in str(row["message_zh"])


def test_a_slip_of_one_unit_is_rounding_where_figures_are_rounded_each_for_itself() -> None:
    assert engine().rows("select * from marts.fct_finding where document_id = 'independent-slip'") == []


@pytest.mark.parametrize("form", FORMS)
def test_a_gross_fault_stays_an_error_at_its_cell(form: str) -> None:
    (row,) = engine().rows(f"select * from marts.fct_finding where document_id = '{form}-fault'")
    assert (row["statement"], row["line_code"], row["measure"], row["severity"]) == (*ITEM, "error")
