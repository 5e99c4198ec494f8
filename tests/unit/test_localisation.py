"""The solver on literals: who is the culprit, what it should read, and when the evidence does not decide."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project import localisation_table
from dagster_project.localisation import (
    SCALE,
    Figure,
    Finding,
    Ledger,
    Placement,
    Slip,
    explain,
    unsolved,
)  # fmt: skip
from dagster_project.localisation.candidates import _log_likelihood
from dagster_project.localisation.findings import _united
from dagster_project.localisation.slips import recognise
from dagster_project.localisation.system import Interval
from tests.unit.localisation_bench import HALF, Figures, amount, cell, ledger


def found(
    figures: Figures, sums: Mapping[str, Sequence[str]], rates: Sequence[tuple[str, str, str]] = ()
) -> list[Finding]:
    """The findings."""
    return explain(ledger(figures, sums, rates))


def told(findings: Sequence[Finding]) -> list[tuple[str, int | None, Slip | None]]:
    """Cell, proposal and slip of each."""
    return [(f.cell.line_code, f.proposed, f.slip) for f in findings]


GRID = {"t": ["a", "b"], "u": ["c", "d"], "v": ["a", "c"], "w": ["b", "d"], "z": ["t", "u"], "z 2": ["v", "w"]}
SOUND: dict[str, float | None] = {
    "a": 12.34,
    "b": 50.0,
    "c": 31.25,
    "d": 7.41,
    "t": 62.34,
    "u": 38.66,
    "v": 43.59,
    "w": 57.41,
    "z": 101.0,
}


def test_what_agrees_has_no_finding() -> None:
    assert found(SOUND, GRID) == []


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(SOUND)), st.integers(-500_000, 500_000).filter(lambda n: abs(n) > 2))
def test_one_wrong_figure_of_a_table_is_found_and_set_right(name: str, hundredths: int) -> None:
    before = SOUND[name] or 0.0
    (finding,) = found(SOUND | {name: before + hundredths / 100}, GRID)
    assert (finding.cell, finding.proposed, finding.evidence) == (cell(name), amount(before), 2)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([("a", "d"), ("t", "w"), ("a", "u"), ("v", "d")]), st.integers(3, 4000), st.integers(5000, 9000))
def test_two_wrong_figures_are_two_findings(names: tuple[str, str], one: int, other: int) -> None:
    spoilt = SOUND | {names[0]: (SOUND[names[0]] or 0) + one / 100, names[1]: (SOUND[names[1]] or 0) + other / 100}
    findings = found(spoilt, GRID)
    assert {f.cell.line_code: f.proposed for f in findings} == {name: amount(SOUND[name] or 0) for name in names}


def test_a_blank_figure_is_proposed() -> None:
    (finding,) = found(SOUND | {"b": None}, GRID)
    assert (finding.cell, finding.proposed, finding.placement) == (cell("b"), amount(50.0), Placement.BLANK)


def test_equals_are_a_tie_at_the_cell_of_the_equation() -> None:
    (finding,) = found({"t": 10.0, "a": 3.0, "b": 4.77}, {"t": ["a", "b"]})
    assert (finding.cell, finding.proposed, finding.is_culprit) == (cell("t"), None, False)


def test_a_slip_that_one_alone_can_have_made_breaks_a_tie() -> None:
    assert told(found({"t": 9753.10, "a": 1234.56, "b": 851.54}, {"t": ["a", "b"]})) == [
        ("b", amount(8518.54), Slip.DIGIT_LOST)
    ]


def test_places_of_the_prose_that_repeat_a_wrong_figure_do_not_outvote_the_statement() -> None:
    places = [f"p{n}" for n in range(13)]
    spoilt = SOUND | dict.fromkeys(places, 92.34)
    findings = found(spoilt, GRID | {name: ["t"] for name in places})
    assert [f.cell.line_code for f in findings] == sorted(places)
    assert {f.proposed for f in findings} == {amount(62.34)}


def test_prose_that_has_the_right_figure_testifies_and_prose_that_repeats_the_wrong_one_is_no_mistake() -> None:
    findings = found({"t": 9.0, "a": 3.0, "b": 4.0, "p1": 4.0, "p2": 3.0, "p3": 7.0}, {
        "t": ["a", "b"], "p1": ["b"], "p2": ["a"], "p3": ["t"],
    })  # fmt: skip
    assert told(findings)[0][:2] == ("t", amount(7.0))
    copied = found(SOUND | {"t": 92.34, "p": 92.34}, GRID | {"p": ["t"]})
    assert [(f.cell.line_code, f.proposed) for f in copied] == [("t", amount(62.34))]


def test_a_wrong_percentage_is_set_right() -> None:
    figures = {"a": 12340.0, "x": 12340.0, "t": 62340.0, "y": 62340.0, "p": 17.99}
    findings = found(figures, {"a": ["x"], "t": ["y"]}, [("a", "p", "t")])
    assert told(findings) == [("p", amount(19.79), Slip.DIGITS_TRANSPOSED)]


def test_a_percentage_that_rounding_leaves_open_is_wrong_and_not_proposed() -> None:
    (finding,) = found(SOUND | {"p": 2.36}, GRID, [("a", "p", "v")])
    assert (finding.cell, finding.proposed, finding.is_culprit) == (cell("p"), None, True)


def test_rounding_takes_the_value_of_a_tie_before_that_of_a_sum() -> None:
    figures = {"t": 90.0, "a": 3.33, "b": 3.33, "c": 3.33, "x": 10.0}
    (finding,) = found(figures, {"t": ["a", "b", "c"], "t 2": ["x"]})
    assert (finding.cell, finding.proposed) == (cell("t"), amount(10.0))


def test_a_copy_shows_the_last_digit_even_where_it_is_no_evidence_of_its_own() -> None:
    """The sums of rounded figures are a hundredth below the total, which a derived identity repeats."""
    figures = {"t": 99.0, "a": 10.01, "b": 20.02, "c": 30.03, "u": 20.01, "v": 40.05, "e": 60.07}
    said = ledger(figures, {"t": ["a", "b", "c"], "t again": ["u", "v"], "e": ["t"]})
    *sums, copy = said.equations
    (finding,) = explain(Ledger(said.figures, [*sums, replace(copy, derived_from=frozenset({"t"}))]))
    assert (finding.cell, finding.proposed) == (cell("t"), amount(60.07))


SLIPS = [
    (123.45, 132.45, Slip.DIGITS_TRANSPOSED), (123.45, 23.45, Slip.DIGIT_LOST), (123.45, 1123.45, Slip.DIGIT_ADDED),
    (123.45, 128.45, Slip.DIGIT_CHANGED), (123.45, 1234.5, Slip.DECIMAL_POINT), (123.45, 1234500.0, Slip.UNIT),
    (123.45, -123.45, Slip.SIGN), (123.45, 77.01, Slip.NEIGHBOUR), (123.45, 66.66, Slip.PRIOR_YEAR),
    (123.45, 99.99, None),
]  # fmt: skip


@pytest.mark.parametrize(("meant", "printed", "slip"), SLIPS)
def test_slips_are_named(meant: float, printed: float, slip: Slip | None) -> None:
    figure = Figure(cell("a"), amount(printed), HALF, prior=amount(66.66))
    assert recognise(figure, amount(meant), frozenset({amount(77.01)})) is slip


def test_two_totals_that_are_off_alike_are_both_told() -> None:
    """They agree with each other: explained apart, one of them would be right and an addend of it wrong."""
    figures = {
        "t": 130.0,
        "a": 60.0,
        "b": 40.0,
        "u": 130.0,
        "c": 70.0,
        "d": 30.0,
        "f": 60.0,
        "g": 40.0,
        "h": 60.0,
        "i": 40.0,
    }
    sums = {"t": ["a", "b"], "u": ["c", "d"], "t u": ["u"], "a f": ["f"], "a h": ["h"], "b g": ["g"], "b i": ["i"]}
    findings = explain(ledger(figures, sums))
    assert [(f.cell.line_code, f.proposed) for f in findings] == [("t", amount(100.0)), ("u", amount(100.0))]


@pytest.mark.parametrize("printed", [None, 0])
def test_a_blank_or_zero_that_the_prose_lists_is_the_culprit_among_others(printed: int | None) -> None:
    """Even where another figure could have been made of the missing amount by a known slip (20 of 50)."""
    known = ledger({"t": 60.0, "a": 10.0, "b": None, "c": None, "e": 20.0}, {"t": ["a", "b", "c", "e"]})
    assert [(f.cell, f.is_culprit) for f in explain(known)] == [(cell("t"), False)]
    listed = [replace(f, is_listed=f.cell == cell("b"), amount=f.amount or printed) for f in known.figures]
    assert [(f.cell, f.proposed) for f in explain(Ledger(listed, known.equations))] == [(cell("b"), amount(30.0))]


def test_a_tie_names_the_cells_among_which_the_culprit_is() -> None:
    (finding,) = found({"t": 10.0, "a": 3.0, "b": 4.77}, {"t": ["a", "b"]})
    assert finding.candidates == (cell("a"), cell("b"), cell("t"))


def test_a_culprit_and_a_tie_at_one_cell_are_one_finding() -> None:
    """Two would have one ``finding_id``, which stops the night for all documents."""
    (tie,) = found({"t": 10.0, "a": 3.0, "b": 4.77}, {"t": ["a", "b"]})
    (culprit,) = found({"t": 10.0, "a": 3.0, "b": 4.0, "c": 7.0}, {"t": ["a", "b"], "t 2": ["c"]})
    assert (tie.cell, tie.placement) == (culprit.cell, culprit.placement)
    (finding,) = _united([tie, culprit])
    assert (finding.proposed, finding.is_culprit) == (culprit.proposed, True)
    assert set(finding.equations) == {*tie.equations, *culprit.equations}


def test_a_document_in_which_hundreds_of_equations_fail_costs_seconds() -> None:
    names = [f"{row}.{column}" for row in range(40) for column in range(6)]
    figures = {name: float(10 + place * 7 % 391) for place, name in enumerate(names)}
    sums: dict[str, list[str]] = {}
    for row in range(40):
        figures[f"r{row}"] = 5.0
        sums[f"r{row}"] = [f"{row}.{column}" for column in range(6)]
    for column in range(6):
        figures[f"c{column}"] = 9.0
        sums[f"c{column}"] = [f"{row}.{column}" for row in range(40)]
    began = time.process_time()
    findings = found(figures, sums)
    assert findings
    assert time.process_time() - began < 8


def test_what_cannot_be_localised_is_told_at_the_cells_of_the_equations() -> None:
    wrong = SOUND | {"a": 99.0}
    findings = unsolved(ledger(wrong, GRID))
    assert [(f.cell.line_code, f.proposed, f.is_culprit) for f in findings] == [("t", None, False), ("v", None, False)]
    assert unsolved(ledger(SOUND, GRID)) == []


def test_a_solver_that_stumbles_costs_a_document_its_proposals_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(_: Ledger) -> list[Finding]:
        raise KeyError("a cell without a figure")

    monkeypatch.setattr(localisation_table, "explain", stumble)
    findings = localisation_table._findings(ledger(SOUND | {"a": 99.0}, GRID))
    assert [f.cell.line_code for f in findings] == ["t", "v"]


@pytest.mark.parametrize("addends", [1, 12, 13, 10_000_000])
def test_coarse_figures_are_weighed_as_fast_as_fine_ones(addends: int) -> None:
    blur = addends * SCALE // 2
    interval = Interval(-blur, blur, 0, blur)
    likelihoods = [_log_likelihood(interval, miss * SCALE, SCALE) for miss in range(4)]
    assert likelihoods == sorted(likelihoods, reverse=True)
    assert likelihoods[0] > likelihoods[1] or addends > 1
