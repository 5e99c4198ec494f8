"""Mistakes of many cells at once: another unit, a row beside its columns, column numbers, two columns exchanged.

Each would break dozens of equations and look like dozens of mistakes. A block is set right as a whole, where that
heals what it broke and breaks nothing, before single cells are looked for; what it heals is one finding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, pairwise

from dagster_project.localisation.model import (
    NARRATIVE,
    SCALE,
    Cell,
    Equation,
    Figure,
    Finding,
    Ledger,
    Placement,
    Slip,
    Status,
)
from dagster_project.localisation.rank import rank
from dagster_project.localisation.system import System

_FACTORS = tuple(Fraction(n) ** sign for n in (10_000, 1_000, 10) for sign in (1, -1))
"""What a statement is off by whose unit is mistaken: 元, 千元 or 万元 for one of the others."""
_TIES_AT_LEAST = 2
"""Ties to other places that must agree on the factor: a single cell may be off by a power of ten by itself."""
_MOST = Fraction(4, 5)
"""Share of the broken ties that the factor must mend; what it leaves are mistakes of their own."""
_COUNTED_AT_LEAST = 3
"""Consecutive numbers from which on a row is taken for one of column numbers."""
_LINES_AT_LEAST = 3
"""Lines that must lack an amount for their column to be lost: fewer are cells of their own."""
_COPIED_AT_LEAST = 5
"""Different amounts that must be last year's: a statement of one or two may well repeat itself."""
_COLUMNS_AT_MOST = 20
"""Greatest number that the first column of a row may bear."""
_PRINTED_UNITS = (SCALE, 1_000 * SCALE, 10_000 * SCALE)
"""A printed 1, in yuan, by the unit of its statement."""

_BLOCKS_AT_MOST = 12
"""Mistakes of a kind looked for in a document: it is read anew after each."""

Row = tuple[str, str, str]
"""Document, statement and line."""


@dataclass(frozen=True, slots=True)
class Block:
    """Cells that one mistake spoilt, what they should read, and the contradictions that it accounts for."""

    own: Cell
    cells: frozenset[int]
    values: Mapping[int, int]
    """What they should read; empty where that cannot be known."""
    healed: frozenset[int]
    slip: Slip
    factor: Fraction | None = None
    """Of a statement in another unit."""
    among: tuple[Cell, ...] = ()
    """Of an exchange: the two that stand for each other."""


def set_right(ledger: Ledger) -> tuple[Ledger, list[Finding]]:
    """The ledger without the mistakes that spoil many cells, and those mistakes."""
    findings: list[Finding] = []
    for look in (_documents, _statements, _copied, _rows, _columns_lost, _exchanges):
        for _ in range(_BLOCKS_AT_MOST):
            system = System(ledger)
            block = _best(look(system))
            if block is None:
                break
            findings.append(_finding(system, block))
            ledger = _without(ledger, system, block)
    return ledger, findings


def _best(blocks: Iterable[Block]) -> Block | None:
    return max(blocks, key=lambda block: (len(block.healed), block.own), default=None)


def _due(system: System, places: Iterable[int]) -> frozenset[int]:
    """Those among some equations that fail and must be explained."""
    return frozenset(p for p in places if p in system.failing and system.equations[p].must_be_explained)


def _documents(system: System) -> Iterator[Block]:
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
    broken = _broken(system, inside)
    held = (system.cells(place) for place in broken)
    return any(c <= inside and len({system.figures[cell].cell.statement for cell in c}) > 1 for c in map(set, held))


def _statements(system: System) -> Iterator[Block]:
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
            if len(healed) >= max(Fraction(_TIES_AT_LEAST), _MOST * rest) and not _share_a_cell(
                system, healed, printed
            ):
                yield Block(own, frozenset(values), values, healed, Slip.UNIT, factor)


def _ties(system: System, cells: Sequence[int]) -> frozenset[int]:
    """Equations that hold some cells against figures elsewhere."""
    inside = set(cells)
    touched = {place for cell in cells for place in system.memberships[cell]}
    return frozenset(p for p in touched if system.equations[p].must_be_explained and not system.cells(p) <= inside)


def _share_a_cell(system: System, places: Iterable[int], cells: Iterable[int]) -> bool:
    """Whether one cell takes part in all of some equations: then it alone may be off."""
    return bool(frozenset(cells).intersection(*(system.cells(place) for place in places)))


def _rows(system: System) -> Iterator[Block]:
    """Rows of contradicted cells that stand one column off, or that count."""
    columns = _columns(system.figures)
    lines: dict[Row, dict[int, int]] = defaultdict(dict)
    for number, figure in enumerate(system.figures):
        cell = figure.cell
        column = columns.get((cell.document_id, cell.statement, cell.measure))
        if column is not None:
            lines[cell.document_id, cell.statement, cell.line_code][column] = number
    for (document, statement, line), row in sorted(lines.items()):
        broken = _broken(system, row.values())
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


def _exchanges(system: System) -> list[Block]:
    """Two columns of a statement, or two amounts of a line, that stand for each other; none where two would do."""
    found = list(_exchanged_columns(system)) or list(_exchanged_cells(system))
    return [block for block in found if not any(block.healed & other.healed for other in found if other is not block)]


def _exchanged_columns(system: System) -> Iterator[Block]:
    """Statements in which every line has two columns turned round, one of which may be blank."""
    for (document, statement), columns in _by_column(system):
        for one, other in combinations(sorted(columns), 2):
            lines = sorted(columns[one].keys() | columns[other].keys())
            pairs = [(columns[one].get(line), columns[other].get(line)) for line in lines]
            among = tuple(Cell(document, statement, "", measure) for measure in (one, other))
            if len(lines) > 1:
                yield from _exchanged(system, pairs, Cell(document, statement, "", ""), among)


def _by_column(system: System) -> list[tuple[tuple[str, str], dict[str, dict[str, int]]]]:
    """The cells of statements by document and statement, measure and line."""
    found: dict[tuple[str, str], dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for number, figure in enumerate(system.figures):
        cell = figure.cell
        if cell.statement != NARRATIVE and cell.line_code and cell.measure:
            found[cell.document_id, cell.statement][cell.measure][cell.line_code] = number
    return sorted(found.items())


def _exchanged_cells(system: System) -> Iterator[Block]:
    """Lines of which two amounts are turned round; the one that is printed, or the greater, carries the finding."""
    lines: dict[Row, list[int]] = defaultdict(list)
    for number, figure in enumerate(system.figures):
        cell = figure.cell
        if cell.statement != NARRATIVE and cell.line_code and cell.measure:
            lines[cell.document_id, cell.statement, cell.line_code].append(number)
    for _, row in sorted(lines.items()):
        for pair in combinations(row, 2) if len(_broken(system, row)) > 1 else ():
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
    healed = _broken(system, values)
    if len(healed) > 1 and _mends(system, values) and not _share_a_cell(system, healed, range(len(system.figures))):
        yield Block(own, frozenset(values), values, healed, Slip.COLUMNS_SWAPPED, among=among)


def _mends(system: System, values: Mapping[int, int]) -> bool:
    """Whether all that some cells take part in holds once they read otherwise."""
    touched = {place for cell in values for place in system.memberships[cell]}
    return all(system.holds(p, values) for p in touched if not system.equations[p].is_regularity)


def _columns_lost(system: System) -> Iterator[Block]:
    """Columns without an amount, though every line lacks one there: its others say which."""
    for (document, statement), columns in _by_column(system):
        for measure, cells in sorted(columns.items()):
            if any(system.figures[cell].amount for cell in cells.values()):
                continue
            values = {cell: value for cell in cells.values() if (value := _lacking(system, cell))}
            healed = _broken(system, values)
            if len(values) >= _LINES_AT_LEAST and _mends(system, values):
                own, among = Cell(document, statement, "", ""), (Cell(document, statement, "", measure),)
                yield Block(own, frozenset(values), values, healed, Slip.COLUMN_LOST, among=among)


def _lacking(system: System, cell: int) -> int:
    """What the line of a cell lacks there by the equations that contradict within the line; 0 where they disagree."""
    own = system.figures[cell].cell
    lacking = set[int]()
    for place in _broken(system, [cell]):
        lines = {(c.statement, c.line_code) for c in (system.figures[n].cell for n in system.cells(place))}
        implied = system.implied(place, cell, {}) if lines == {(own.statement, own.line_code)} else None
        if implied is not None:
            lacking.add(implied.centre)
    return lacking.pop() if len(lacking) == 1 else 0


def _copied(system: System) -> Iterator[Block]:
    """Contradicted statements that print what the year before printed, amount for amount."""
    members: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, figure in enumerate(system.figures):
        if figure.amount and figure.cell.statement != NARRATIVE:
            members[figure.cell.document_id, figure.cell.statement].append(number)
    for (document, statement), cells in sorted(members.items()):
        amounts = {figure.amount for cell in cells if (figure := system.figures[cell]).amount == figure.prior}
        is_copied = all(system.figures[cell].amount == system.figures[cell].prior for cell in cells)
        broken = _broken(system, cells)
        is_one_cell = _share_a_cell(system, broken, range(len(system.figures)))
        if is_copied and len(amounts) >= _COPIED_AT_LEAST and len(broken) > 1 and not is_one_cell:
            yield Block(Cell(document, statement, "", ""), frozenset(cells), {}, broken, Slip.PRIOR_YEAR)


def _broken(system: System, cells: Iterable[int]) -> frozenset[int]:
    """Contradictions in which some cells take part."""
    return _due(system, (place for cell in cells for place in system.memberships[cell]))


def _is_judged(system: System, place: int, row: Sequence[int]) -> bool:
    """Whether an equation can tell if a row was moved rightly: blank addends of a blank total are unknown."""
    equation = system.equations[place]
    is_own_blank = equation.status is Status.TOTAL_BLANK and system.number.get(equation.own) in row
    return not equation.is_regularity and not is_own_blank


def _finding(system: System, block: Block) -> Finding:
    equations = tuple(system.equations[place] for place in sorted(block.healed))
    support = rank([system.coefficients(place) for place in block.healed])
    lead = min(equations, key=lambda equation: (equation.identity_id, equation.equation_id))
    number = system.number.get(block.own)
    proposed = block.values.get(number) if number is not None else None
    return Finding(
        block.own.document_id, block.own, Placement.PRINTED, proposed, support, lead, equations, block.slip,
        candidates=block.among,
    )  # fmt: skip


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
