"""Single corrections that would heal contradictions: which cell, and which value the equations agree on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log, pi

from dagster_project.localisation.model import NARRATIVE, Figure, Slip, Values
from dagster_project.localisation.slips import recognise, restorations
from dagster_project.localisation.system import Interval, System
from dagster_project.rounding import Regime, log_likelihood

_REGIONS = 3
"""Values tried per cell, where equations disagree on what it should read."""
_POINTS = 40
"""Values looked at within the rounding of a sum."""
_FEW = 12
"""Addends up to which the exact distribution of what rounding loses is worth its cost."""
_LOG_SLIP = log(16)
"""Most mistakes have a known shape, and few of the values that rounding leaves open have one by chance."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cell and the value that some failing equations imply for it."""

    cell: int
    value: int
    is_determined: bool
    """False where a percentage leaves several values open: the cell is at fault, what it should read is not known."""
    slip: Slip | None


Neighbours = Sequence[frozenset[int]]
"""Per cell the amounts printed beside it in its line and above and below it in its column."""


def candidates(
    system: System, values: Values, failing: Iterable[int], scope: Iterable[int], neighbours: Neighbours
) -> list[Candidate]:
    """What the failing equations imply for the cells of those in ``scope``; changed cells are left alone."""
    broken = frozenset(failing)
    found: list[Candidate] = []
    cells = {cell for place in scope for cell in system.cells(place)} - values.keys()
    for cell in sorted(cells):
        implied = {
            place: interval
            for place in system.memberships[cell]
            if place in broken and system.equations[place].names_value
            if (interval := system.implied(place, cell, values)) is not None
        }
        agreed = ([implied[place] for place in group] for group in _agreements(implied))
        tried = (_candidate(system, values, cell, group, broken, neighbours[cell]) for group in agreed)
        found.extend(candidate for candidate in tried if candidate)
    return found


def _agreements(implied: dict[int, Interval]) -> list[list[int]]:
    """Largest sets of equations whose intervals share a value, the most numerous first."""
    groups: dict[frozenset[int], int] = {}
    for interval in implied.values():
        meeting = frozenset(p for p, other in implied.items() if other.low <= interval.low <= other.high)
        groups[meeting] = sum(implied[p].blur for p in meeting)
    maximal = [group for group in groups if not any(group < other for other in groups)]
    maximal.sort(key=lambda group: (-len(group), groups[group], sorted(group)))
    return [sorted(group) for group in maximal[:_REGIONS]]


def _candidate(  # noqa: PLR0917
    system: System,
    values: Values,
    cell: int,
    implied: list[Interval],
    broken: frozenset[int],
    neighbours: frozenset[int],
) -> Candidate | None:
    """The value that a set of agreeing equations implies, narrowed by those that hold where they allow it."""
    figure = system.figures[cell]
    low, high = max(i.low for i in implied), min(i.high for i in implied)
    others, derived = list[Interval](), list[Interval]()
    for place in system.memberships[cell]:
        equation = system.equations[place]
        if (place in broken and not equation.derived_from) or equation.is_regularity:
            continue
        if (interval := system.implied(place, cell, values)) is not None:
            (derived if equation.derived_from else others).append(interval)
    evidence = list(implied)
    for interval in sorted(others, key=lambda i: i.blur):
        if interval.low <= high and low <= interval.high:
            low, high = max(low, interval.low), min(high, interval.high)
            evidence.append(interval)
    is_determined = any(i.is_exact for i in evidence) or high - low - 2 * figure.half_unit < figure.step
    # What follows from other equations is no evidence against a cell, yet a copy of the figure shows its last digit.
    hints = [interval for interval in derived if interval.low <= high and low <= interval.high]
    value = _choose(figure, low, high, [*evidence, *hints], neighbours)
    if not is_determined and (restored := _restored(figure, low, high)) is not None:
        value, is_determined = restored, True
    if value == figure.amount:
        return None
    slip = recognise(figure, value, neighbours)
    return Candidate(cell, value, is_determined, slip)


def _choose(figure: Figure, low: int, high: int, evidence: list[Interval], neighbours: frozenset[int]) -> int:
    """The likeliest value: what sums of rounded figures leave open, a known slip and the residuals decide."""
    step = figure.step
    exact = [interval for interval in evidence if interval.is_exact]
    points = {_on_grid(i.centre, step) for i in exact}
    points |= {_on_grid((low + high) // 2, step)}
    first = -(-low // step)
    points |= {(first + place) * step for place in range(min(high // step - first + 1, _POINTS))}
    inside = [point for point in points if low <= point <= high] or [_on_grid((low + high) // 2, step)]

    def merit(point: int) -> tuple[float, int, int, int]:
        """The less the better: likelihood of the residuals and of a slip, then nearness."""
        likelihood = sum(_log_likelihood(interval, point, step) for interval in exact)
        if recognise(figure, point, neighbours) is not None:
            likelihood += _LOG_SLIP
        return -round(likelihood, 6), sum(abs(i.centre - point) for i in evidence), abs(point), point

    return min(inside, key=merit)


def _log_likelihood(interval: Interval, point: int, step: int) -> float:
    """How likely figures that are rounded each for itself miss by as much as they do if the cell reads ``point``.

    The sum of many, or of figures that are rounded more coarsely than the cell, is as good as normal.
    """
    addends = max(round(2 * interval.blur / step), 1)
    miss = (point - interval.centre) / step
    if addends > _FEW:
        variance = (addends + 1) / 12
        return -(miss * miss / variance + log(2 * pi * variance)) / 2
    return log_likelihood(Regime.INDEPENDENT, addends, round(miss))


def _restored(figure: Figure, low: int, high: int) -> int | None:
    """The only undoing of a slip that falls into what a percentage leaves open."""
    found = {value for value in restorations(figure) if low <= value <= high}
    return found.pop() if len(found) == 1 else None


def _on_grid(value: int, step: int) -> int:
    """The nearest value that the cell could print."""
    return (2 * value + step) // (2 * step) * step


def neighbours_of(figures: Sequence[Figure]) -> Neighbours:
    """Amounts beside each figure in its line, and before and after it in its column or in the prose."""
    lines: dict[tuple[str, str, int], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.row is not None and figure.amount is not None:
            lines[figure.cell.document_id, figure.cell.statement, figure.row].append(figure)
    return [frozenset(_around(figure, lines)) for figure in figures]


def _around(figure: Figure, lines: dict[tuple[str, str, int], list[Figure]]) -> Iterator[int]:
    if figure.row is None:
        return
    cell = figure.cell
    for row in (figure.row - 1, figure.row, figure.row + 1):
        for other in lines.get((cell.document_id, cell.statement, row), ()):
            is_in_column = other.cell.measure == cell.measure or cell.statement == NARRATIVE
            if other.amount is not None and (row == figure.row or is_in_column) and other.cell != cell:
                yield other.amount
