"""The solver on literals: who is the culprit, what it should read, and when the evidence does not decide."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project import localisation_table
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
    unsolved,
)  # fmt: skip
from dagster_project.localisation.candidates import _log_likelihood
from dagster_project.localisation.findings import _united
from dagster_project.localisation.slips import recognise
from dagster_project.localisation.system import Interval

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


def table(rows: Mapping[str, Sequence[float | None]], statement: str = "s") -> Ledger:
    """Rows of three columns, the first of which is the sum of the others; a row t is the sum of the rows."""
    figures = [
        Figure(
            Cell("d", statement, row, f"c{column}"), None if value is None else amount(value), HALF,
            Placement.BLANK if value is None else Placement.PRINTED, column=column,
        )
        for row, values in rows.items()
        for column, value in enumerate(values)
    ]  # fmt: skip
    known = {(f.cell.line_code, f.cell.measure): f for f in figures}
    across = [[(row, f"c{column}") for column in range(3)] for row in rows]
    down = [[(row, f"c{column}") for row in ("t", *(row for row in rows if row != "t"))] for column in range(3)]
    return Ledger(figures, [sum_of([known[key] for key in keys]) for keys in (*across, *down)])


def sum_of(figures: Sequence[Figure]) -> Equation:
    """The first figure as the sum of the others."""
    left, *rest = figures
    terms = (Term(left.cell, Role.LEFT), *(Term(figure.cell, Role.RIGHT) for figure in rest))
    gap = (left.amount or 0) - sum(figure.amount or 0 for figure in rest)
    failed = Status.FAIL if left.amount is not None else Status.TOTAL_BLANK
    name = "=".join(f"{f.cell.statement}.{f.cell.line_code}.{f.cell.measure}" for f in figures)
    return Equation(name, "S", left.cell, terms, failed if abs(gap) > HALF * len(figures) else Status.PASS, HALF)


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


def test_a_blank_that_the_prose_lists_is_the_culprit_among_blanks() -> None:
    known = ledger({"t": 77.77, "a": 12.34, "b": None, "c": None, "e": 21.11}, {"t": ["a", "b", "c", "e"]})
    assert [(f.cell, f.is_culprit) for f in explain(known)] == [(cell("t"), False)]
    listed = [replace(f, is_listed=f.cell == cell("b")) for f in known.figures]
    assert [(f.cell, f.proposed) for f in explain(Ledger(listed, known.equations))] == [(cell("b"), amount(44.32))]


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
