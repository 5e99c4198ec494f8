"""An amount that was wrong before it was added up: its line, the lines above it and their totals are off alike.

The statement then agrees with itself, and differs from everything else by one amount at several of its levels.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from dagster_project.localisation.blocks.block import Block, Columns, broken_by, by_column, mends, share_a_cell
from dagster_project.localisation.system import System

_LEVELS_AT_LEAST = 2
"""Lines at which other places must contradict by the same amount; a single one is a cell of its own."""


def chains(system: System) -> Iterator[Block]:
    """Lines whose amount is off, together with all that it was added into, where only one line can be meant."""
    for _, _, columns in by_column(system):
        statement = frozenset(cell for cells in columns.values() for cell in cells.values())
        for measure, cells in columns.items():
            for gap, lines in sorted(_gaps(system, cells, statement).items()):
                deepest = max(lines, key=_depth)
                meant = [line for line in cells if line.startswith(deepest) and lines <= _above(line, cells)]
                found = [block for line in meant for block in _chain(system, columns, measure, line, gap)]
                if len(found) == 1:
                    yield from found


def _gaps(system: System, cells: Mapping[str, int], statement: frozenset[int]) -> dict[int, frozenset[str]]:
    """By how much other places say that cells of a column are off, and the lines at which they agree."""
    gaps: dict[int, set[str]] = defaultdict(set)
    for line, cell in cells.items():
        for place in broken_by(system, [cell]):
            implied = system.implied(place, cell, {}) if system.cells(place) & statement == {cell} else None
            if implied is not None and implied.is_exact:
                gaps[implied.centre - system.value(cell, {})].add(line)
    return {gap: frozenset(lines) for gap, lines in gaps.items() if gap and len(lines) >= _LEVELS_AT_LEAST}


def _chain(system: System, columns: Columns, measure: str, line: str, gap: int) -> Iterator[Block]:
    """The column's cells from a line upwards set right, alone or with those of another; the first that mends."""
    for beside in (None, *(other for other in columns if other != measure)):
        wrong = [columns[m][ln] for m in (measure, beside) if m for ln in _above(line, columns[m]) if ln in columns[m]]
        if any(system.figures[cell].amount is None for cell in wrong):
            continue
        values = {cell: system.value(cell, {}) + gap for cell in wrong}
        healed = broken_by(system, values)
        if mends(system, values) and not share_a_cell(system, healed):
            yield Block(system.figures[columns[measure][line]].cell, frozenset(values), values, healed, None)
            return


def _above(line: str, lines: Mapping[str, int]) -> frozenset[str]:
    """A line and those that it is added into: the codes that begin its own, and the total."""
    return frozenset(other for other in lines if line.startswith(other) or other == "total")


def _depth(line: str) -> tuple[bool, int]:
    return line != "total", len(line)
