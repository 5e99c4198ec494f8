"""Which faults are planted where, and the documents of the campaign: faulty ones, their clean twins, last year's."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from tools.accuracy.run import Place
from tools.faults import cells, others, sheets, words
from tools.faults.model import Family, Fault, Kind, Planted
from tools.faults.narrative import read_sites
from tools.faults.oracle import broken
from tools.faults.prose_oracle import contradicted, verdicts
from tools.faults.subjects import Cell, Subject, Wish, printed_cells, subjects
from tools.typesetter import Disclosure, Layout, typeset

KINDS: tuple[Kind, ...] = (*cells.KINDS, *sheets.KINDS, *words.KINDS, *others.KINDS)
BY_NAME = {kind.name: kind for kind in KINDS}
SEVERAL = "several"
DRAWS = 200
SEVERAL_AT_MOST = 4


@dataclass(frozen=True, slots=True)
class Order:
    """One document to be made: its number and the kinds of fault to plant in it."""

    number: int
    kinds: tuple[str, ...]
    seed: int

    @property
    def name(self) -> str:
        """The stem of its file."""
        return f"{self.number:04d}-{self.kinds[0].replace(' ', '-') if len(self.kinds) == 1 else SEVERAL}"


@dataclass(frozen=True, slots=True)
class Case:
    """One faulty document with what was planted in it."""

    order: Order
    department: str
    layout: str
    rounding: str
    faults: tuple[Fault, ...]


def orders(count: int, several: int, seed: int, only: Sequence[str] = ()) -> list[Order]:
    """Kinds in turn, then documents with several faults of cells each."""
    kinds = [kind.name for kind in KINDS if not only or any(text in kind.name for text in only)]
    rng = random.Random(f"several/{seed}")
    slips = [kind.name for kind in cells.KINDS if not kind.wish.prior]
    single = [Order(n, (kinds[n % len(kinds)],), seed) for n in range(count)]
    return single + [
        Order(count + n, tuple(rng.sample(slips, rng.randint(2, SEVERAL_AT_MOST))), seed) for n in range(several)
    ]


def build(planned: Sequence[Order], faulty: Place, clean: Place, seed: int, workers: int) -> list[Case]:
    """Write the PDFs of both corpora; returns the cases in order.

    Raises ValueError where a kind finds no place in its subject.
    """
    for place in (faulty, clean):
        place.raw.mkdir(parents=True, exist_ok=True)
    found = subjects([_wish(order) for order in planned], seed)
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(_make, planned, found, [faulty.raw] * len(planned), [clean.raw] * len(planned)))


def _wish(order: Order) -> Wish:
    return BY_NAME[order.kinds[0]].wish if len(order.kinds) == 1 else Wish()


def _make(order: Order, subject: Subject, faulty: Path, clean: Path) -> Case:
    rng = random.Random(f"fault/{order.seed}/{order.number}")
    disclosure, layout = subject.disclosure, subject.layout
    faults: list[Fault] = []
    for name in order.kinds:
        planted = place_fault(BY_NAME[name], subject, rng, taken={cell for fault in faults for cell in fault.cells})
        faults.append(fault_of(BY_NAME[name], subject, planted))
        if len(order.kinds) == 1:
            disclosure, layout = planted.disclosure, planted.layout
        else:
            (cell,) = planted.cells
            row = planted.disclosure.statement(cell[0]).row(cell[1])
            assert row is not None
            disclosure = disclosure.with_amount(*cell, row.amounts.get(cell[2]))
    _write(faulty / f"{order.name}.pdf", disclosure, layout)
    copied = order.kinds == ("another department's accounts",)
    companion = subject.disclosure if copied else subject.prior
    if not copied:
        _write(clean / f"{order.name}.pdf", subject.disclosure, subject.layout)
    if companion:
        _write(faulty / f"{order.name}.companion.pdf", companion, subject.layout)
        _write(clean / f"{order.name}.companion.pdf", companion, subject.layout)
    return Case(order, disclosure.department, subject.layout.name, subject.rounding, tuple(faults))


def _write(path: Path, disclosure: Disclosure, layout: Layout) -> None:
    path.write_bytes(typeset(disclosure, layout)[0])


def place_fault(kind: Kind, subject: Subject, rng: random.Random, taken: set[Cell]) -> Planted:
    """A fault of a kind in a subject, away from the cells that are taken.

    Raises ValueError where no draw finds a place for it.
    """
    for _ in range(DRAWS):
        planted = kind.plant(subject, rng)
        if planted is not None and not taken & set(planted.cells):
            return planted
    raise ValueError(f"no place for {kind.name!r} in {subject.disclosure.department}")


def fault_of(kind: Kind, subject: Subject, planted: Planted) -> Fault:
    """The fault with what it contradicts, by the oracles."""
    clean, faulty = subject.cells, _understood(planted)
    equations = broken(clean, faulty, subject.half_unit) if kind.family in (Family.CELL, Family.SHEET) else []
    unit = subject.layout.unit.yuan
    prior = printed_cells(subject.prior, subject.layout) if subject.prior else None
    prose = contradicted(
        verdicts(read_sites(subject.disclosure), clean, prior, unit),
        verdicts(read_sites(planted.disclosure), faulty, prior, unit),
    )
    names = (*sorted({e.identity_id for e in equations}), *prose, *planted.contradicts)
    return Fault(
        kind.name, kind.family, planted.before, planted.now, planted.cells, planted.site, planted.value,
        names if kind.family is not Family.DOCUMENTS else planted.contradicts,
        frozenset(cell for equation in equations for cell in equation.cells()), kind.types,
    )  # fmt: skip


def _understood(planted: Planted) -> dict[Cell, Decimal]:
    """What a reader of the faulty pages must understand, in yuan."""
    cells_read = printed_cells(planted.disclosure, planted.layout)
    if planted.scaled is None:
        return cells_read
    statement, factor = planted.scaled
    return {cell: yuan * factor if cell[0] == statement else yuan for cell, yuan in cells_read.items()}


def only_contradicted(faults: Iterable[Fault]) -> list[Fault]:
    """The faults that something contradicts."""
    return [fault for fault in faults if fault.contradicts]
