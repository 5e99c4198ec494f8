"""Ledgers of literals for the tests of the solver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dagster_project.localisation import (
    SCALE,
    Cell,
    Equation,
    Figure,
    Kind,
    Ledger,
    Placement,
    Role,
    Status,
    Term,
)  # fmt: skip

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
