"""The solver on literals: who is the culprit, what it should read, and when the evidence does not decide."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.localisation import (
    SCALE,
    Cell,
    Equation,
    Figure,
    Finding,
    Kind,
    Ledger,
    Placement,
    Role,
    Slip,
    Status,
    Term,
    explain,
)  # fmt: skip
from dagster_project.localisation.slips import recognise

HALF = SCALE // 200
"""Half a hundredth."""
Figures = Mapping[str, float | None]


def cell(name: str) -> Cell:
    """A cell by its short name; what begins with p stands in the prose."""
    return Cell("d", "narrative" if name.startswith("p") else "s", name, "amount")


def amount(value: float) -> int:
    """An amount of two decimals as the solver counts it."""
    return round(value * 100) * (SCALE // 100)


def ledger(figures: Figures, sums: Mapping[str, Sequence[str]], rates: Sequence[tuple[str, str, str]] = ()) -> Ledger:
    """Sums (left cell → addends; an addend with a minus is taken off) and rates (part, percentage, base)."""
    known = {
        name: Figure(
            cell(name), None if value is None else amount(value), HALF,
            Placement.BLANK if value is None else Placement.PRINTED,
        )
        for name, value in figures.items()
    }  # fmt: skip
    equations = []
    for key, addends in sums.items():
        left = key.partition(" ")[0]
        terms = [Term(cell(left), Role.LEFT), *(Term(cell(a), Role.RIGHT) for a in addends)]
        printed = [t for t in terms if known[t.cell.line_code].amount is not None]
        gap = sum((known[t.cell.line_code].amount or 0) * (1 if t.role is Role.LEFT else -1) for t in printed)
        tolerance = HALF * len(printed)
        status = Status.PASS if abs(gap) <= tolerance else Status.FAIL
        equations.append(Equation(key, key, cell(left), tuple(terms), status, tolerance))
    for part, rate, base in rates:
        terms = [Term(cell(part), Role.LEFT), Term(cell(rate), Role.RATE), Term(cell(base), Role.BASE)]
        low, high = (figures[rate] - 0.005) * (figures[base] - 0.005), (figures[rate] + 0.005) * (figures[base] + 0.005)
        holds = low <= (figures[part] + 0.005) * 100 and (figures[part] - 0.005) * 100 <= high
        status = Status.PASS if holds else Status.FAIL
        equations.append(Equation(f"{part}/{base}", "R", cell(rate), tuple(terms), status, kind=Kind.RATE))
    return Ledger(list(known.values()), equations)


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
