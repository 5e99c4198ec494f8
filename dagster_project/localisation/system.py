"""A ledger compiled for search: cells and equations by number, verdicts under other values, implied intervals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from dagster_project.localisation.model import (
    NARRATIVE,
    SCALE,
    Equation,
    Figure,
    Kind,
    Ledger,
    Operator,
    Placement,
    Role,
    Status,
    Values,
)

_RATE_UNITS = 100 * SCALE
"""A rate of 1 in integers of a percentage."""
_SAME_UNIT = Fraction(1)


@dataclass(frozen=True, slots=True)
class Interval:
    """Values of a cell for which an equation would hold, the rounding of the cell itself allowed for."""

    low: int
    high: int
    centre: int
    """The value that meets the equation exactly, or the middle."""
    blur: int
    """How far the other figures' rounding leaves it open."""
    is_exact: bool = True
    """Whether the centre is a sum of printed figures rather than the middle of a quotient."""


@dataclass(slots=True)
class _Compiled:
    """An equation by cell numbers."""

    equation: Equation
    linear: tuple[tuple[int, int], ...]
    """(cell, coefficient) of left minus right; of a rate the left side alone."""
    base: tuple[tuple[int, int], ...]
    rate: int | None
    left: frozenset[int]
    tolerance: int
    is_reliable: bool = True
    """Whether the verdict on the printed figures can be reproduced, so that hypothetical ones can be judged."""
    word: int = 0
    """Of a sign: the sign that the direction word asserts."""


class System:
    """Cells, equations and who takes part in what; verdicts are those of the warehouse until a value changes."""

    def __init__(self, ledger: Ledger) -> None:
        self.figures: list[Figure] = list(ledger.figures)
        self.number = {figure.cell: place for place, figure in enumerate(self.figures)}
        self.equations: list[Equation] = list(ledger.equations)
        self._compiled = [self._compile(equation) for equation in self.equations]
        self.memberships: list[list[int]] = [[] for _ in self.figures]
        for place, compiled in enumerate(self._compiled):
            for cell in self._cells_of(compiled):
                self.memberships[cell].append(place)
        for place in range(len(self.equations)):
            self._calibrate(place)
        self.failing = frozenset(n for n, e in enumerate(self.equations) if e.status is not Status.PASS)
        self.copies = self._find_copies()

    def _compile(self, equation: Equation) -> _Compiled:
        linear: dict[int, int] = defaultdict(int)
        base: dict[int, int] = defaultdict(int)
        rate = None
        for term in equation.terms:
            cell = self.number[term.cell]
            if term.role is Role.RATE:
                rate = cell
            elif term.role is Role.BASE:
                base[cell] += term.weight
            else:
                linear[cell] += term.weight if term.role is Role.LEFT else -term.weight
        left = frozenset(self.number[t.cell] for t in equation.terms if t.role is Role.LEFT)
        return _Compiled(equation, tuple(linear.items()), tuple(base.items()), rate, left, equation.tolerance)

    @staticmethod
    def _cells_of(compiled: _Compiled) -> set[int]:
        cells = {cell for cell, _ in compiled.linear} | {cell for cell, _ in compiled.base}
        return cells if compiled.rate is None else cells | {compiled.rate}

    def _calibrate(self, place: int) -> None:
        """Make the verdict on the printed figures that of the warehouse, which may know a looser or stricter rule."""
        compiled = self._compiled[place]
        status = compiled.equation.status
        if compiled.equation.kind is Kind.SIGN:
            stated = self.figures[compiled.rate].amount if compiled.rate is not None else None
            found = _sign(self._sum(compiled.linear, {}))
            compiled.word = _sign(stated) if stated is not None else (found if status is Status.PASS else -found)
            compiled.is_reliable = (found == compiled.word) is (status is Status.PASS)
            return
        if status is Status.TOTAL_BLANK or self._holds(compiled, {}) is (status is Status.PASS):
            return
        if compiled.equation.kind is Kind.LINEAR:
            residual = self._sum(compiled.linear, {})
            size = residual if compiled.equation.operator is Operator.AT_MOST else abs(residual)
            compiled.tolerance = size if status is Status.PASS else size - 1
        else:
            compiled.is_reliable = False

    def _find_copies(self) -> dict[int, tuple[int, ...]]:
        """Per cell, the places of the prose that repeat what it prints: they move with it and are no second opinion."""
        copies: dict[int, list[int]] = defaultdict(list)
        for compiled in self._compiled:
            if compiled.equation.status is Status.PASS and (tie := self._tie(compiled)):
                original, claim = tie
                copies[original].append(claim)
        return {original: tuple(dict.fromkeys(claims)) for original, claims in copies.items()}

    def _tie(self, compiled: _Compiled) -> tuple[int, int] | None:
        """The cell and the claim of an equation that holds one place of the prose against one cell of a statement."""
        equation = compiled.equation
        if equation.kind is not Kind.LINEAR or equation.operator is not Operator.EQUAL or len(compiled.linear) != 2:
            return None
        (one, weight), (other, opposite) = compiled.linear
        if weight != -opposite:
            return None
        one_is, other_is = (self.figures[cell].cell.statement == NARRATIVE for cell in (one, other))
        if one_is is other_is:
            return None
        return (other, one) if one_is else (one, other)

    def tie(self, place: int) -> tuple[int, int] | None:
        """As (cell, claim) where the equation holds a place of the prose against one cell; else None."""
        return self._tie(self._compiled[place])

    def value(self, cell: int, values: Values) -> int:
        """What a cell counts for: a blank one counts for nothing."""
        found = values.get(cell)
        return found if found is not None else self.figures[cell].amount or 0

    def _sum(self, terms: Iterable[tuple[int, int]], values: Values) -> int:
        return sum(weight * self.value(cell, values) for cell, weight in terms)

    def _half(self, terms: Iterable[tuple[int, int]], values: Values) -> int:
        """The rounding of the figures that are printed, or would be."""
        return sum(
            abs(weight) * self.figures[cell].half_unit
            for cell, weight in terms
            if self.figures[cell].amount is not None or cell in values
        )

    def _filled(self, compiled: _Compiled, values: Values) -> int:
        """The rounding that figures add which are blank as yet."""
        return sum(
            abs(weight) * self.figures[cell].half_unit
            for cell, weight in compiled.linear
            if cell in values and self.figures[cell].amount is None
        )

    def residual(self, place: int, values: Values) -> int:
        """Left minus right of a linear equation."""
        return self._sum(self._compiled[place].linear, values)

    def tolerance(self, place: int, values: Values, factor: Fraction) -> int:
        """That of a linear equation once the unit of the cells in ``values`` is another by ``factor``."""
        compiled = self._compiled[place]
        if factor == 1:
            return compiled.tolerance
        halves = [(abs(weight) * self.figures[cell].half_unit, cell in values) for cell, weight in compiled.linear]
        others = sum(half for half, is_scaled in halves if not is_scaled)
        own = sum(half for half, is_scaled in halves if is_scaled)
        return max(compiled.tolerance + round(own * (factor - 1)), others)

    def holds(self, place: int, values: Values, factor: Fraction = _SAME_UNIT) -> bool:
        """Whether an equation holds under hypothetical values, the unit of which may be another by ``factor``."""
        compiled = self._compiled[place]
        if not compiled.is_reliable:
            touched = any(cell in values for cell in self._cells_of(compiled))
            return touched if compiled.equation.status is not Status.PASS else True
        if factor != _SAME_UNIT:
            compiled = replace(compiled, tolerance=self.tolerance(place, values, factor))
        return self._holds(compiled, values)

    def _holds(self, compiled: _Compiled, values: Values) -> bool:
        equation = compiled.equation
        if equation.status is Status.TOTAL_BLANK and not compiled.left & values.keys():
            # A blank total agrees with addends that come to nothing, as they may once they are set right.
            return self._sum(compiled.linear, values) == 0
        if equation.kind is Kind.SIGN:
            word = _sign(self.value(compiled.rate, values)) if compiled.rate is not None else compiled.word
            return _sign(self._sum(compiled.linear, values)) == word
        if equation.kind is Kind.RATE:
            return self._rate_holds(compiled, values)
        residual = self._sum(compiled.linear, values)
        tolerance = compiled.tolerance + self._filled(compiled, values)
        return residual <= tolerance and (equation.operator is Operator.AT_MOST or residual >= -tolerance)

    def _rate_holds(self, compiled: _Compiled, values: Values) -> bool:
        """Whether the interval of the left side meets that of rate × base."""
        if compiled.rate is None:
            return True
        part, part_half = self._sum(compiled.linear, values), self._half(compiled.linear, values)
        base, base_half = self._sum(compiled.base, values), self._half(compiled.base, values)
        rate, rate_half = self.value(compiled.rate, values), self.figures[compiled.rate].half_unit
        products = [(rate + a * rate_half) * (base + b * base_half) for a, b in product((-1, 1), repeat=2)]
        low, high = (part - part_half) * _RATE_UNITS, (part + part_half) * _RATE_UNITS
        return low <= max(products) and high >= min(products)

    def implied(self, place: int, cell: int, values: Values) -> Interval | None:
        """What a cell could read for the equation to hold, the others being right; None where anything or nothing."""
        compiled = self._compiled[place]
        equation = compiled.equation
        if equation.operator is not Operator.EQUAL or not compiled.is_reliable:
            return None
        if equation.status is Status.TOTAL_BLANK and cell not in compiled.left:
            return None
        if equation.kind is Kind.LINEAR:
            return self._implied_linear(compiled, cell, values)
        if equation.kind is Kind.RATE:
            return self._implied_rate(compiled, cell, values)
        return self._implied_direction(compiled, cell, values)

    def _implied_linear(self, compiled: _Compiled, cell: int, values: Values) -> Interval | None:
        coefficient = dict(compiled.linear)[cell]
        if coefficient == 0:
            return None
        own = self.figures[cell].half_unit
        is_blank = self.figures[cell].amount is None and cell not in values
        tolerance = compiled.tolerance + self._filled(compiled, values) + (own * abs(coefficient) if is_blank else 0)
        exact = self.value(cell, values) - Fraction(self._sum(compiled.linear, values), coefficient)
        reach = Fraction(tolerance, abs(coefficient))
        low, high = -((reach - exact) // 1), (exact + reach) // 1
        return Interval(int(low), int(high), round(exact), max(int(reach) - own, 0)) if low <= high else None

    def _implied_rate(self, compiled: _Compiled, cell: int, values: Values) -> Interval | None:
        """By the corners of the others' intervals: the value is monotone in each where nothing divides by zero."""
        if compiled.rate is None:
            return None
        part_weight, base_weight = dict(compiled.linear).get(cell, 0), dict(compiled.base).get(cell, 0)
        own = self.figures[cell].half_unit
        known = self.value(cell, values)
        is_printed = self.figures[cell].amount is not None or cell in values
        part = self._sum(compiled.linear, values) - part_weight * known
        part_half = self._half(compiled.linear, values) - (abs(part_weight) * own if is_printed else 0)
        base = self._sum(compiled.base, values) - base_weight * known
        base_half = self._half(compiled.base, values) - (abs(base_weight) * own if is_printed else 0)
        rate, rate_half = self.value(compiled.rate, values), self.figures[compiled.rate].half_unit
        found: list[Fraction] = []
        if cell == compiled.rate:
            for a, b in product((-1, 1), repeat=2):
                found.append(_quotient((part + a * part_half) * _RATE_UNITS, base + b * base_half))
            if base - base_half <= 0 <= base + base_half:
                return None
        else:
            for a, b, c in product((-1, 1), repeat=3):
                share = rate + c * rate_half
                above = share * (base + b * base_half) - (part + a * part_half) * _RATE_UNITS
                found.append(_quotient(above, part_weight * _RATE_UNITS - share * base_weight))
            ends = [part_weight * _RATE_UNITS - (rate + c * rate_half) * base_weight for c in (-1, 1)]
            if min(ends) <= 0 <= max(ends):
                return None
        low, high = min(found), max(found)
        return Interval(
            int(-(-low // 1)) - own, int(high // 1) + own, round((low + high) / 2), int(high - low) // 2, False
        )

    def _implied_direction(self, compiled: _Compiled, cell: int, values: Values) -> Interval | None:
        """Only a direction word is named by the sign of a difference; an amount is merely bounded by the word."""
        if cell != compiled.rate:
            return None
        found = _sign(self._sum(compiled.linear, values)) * SCALE
        return Interval(found, found, found, 0)

    def cells(self, place: int) -> set[int]:
        """Cells of an equation, blank ones included."""
        return self._cells_of(self._compiled[place])

    def coefficients(self, place: int) -> dict[int, Fraction]:
        """The equation as a vector over the printed cells, for the rank of evidence; a rate is taken at its value."""
        compiled = self._compiled[place]
        vector = {cell: Fraction(weight) for cell, weight in compiled.linear if weight}
        if compiled.rate is not None:
            rate = Fraction(self.figures[compiled.rate].amount or 0, _RATE_UNITS)
            for cell, weight in compiled.base:
                vector[cell] = vector.get(cell, Fraction(0)) - weight * rate
            vector[compiled.rate] = Fraction(-1)
        return {cell: weight for cell, weight in vector.items() if self.is_printed(cell)}

    def is_printed(self, cell: int) -> bool:
        """Whether the document prints a figure there."""
        return self.figures[cell].placement is Placement.PRINTED


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _quotient(above: int, below: int) -> Fraction:
    return Fraction(above, below) if below else Fraction(0)
