"""What a year opens with against what the year before closed with (C1 to C3): the model itself, on literal cells."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "dbt/models/intermediate/continuity/int_continuity_equations.sql"
CATALOGUE = ROOT / "expectations/catalogue/identities.csv"

Side = tuple[str | None, str | None, bool, bool]
"""Amount, document, whether the statement is there, whether the cell is on the form."""


def printed(amount: str) -> Side:
    return amount, "some", True, True


BLANK: Side = (None, "some", True, True)
OFF_FORM: Side = (None, "some", True, False)
ABSENT: Side = (None, "some", False, False)
NOBODY: Side = (None, None, False, False)


def verdict(opening: Side, closing: Side) -> tuple[str, str | None, Decimal | None]:
    """Status, reason and residual of C1 for an opening balance and the closing balance of the year before."""
    with duckdb.connect() as warehouse:
        warehouse.execute("create table identities as select * from read_csv(?, all_varchar = true)", [str(CATALOGUE)])
        warehouse.execute(
            "create table int_continuity_cells (document_id varchar, equation_id varchar, identity_id varchar, "
            "scope varchar, statement varchar, role varchar, operand_document_id varchar, line_code varchar, "
            "measure varchar, has_statement boolean, has_amounts boolean, is_on_form boolean, has_unmapped boolean, "
            "amount_yuan decimal(20, 2), half_unit_yuan decimal(24, 4))"
        )
        for role, line, side in (
            ("left", "income.opening_balance", opening),
            ("right", "expenditure.closing_balance", closing),
        ):
            amount, document, present, on_form = side
            half_unit = "50" if amount is not None else None
            warehouse.execute(
                "insert into int_continuity_cells values ('later', 'C1|s', 'C1', 's', 'summary', ?, ?, ?, 'amount', "
                "?, ?, ?, false, ?, ?)",
                [role, document, line, present, present, on_form, amount, half_unit],
            )
        model = re.sub(r"\{\{ ref\('(\w+)'\) \}\}", r"\1", MODEL.read_text(encoding="utf-8"))
        (row,) = warehouse.execute(f"select status, reason_code, residual_yuan from ({model})").fetchall()
    return row


@pytest.mark.parametrize(("opening", "closing"), [("345600.00", "345600.00"), ("345700.00", "345600.00")])
def test_equal_balances_pass_and_so_does_a_unit_of_rounding(opening: str, closing: str) -> None:
    assert verdict(printed(opening), printed(closing))[:2] == ("pass", None)


def test_another_opening_balance_fails() -> None:
    assert verdict(printed("345800.00"), printed("345600.00")) == ("fail", None, Decimal("200.0000"))


def test_a_blank_cell_on_the_form_is_nothing_beside_a_printed_amount() -> None:
    assert verdict(BLANK, printed("345600.00")) == ("fail", None, Decimal("-345600.0000"))
    assert verdict(BLANK, printed("0.00"))[:2] == ("not_applicable", "nothing_to_compare")


@pytest.mark.parametrize(
    ("opening", "closing", "reason"),
    [
        (printed("1.00"), NOBODY, "no_prior_disclosure"),
        (printed("1.00"), ABSENT, "statement_missing"),
        (printed("1.00"), OFF_FORM, "addends_not_on_form"),
        (OFF_FORM, printed("1.00"), "total_not_on_form"),
    ],
)
def test_what_cannot_be_compared_has_not_passed(opening: Side, closing: Side, reason: str) -> None:
    assert verdict(opening, closing) == ("not_applicable", reason, None)
