"""Columns turned round or lost, amounts turned round within a line, and statements left from the year before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from dagster_project.localisation.blocks.block import Block, Row, broken_by, by_column, mends, share_a_cell
from dagster_project.localisation.model import NARRATIVE, Cell, Slip
from dagster_project.localisation.system import System

_LINES_AT_LEAST = 3
"""Lines that must lack an amount for their column to be lost: fewer are cells of their own."""
_COPIED_AT_LEAST = 5
"""Different amounts that must be last year's: a statement of one or two may well repeat itself."""


def exchanges(system: System) -> list[Block]:
    """Two columns of a statement, or two amounts of a line, that stand for each other; none where two would do."""
    found = list(_exchanged_columns(system)) or list(_exchanged_cells(system))
    return [block for block in found if not any(block.healed & other.healed for other in found if other is not block)]


def _exchanged_columns(system: System) -> Iterator[Block]:
    """Statements in which every line has two columns turned round, one of which may be blank."""
    for document, statement, columns in by_column(system):
        for one, other in combinations(columns, 2):
            lines = sorted(columns[one].keys() | columns[other].keys())
            pairs = [(columns[one].get(line), columns[other].get(line)) for line in lines]
            among = tuple(Cell(document, statement, "", measure) for measure in (one, other))
            if len(lines) > 1:
                yield from _exchanged(system, pairs, Cell(document, statement, "", ""), among)


def _exchanged_cells(system: System) -> Iterator[Block]:
    """Lines of which two amounts are turned round; the one that is printed, or the greater, carries the finding."""
    lines: dict[Row, list[int]] = defaultdict(list)
    for number, figure in enumerate(system.figures):
        cell = figure.cell
        if cell.statement != NARRATIVE and cell.line_code and cell.measure:
            lines[cell.document_id, cell.statement, cell.line_code].append(number)
    for _, row in sorted(lines.items()):
        for pair in combinations(row, 2) if len(broken_by(system, row)) > 1 else ():
            lesser, greater = sorted(pair, key=lambda cell: abs(system.figures[cell].amount or 0))
            among = tuple(system.figures[cell].cell for cell in sorted(pair))
            yield from _exchanged(system, [(greater, lesser)], system.figures[greater].cell, among)


def _exchanged(
    system: System, pairs: Sequence[tuple[int | None, int | None]], own: Cell, among: tuple[Cell, ...]
) -> Iterator[Block]:
    """An exchange that mends all that it touches, where no one figure could be at fault instead."""
    known = [cell for pair in pairs for cell in pair if cell is not None]
    printed: dict[int | None, int] = {cell: system.figures[cell].amount or 0 for cell in known}
    turned = [way for pair in pairs for way in (pair, pair[::-1])]
    values = {to: printed.get(by, 0) for to, by in turned if to is not None and printed.get(by, 0) != printed[to]}
    healed = broken_by(system, values)
    if len(healed) > 1 and mends(system, values) and not share_a_cell(system, healed):
        yield Block(own, frozenset(values), values, healed, Slip.COLUMNS_SWAPPED, among=among)


def columns_lost(system: System) -> list[Block]:
    """Columns that lost their amounts; none where another blank column would account for as much."""
    found = list(_columns_lost(system))
    return [
        block
        for block in found
        if not any(len(o.healed) >= len(block.healed) and o.healed & block.healed for o in found if o is not block)
    ]


def _columns_lost(system: System) -> Iterator[Block]:
    """Columns without an amount, though every line lacks one there: its others say which."""
    for document, statement, columns in by_column(system):
        for measure, cells in columns.items():
            if any(system.figures[cell].amount for cell in cells.values()):
                continue
            values = {cell: value for cell in cells.values() if (value := _lacking(system, cell))}
            healed = broken_by(system, values)
            if len(values) >= _LINES_AT_LEAST and mends(system, values):
                own, among = Cell(document, statement, "", ""), (Cell(document, statement, "", measure),)
                yield Block(own, frozenset(values), values, healed, Slip.COLUMN_LOST, among=among)


def _lacking(system: System, cell: int) -> int:
    """What the line of a cell lacks there by the equations that contradict within the line; 0 where they disagree."""
    own = system.figures[cell].cell
    lacking = set[int]()
    for place in broken_by(system, [cell]):
        lines = {(c.statement, c.line_code) for c in (system.figures[n].cell for n in system.cells(place))}
        implied = system.implied(place, cell, {}) if lines == {(own.statement, own.line_code)} else None
        if implied is not None:
            lacking.add(implied.centre)
    return lacking.pop() if len(lacking) == 1 else 0


def copied(system: System) -> Iterator[Block]:
    """Contradicted statements that print what the year before printed, amount for amount."""
    members: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, figure in enumerate(system.figures):
        if figure.amount and figure.cell.statement != NARRATIVE:
            members[figure.cell.document_id, figure.cell.statement].append(number)
    for (document, statement), cells in sorted(members.items()):
        amounts = {figure.amount for cell in cells if (figure := system.figures[cell]).amount == figure.prior}
        is_copied = all(system.figures[cell].amount == system.figures[cell].prior for cell in cells)
        broken = broken_by(system, cells) if is_copied and len(amounts) >= _COPIED_AT_LEAST else frozenset[int]()
        if len(broken) > 1 and not share_a_cell(system, broken):
            yield Block(Cell(document, statement, "", ""), frozenset(cells), {}, broken, Slip.PRIOR_YEAR)
