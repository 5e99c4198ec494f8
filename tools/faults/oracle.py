"""What an altered figure contradicts: the identity catalogue evaluated over printed figures in plain Python.

Independent of dbt on purpose: the catalogue's terms are the only thing that this module shares with the engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from expectations.identities import (
    Category,
    Identity,
    LineSelector,
    MeasureSelector,
    Side,
    Term,
    load_catalogue,
)
from tools.faults.subjects import Cell

Figures = Mapping[Cell, Decimal]


@dataclass(frozen=True, slots=True)
class Equation:
    """One identity in one place: a cell on the left, signed cells on the right."""

    identity_id: str
    operator: str
    left: Cell
    right: tuple[tuple[int, Cell], ...]
    missing_is_zero: bool

    def cells(self) -> frozenset[Cell]:
        """Every cell that takes part."""
        return frozenset((self.left, *(cell for _, cell in self.right)))


def broken(clean: Figures, faulty: Figures, half_unit: Decimal) -> list[Equation]:
    """The equations that hold over the clean figures and not over the faulty ones.

    ``half_unit`` is half a unit of the last printed digit, in yuan. Regularities of booking do not count.
    """
    return [
        equation
        for equation in equations(clean.keys() | faulty.keys(), clean)
        if holds(equation, clean, clean, half_unit) and not holds(equation, faulty, clean, half_unit)
    ]


def equations(cells: set[Cell], clean: Figures) -> Iterator[Equation]:
    """Every equation of the catalogue between these cells whose condition the clean document meets."""
    for identity in load_catalogue():
        if identity.category is Category.REGULARITY or not _applies(identity, clean):
            continue
        for _, terms in identity.variants():
            yield from _bound(identity, terms, cells)


def _applies(identity: Identity, clean: Figures) -> bool:
    condition = [term for term in identity.terms if term.side is Side.CONDITION]
    values = [clean.get((t.statement, t.line, t.measure)) for t in condition]
    if identity.condition_test == "sum_is_zero":
        printed = [v for v in values if v is not None]
        weighted = sum((t.weight * v for t, v in zip(condition, values, strict=True) if v is not None), Decimal(0))
        return len(printed) == len(condition) and weighted == 0
    if identity.condition_test:
        return not any(values)
    if identity.operator == "<=":
        statements = {term.statement for term in identity.terms}
        return not any(yuan < 0 for (statement, _, _), yuan in clean.items() if statement in statements)
    return True


def _bound(identity: Identity, terms: tuple[Term, ...], cells: set[Cell]) -> Iterator[Equation]:
    """The equations of a variant: one per binding of what its terms leave free."""
    bindings = {binding for term in terms for binding in _bindings(term, cells)}
    statements = {statement for statement, _, _ in cells}
    if not {term.statement for term in terms} <= statements:
        return
    for key, measure in sorted(bindings):
        left: Cell | None = None
        right: list[tuple[int, Cell]] = []
        for term in terms:
            if term.unless_line and any(c[:2] == (term.statement, term.unless_line) for c in cells):
                continue
            chosen = _cells_of(term, key, measure, cells)
            if term.side is Side.LHS:
                left = chosen[0]
            else:
                right += [(term.weight, cell) for cell in chosen]
        if left is not None and right:
            yield Equation(identity.identity_id, identity.operator, left, tuple(right), terms[0].missing_is_zero)


def _bindings(term: Term, cells: set[Cell]) -> Iterator[tuple[str, str]]:
    """(key, measure) pairs that a term's free variables take on the printed cells; "" for what is not free."""
    for statement, line, measure in cells:
        if statement != term.statement:
            continue
        key = _key(term, line, measure)
        if key is None or (measure not in term.measure.split("|") and term.measure_selector is not MeasureSelector.KEY):
            continue
        yield key, measure if term.measure_selector is MeasureSelector.EACH else ""


def _key(term: Term, line: str, measure: str) -> str | None:
    """The key that a cell binds; "" where the term leaves none free, None where the cell is none of its own."""
    if term.measure_selector is MeasureSelector.KEY:
        return measure if line == term.line and re.fullmatch(term.key_pattern, measure) else None
    if term.line_selector is LineSelector.EACH:
        key = line.removeprefix(term.line)
        return key if line.startswith(term.line) and re.fullmatch(term.key_pattern, key) else None
    if term.line_selector is LineSelector.EACH_CHILDREN:
        return None
    return ""


def _cells_of(term: Term, key: str, measure: str, cells: set[Cell]) -> list[Cell]:
    column = key if term.measure_selector is MeasureSelector.KEY else measure or term.measure
    lines = {line for statement, line, _ in cells if statement == term.statement}
    match term.line_selector:
        case LineSelector.EXACT:
            chosen = [term.line]
        case LineSelector.EACH:
            chosen = [term.line + key]
        case LineSelector.MATCHING:
            chosen = sorted(x for x in lines if re.fullmatch(re.escape(term.line) + f"(?:{term.key_pattern})", x))
        case LineSelector.CHILDREN:
            chosen = _children(term.line, lines)
        case LineSelector.EACH_CHILDREN:
            chosen = _children(term.line + key, lines)
    return [(term.statement, line, column) for line in chosen]


def _children(line: str, lines: set[str]) -> list[str]:
    """The nearest printed descendants of a code; of the total, the topmost codes."""
    codes = [x for x in lines if x.isdigit() and (line == "total" or (x.startswith(line) and x != line))]
    return sorted(x for x in codes if not any(x != y and x.startswith(y) for y in codes))


def holds(equation: Equation, figures: Figures, clean: Figures, half_unit: Decimal) -> bool:
    """Whether the equation is no contradiction; where nothing is to be compared, it is none."""
    left = figures.get(equation.left)
    terms = [(weight, figures[cell]) for weight, cell in equation.right if cell in figures]
    total = sum((weight * yuan for weight, yuan in terms), Decimal(0))
    if left is None and not equation.missing_is_zero:
        return equation.operator == "<=" or total == 0 or equation.left not in clean
    if not terms and not equation.missing_is_zero:
        return not left or not any(cell in clean for _, cell in equation.right)
    residual = (left or Decimal(0)) - total
    tolerance = half_unit * (1 + max(1, len(terms)))
    return residual <= tolerance if equation.operator == "<=" else abs(residual) <= tolerance
