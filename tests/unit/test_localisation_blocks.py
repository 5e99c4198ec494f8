"""Mistakes of many cells at once, on literals: units, shifted rows, columns turned round, lost or last year's."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from dagster_project.localisation import (
    Cell,
    Figure,
    Ledger,
    Slip,
    explain,
)  # fmt: skip
from tests.unit.localisation_bench import HALF, amount, sum_of, table


def test_a_row_that_stands_a_column_off_is_one_finding() -> None:
    rows = {"t": [90.0, 60.0, 30.0], "a": [None, 50.0, 50.0], "b": [40.0, 10.0, 30.0]}
    findings = explain(table(rows))
    assert [(f.cell, f.slip) for f in findings] == [(Cell("d", "s", "a", ""), Slip.ROW_SHIFTED)]
    assert len(findings[0].equations) == 3


@pytest.mark.parametrize("numbers", [[1.0, 2.0, 3.0], [1.0, 2.0, 4.0]])
def test_column_numbers_in_a_row_are_one_finding(numbers: list[float]) -> None:
    findings = explain(table({"t": [90.0, 60.0, 30.0], "a": numbers, "b": [40.0, 10.0, 30.0]}))
    assert [(f.cell, f.slip) for f in findings] == [(Cell("d", "s", "a", ""), Slip.COLUMN_NUMBERS)]


def test_one_wrong_figure_of_a_row_is_no_shifted_row() -> None:
    (finding,) = explain(table({"t": [90.0, 60.0, 30.0], "a": [50.0, 80.0, None], "b": [40.0, 10.0, 30.0]}))
    assert (finding.cell, finding.proposed) == (Cell("d", "s", "a", "c1"), amount(50.0))


@pytest.mark.parametrize("row", [[50.0, 40.0, 10.0], [50.0, 50.0, None]])
def test_two_amounts_of_a_line_turned_round_are_one_finding(row: list[float | None]) -> None:
    """The row itself still adds up; the columns do not, in both of them, and their totals stand elsewhere too."""
    _, one, other = row
    here = table({"t": [90.0, other or 0.0, (one or 0.0) + 40.0], "a": row, "b": [40.0, None, 40.0]})
    there = [Figure(Cell("d", "r", "t", f"c{n}"), here.figures[n].amount, HALF, column=n) for n in (1, 2)]
    ties = [sum_of(pair) for pair in zip(here.figures[1:3], there, strict=True)]
    findings = explain(Ledger([*here.figures, *there], [*here.equations, *ties]))
    assert [(f.cell, f.slip, f.proposed) for f in findings] == [
        (Cell("d", "s", "a", "c1"), Slip.COLUMNS_SWAPPED, amount(row[2] or 0.0))
    ]
    assert findings[0].candidates == (Cell("d", "s", "a", "c1"), Cell("d", "s", "a", "c2"))


def test_two_wrong_figures_of_a_line_are_not_turned_round() -> None:
    """Each column misses by an amount of its own: two mistakes, each with its value."""
    findings = explain(table({"t": [90.0, 60.0, 30.0], "a": [50.0, 57.0, 1.0], "b": [40.0, 10.0, 30.0]}))
    assert Slip.COLUMNS_SWAPPED not in {f.slip for f in findings}
    assert findings


def test_two_columns_of_a_statement_turned_round_are_one_finding() -> None:
    """The statement agrees with itself; only what repeats its figures elsewhere tells."""
    rows = {"t": [90.0, 60.0, 30.0], "a": [50.0, 48.0, 2.0], "b": [40.0, 12.0, 28.0]}
    tables = [
        table({row: [whole, two, one] for row, (whole, one, two) in rows.items()}),
        table(rows, "r"),
        table(rows, "q"),
    ]
    figures, equations = [t.figures for t in tables], [e for t in tables for e in t.equations]
    ties = [sum_of(pair) for one, other in combinations(figures, 2) for pair in zip(one, other, strict=True)]
    (finding,) = explain(Ledger([figure for each in figures for figure in each], [*equations, *ties]))
    assert (finding.slip, finding.cell, len(finding.equations)) == (Slip.COLUMNS_SWAPPED, Cell("d", "s", "", ""), 12)


@pytest.mark.parametrize("factor", [10_000.0, 0.0001, 10.0])
def test_a_statement_in_another_unit_is_one_finding(factor: float) -> None:
    sound: dict[str, list[float]] = {"t": [9_000_000.0, 6_000_000.0, 3_000_000.0], "a": [5_000_000.0, 5_000_000.0, 0.0],
             "b": [4_000_000.0, 1_000_000.0, 3_000_000.0]}  # fmt: skip
    here, there = table({row: [value * factor for value in values] for row, values in sound.items()}), table(sound, "r")
    pairs = zip(here.figures, there.figures, strict=True)
    ties = [sum_of(pair) for pair in pairs if pair[0].cell.measure == "c0" and pair[0].amount]
    other = table({"t": [9_000_000.0, 0.0, 9_000_000.0], "a": [9_000_000.0, 0.0, 9_000_000.0]}, "q")
    ties.append(sum_of([there.figures[0], other.figures[0]]))
    whole = [*here.equations, *there.equations, *other.equations, *ties]
    findings = explain(Ledger([*here.figures, *there.figures, *other.figures], whole))
    assert [(f.cell.line_code, f.slip, len(f.equations)) for f in findings] == [("", Slip.UNIT, 3)]
    assert findings[0].cell.statement == "s"


def test_a_column_that_lost_its_amounts_is_one_finding() -> None:
    """Its own sums hold, nothing being nothing; every line lacks what the column should have."""
    rows = {"t": [90.0, 60.0, None], "a": [50.0, 40.0, None], "b": [30.0, 17.0, None], "e": [10.0, 3.0, None]}
    (finding,) = explain(table(rows))
    assert (finding.slip, finding.cell, len(finding.equations)) == (Slip.COLUMN_LOST, Cell("d", "s", "", ""), 4)
    assert finding.candidates == (Cell("d", "s", "", "c2"),)


def test_of_two_blank_columns_neither_is_said_to_be_the_lost_one() -> None:
    rows = {"t": [90.0, None, None], "a": [50.0, None, None], "b": [30.0, None, None], "e": [10.0, None, None]}
    findings = explain(table(rows))
    assert findings
    assert Slip.COLUMN_LOST not in {f.slip for f in findings}


def test_a_blank_cell_or_two_are_no_lost_column() -> None:
    findings = explain(table({"t": [90.0, 60.0, 30.0], "a": [50.0, 40.0, None], "b": [40.0, 20.0, None]}))
    assert [(f.cell.line_code, f.cell.measure, f.proposed) for f in findings] == [
        ("a", "c2", amount(10.0)), ("b", "c2", amount(20.0)),
    ]  # fmt: skip


@pytest.mark.parametrize("differing", [0, 1])
def test_a_statement_left_from_the_year_before_is_one_finding(differing: int) -> None:
    """It agrees with itself and with nothing else; with one amount of its own it is no copy."""
    old = {"t": [91.0, 60.0, 31.0], "a": [50.0, 48.0, 2.0], "b": [41.0, 12.0, 29.0]}
    new = {"t": [97.0, 64.0, 33.0], "a": [53.0, 49.0, 4.0], "b": [44.0, 15.0, 29.0]}
    here, there = table(old), table(new, "r")
    stale = [replace(f, prior=f.amount) for f in here.figures]
    stale[: differing * 3] = [replace(f, prior=amount(5.0)) for f in stale[: differing * 3]]
    ties = [sum_of(pair) for pair in zip(stale, there.figures, strict=True)]
    findings = explain(Ledger([*stale, *there.figures], [*here.equations, *there.equations, *ties]))
    copies = [(f.cell, f.slip) for f in findings if f.cell.line_code == ""]
    assert copies == ([] if differing else [(Cell("d", "s", "", ""), Slip.PRIOR_YEAR)])
    assert (len(findings) == 1) is not bool(differing)


def test_an_amount_that_was_wrong_before_it_was_added_up_is_one_finding() -> None:
    """The statement agrees with itself; others, at several levels, agree against it."""
    rows = {"t": [90.0, 60.0, 30.0], "a": [50.0, 48.0, 2.0], "b": [40.0, 12.0, 28.0]}
    wrong = {"t": [97.0, 67.0, 30.0], "a": [50.0, 48.0, 2.0], "b": [47.0, 19.0, 28.0]}
    ledgers = [as_total(table(each, name)) for each, name in ((wrong, "s"), (rows, "r"), (rows, "q"))]
    figures, equations = [each.figures for each in ledgers], [e for each in ledgers for e in each.equations]
    ties = [sum_of(pair) for one, other in combinations(figures, 2) for pair in zip(one, other, strict=True)]
    (finding,) = explain(Ledger([figure for each in figures for figure in each], [*equations, *ties]))
    assert (finding.cell, finding.proposed, len(finding.equations)) == (Cell("d", "s", "b", "c1"), amount(12.0), 8)


def test_totals_whose_addends_are_blank_are_no_amount_that_was_added_up() -> None:
    """Nothing elsewhere speaks against them: what is missing are the addends."""
    rows = {"t": [90.0, None, None], "a": [90.0, None, None]}
    assert {f.proposed for f in explain(as_total(table(rows)))} == {None}


def as_total(known: Ledger) -> Ledger:
    """The ledger with its line t named as totals are."""

    def renamed(place: Cell) -> Cell:
        return replace(place, line_code="total") if place.line_code == "t" else place

    figures = [replace(figure, cell=renamed(figure.cell)) for figure in known.figures]
    equations = [
        replace(each, own=renamed(each.own), terms=tuple(replace(t, cell=renamed(t.cell)) for t in each.terms))
        for each in known.equations
    ]
    return Ledger(figures, equations)


def said(figure: Figure, number: int, factor: float) -> Figure:
    """A claim of the prose on a figure, in the unit that was meant."""
    return Figure(Cell("d", "narrative", f"p{number}", "amount"), round((figure.amount or 0) / factor), HALF)


@pytest.mark.parametrize("factor", [10_000.0, 0.0001, 10.0])
def test_a_document_in_another_unit_is_one_finding(factor: float) -> None:
    rows = {"t": [9_000_000.0, 6_000_000.0, 3_000_000.0], "a": [9_000_000.0, 6_000_000.0, 3_000_000.0]}
    here, there = (table({row: [v * factor for v in values] for row, values in rows.items()}, s) for s in "sr")
    spoken = [*here.figures[:3], *there.figures[:2]]
    claims = [said(figure, number, factor) for number, figure in enumerate(spoken)]
    ties = [sum_of(pair) for pair in zip(claims, spoken, strict=True)]
    figures = [*here.figures, *there.figures, *claims]
    findings = explain(Ledger(figures, [*here.equations, *there.equations, *ties]))
    assert [(f.cell, f.slip, len(f.equations)) for f in findings] == [(Cell("d", "", "", ""), Slip.UNIT, 5)]
