"""Documents and statements in another unit than the one that they name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from dagster_project.localisation.blocks.block import Block, broken_by, share_a_cell
from dagster_project.localisation.model import NARRATIVE, Cell, Slip
from dagster_project.localisation.system import System

_FACTORS = tuple(Fraction(n) ** sign for n in (10_000, 1_000, 10) for sign in (1, -1))
"""What a statement is off by whose unit is mistaken: 元, 千元 or 万元 for one of the others."""
_TIES_AT_LEAST = 2
"""Ties to other places that must agree on the factor: a single cell may be off by a power of ten by itself."""
_MOST = Fraction(4, 5)
"""Share of the broken ties that the factor must mend; what it leaves are mistakes of their own."""


def documents(system: System) -> Iterator[Block]:
    """Documents whose prose contradicts their statements, which agree with each other, by one factor throughout."""
    for block in _off_scale(system, lambda cell: replace(cell, statement="", line_code="", measure="")):
        agreeing = {statement for place in block.healed for statement in _spoken_of(system, place, block)}
        if len(agreeing) >= _TIES_AT_LEAST and not _disagree(system, block.cells):
            yield block


def _spoken_of(system: System, place: int, block: Block) -> Iterator[str]:
    """The statements whose cells an equation holds against the prose of their own document."""
    cells = [system.figures[cell].cell for cell in system.cells(place)]
    if any(cell.statement == NARRATIVE and cell.document_id == block.own.document_id for cell in cells):
        yield from (cell.statement for cell in cells if cell.statement != NARRATIVE)


def _disagree(system: System, cells: Iterable[int]) -> bool:
    """Whether statements of a document contradict each other: then one of them may be off, and not all."""
    inside = frozenset(cells)
    broken = broken_by(system, inside)
    held = (system.cells(place) for place in broken)
    return any(c <= inside and len({system.figures[cell].cell.statement for cell in c}) > 1 for c in map(set, held))


def statements(system: System) -> Iterator[Block]:
    """Statements that other places contradict by one factor throughout."""
    yield from _off_scale(system, lambda cell: replace(cell, line_code="", measure=""))


def _off_scale(system: System, whole: Callable[[Cell], Cell]) -> Iterator[Block]:
    """Wholes, named by each of their cells, that other places contradict by one factor throughout."""
    members: dict[Cell, list[int]] = defaultdict(list)
    for number, figure in enumerate(system.figures):
        if figure.cell.statement != NARRATIVE:
            members[whole(figure.cell)].append(number)
    for own, cells in sorted(members.items()):
        ties = _ties(system, cells)
        for factor in _FACTORS if len(ties & system.failing) >= _TIES_AT_LEAST else ():
            printed = {cell: amount for cell in cells if (amount := system.figures[cell].amount) is not None}
            values = {cell: round(amount * factor) for cell, amount in printed.items()}
            nothing = dict.fromkeys(printed, 0)
            judged = {p for p in ties if not system.holds(p, nothing, factor)}
            healed = frozenset(p for p in judged & system.failing if system.holds(p, values, factor))
            against = [p for p in judged - system.failing if not system.holds(p, values, factor)]
            rest = len(ties & system.failing) + len(against)
            if len(healed) >= max(Fraction(_TIES_AT_LEAST), _MOST * rest) and not share_a_cell(system, healed, printed):
                yield Block(own, frozenset(values), values, healed, Slip.UNIT, factor)


def _ties(system: System, cells: Sequence[int]) -> frozenset[int]:
    """Equations that hold some cells against figures elsewhere."""
    inside = set(cells)
    touched = {place for cell in cells for place in system.memberships[cell]}
    return frozenset(p for p in touched if system.equations[p].must_be_explained and not system.cells(p) <= inside)
