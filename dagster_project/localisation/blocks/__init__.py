"""Mistakes of many cells at once: another unit, a row beside its columns, column numbers, two columns exchanged.

Each would break dozens of equations and look like dozens of mistakes. A block is set right as a whole, where that
heals what it broke and breaks nothing, before single cells are looked for; what it heals is one finding.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from dagster_project.localisation.blocks.block import Block
from dagster_project.localisation.blocks.chains import chains
from dagster_project.localisation.blocks.columns import columns_lost, copied, exchanges
from dagster_project.localisation.blocks.lines import rows
from dagster_project.localisation.blocks.scales import documents, statements
from dagster_project.localisation.model import Equation, Figure, Finding, Kind, Ledger, Placement, Status
from dagster_project.localisation.rank import rank
from dagster_project.localisation.system import System

_BLOCKS_AT_MOST = 12
"""Mistakes of a kind looked for in a document: it is read anew after each."""


def set_right(ledger: Ledger) -> tuple[Ledger, list[Finding]]:
    """The ledger without the mistakes that spoil many cells, and those mistakes."""
    findings: list[Finding] = []
    system = System(ledger)
    for look in (documents, statements, copied, rows, columns_lost, exchanges, chains):
        for _ in range(_BLOCKS_AT_MOST):
            block = _best(look(system))
            if block is None:
                break
            findings.append(_finding(system, block))
            ledger = _without(ledger, system, block)
            system = System(ledger)
    return ledger, findings


def _best(blocks: Iterable[Block]) -> Block | None:
    return max(blocks, key=lambda block: (len(block.healed), block.own), default=None)


def _finding(system: System, block: Block) -> Finding:
    equations = tuple(system.equations[place] for place in sorted(block.healed))
    support = rank([system.coefficients(place) for place in block.healed])
    lead = min(equations, key=_plainness)
    number = system.number.get(block.own)
    proposed = block.values.get(number) if number is not None else None
    return Finding(
        block.own.document_id, block.own, Placement.PRINTED, proposed, support, lead, equations, block.slip,
        candidates=block.among,
    )  # fmt: skip


def _plainness(equation: Equation) -> tuple[object, ...]:
    """The equation that a reader follows most easily is quoted: amounts before percentages, few of them before many."""
    return equation.kind is not Kind.LINEAR, len(equation.terms), equation.identity_id, equation.equation_id


def _without(ledger: Ledger, system: System, block: Block) -> Ledger:
    """The ledger with the block set right; where what it should read is unknown, without the equations it is in."""
    factor = block.factor or Fraction(1)
    touched = {place for cell in block.cells for place in system.memberships[cell]}
    if not block.values:
        return Ledger(ledger.figures, [e for place, e in enumerate(ledger.equations) if place not in touched])
    figures = [
        _reading(figure, block.values[number], factor) if number in block.values else figure
        for number, figure in enumerate(ledger.figures)
    ]
    equations = [
        _judged(system, place, block, factor) if place in touched else equation
        for place, equation in enumerate(ledger.equations)
    ]
    return Ledger(figures, equations)


def _reading(figure: Figure, value: int, factor: Fraction) -> Figure:
    """The figure as it should read; a cell that should be blank stays a zero."""
    return replace(figure, amount=value, half_unit=round(figure.half_unit * factor), placement=Placement.PRINTED)


def _judged(system: System, place: int, block: Block, factor: Fraction) -> Equation:
    """An equation with its verdict on the corrected figures; what held before is not accused afterwards."""
    equation = system.equations[place]
    is_accounted = place in block.healed or system.holds(place, block.values, factor)
    has_failed = equation.status is not Status.PASS and not is_accounted
    return replace(
        equation, status=Status.FAIL if has_failed else Status.PASS,
        tolerance=system.tolerance(place, block.values, factor),
    )  # fmt: skip
