"""Lines whose figures stand a column off, or that hold the numbers of the columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from dagster_project.localisation.blocks.block import Block, Row, broken_by
from dagster_project.localisation.model import SCALE, Cell, Figure, Slip, Status
from dagster_project.localisation.system import System

_COUNTED_AT_LEAST = 3
"""Consecutive numbers from which on a row is taken for one of column numbers."""
_COLUMNS_AT_MOST = 20
"""Greatest number that the first column of a row may bear."""
_PRINTED_UNITS = (SCALE, 1_000 * SCALE, 10_000 * SCALE)
"""A printed 1, in yuan, by the unit of its statement."""


def rows(system: System) -> Iterator[Block]:
    """Rows of contradicted cells that stand one column off, or that count."""
    columns = _columns(system.figures)
    lines: dict[Row, dict[int, int]] = defaultdict(dict)
    for number, figure in enumerate(system.figures):
        cell = figure.cell
        column = columns.get((cell.document_id, cell.statement, cell.measure))
        if column is not None:
            lines[cell.document_id, cell.statement, cell.line_code][column] = number
    for (document, statement, line), row in sorted(lines.items()):
        broken = broken_by(system, row.values())
        if len(broken) > 1:
            own = Cell(document, statement, line, "")
            if _counts(system, row):
                yield Block(own, frozenset(row.values()), {}, broken, Slip.COLUMN_NUMBERS)
            else:
                yield from _shifted(system, own, row, broken)


def _columns(figures: Sequence[Figure]) -> dict[Row, int]:
    """Place of each measure from the left, by document and statement."""
    return {
        (figure.cell.document_id, figure.cell.statement, figure.cell.measure): figure.column
        for figure in figures
        if figure.column is not None
    }


def _counts(system: System, row: Mapping[int, int]) -> bool:
    """Whether a row reads 1, 2, 3, … in the unit of its statement; that of a 其中 column may be left out."""
    amounts = [amount for column in sorted(row) if (amount := system.figures[row[column]].amount) is not None]
    steps = {after - before for before, after in pairwise(amounts)}
    return (
        len(amounts) >= _COUNTED_AT_LEAST
        and (unit := min(steps)) in _PRINTED_UNITS
        and steps <= {unit, 2 * unit}
        and 0 < amounts[0] <= _COLUMNS_AT_MOST * unit
        and amounts[0] % unit == 0
    )


def _shifted(system: System, own: Cell, row: Mapping[int, int], broken: frozenset[int]) -> Iterator[Block]:
    """The row moved by a column to either side, where that mends all that the row broke."""
    order = [row[column] for column in sorted(row)]
    amounts = [system.figures[cell].amount or 0 for cell in order]
    touched = {place for cell in order for place in system.memberships[cell]}
    for moved in ([*amounts[1:], 0], [0, *amounts[:-1]]):
        values = {
            cell: new
            for cell, old, new in zip(order, amounts, moved, strict=True)
            if new != old or system.figures[cell].amount is None
        }
        has_lost = sum(map(bool, moved)) < sum(map(bool, amounts))
        judged = {place for place in touched if _is_judged(system, place, order)}
        is_mended = len(judged & broken) > 1 and all(system.holds(place, values) for place in judged)
        if any(moved) and not has_lost and len(values) > 1 and is_mended:
            yield Block(own, frozenset(order), values, broken, Slip.ROW_SHIFTED)


def _is_judged(system: System, place: int, row: Sequence[int]) -> bool:
    """Whether an equation can tell if a row was moved rightly: blank addends of a blank total are unknown."""
    equation = system.equations[place]
    is_own_blank = equation.status is Status.TOTAL_BLANK and system.number.get(equation.own) in row
    return not equation.is_regularity and not is_own_blank
