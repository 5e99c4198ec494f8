"""One mistake that spoils many cells, and what is asked of every kind of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from dagster_project.localisation.model import NARRATIVE, Cell, Slip
from dagster_project.localisation.system import System

Row = tuple[str, str, str]
"""Document, statement and line."""
Columns = Mapping[str, Mapping[str, int]]
"""The cells of a statement by measure and line."""


@dataclass(frozen=True, slots=True)
class Block:
    """Cells that one mistake spoilt, what they should read, and the contradictions that it accounts for."""

    own: Cell
    cells: frozenset[int]
    values: Mapping[int, int]
    """What they should read; empty where that cannot be known."""
    healed: frozenset[int]
    slip: Slip | None
    factor: Fraction | None = None
    """Of a statement in another unit."""
    among: tuple[Cell, ...] = ()
    """Of an exchange: the two that stand for each other."""


def due(system: System, places: Iterable[int]) -> frozenset[int]:
    """Those among some equations that fail and must be explained."""
    return frozenset(p for p in places if p in system.failing and system.equations[p].must_be_explained)


def broken_by(system: System, cells: Iterable[int]) -> frozenset[int]:
    """Contradictions in which some cells take part."""
    return due(system, (place for cell in cells for place in system.memberships[cell]))


def mends(system: System, values: Mapping[int, int]) -> bool:
    """Whether all that some cells take part in holds once they read otherwise."""
    touched = {place for cell in values for place in system.memberships[cell]}
    return all(system.holds(p, values) for p in touched if not system.equations[p].is_regularity)


def share_a_cell(system: System, places: Iterable[int], cells: Iterable[int] | None = None) -> bool:
    """Whether one cell, of some or of all, takes part in all of some equations: then it alone may be off."""
    first, *others = (system.cells(place) for place in places)
    return bool((first if cells is None else first.intersection(cells)).intersection(*others))


def by_column(system: System) -> Iterator[tuple[str, str, Columns]]:
    """Document, statement and columns of the statements that take part in more than one contradiction."""
    found: dict[tuple[str, str], dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for number, figure in enumerate(system.figures):
        cell = figure.cell
        if cell.statement != NARRATIVE and cell.line_code and cell.measure:
            found[cell.document_id, cell.statement][cell.measure][cell.line_code] = number
    for (document, statement), columns in sorted(found.items()):
        if len(broken_by(system, (cell for column in columns.values() for cell in column.values()))) > 1:
            yield document, statement, dict(sorted(columns.items()))
