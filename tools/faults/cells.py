"""Faults of one cell of a statement, as typing, copying and converting make them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from tools.faults.model import Family, Kind, Planted
from tools.faults.subjects import Cell, Subject, Wish, printed_cells
from tools.typesetter import Amount, Disclosure
from tools.typesetter.style import YUAN

CENT = Decimal("0.01")
TRIES = 40
TEN_THOUSAND = Decimal(10_000)

Slip = Callable[[Decimal, random.Random], Decimal | None]
"""A printed figure to what is printed in its place; None where the slip is impossible."""


def digits_of(value: Decimal) -> list[str]:
    """The digits of a figure of two decimals, without sign and point."""
    return list(f"{abs(value):.2f}".replace(".", ""))


def figure(digits: list[str], like: Decimal) -> Decimal:
    """Digits back to a figure with the sign of another."""
    return (Decimal("".join(digits)) / 100).copy_sign(like)


def digit_changed(value: Decimal, rng: random.Random) -> Decimal | None:
    """One digit other than the first."""
    digits = digits_of(value)
    place = rng.randrange(1, len(digits))
    digits[place] = rng.choice([d for d in "0123456789" if d != digits[place]])
    return figure(digits, value)


def leading_changed(value: Decimal, rng: random.Random) -> Decimal | None:
    """The first digit."""
    digits = digits_of(value)
    digits[0] = rng.choice([d for d in "123456789" if d != digits[0]])
    return figure(digits, value)


def leading_lost(value: Decimal, _: random.Random) -> Decimal | None:
    """The first digit is not copied."""
    digits = digits_of(value)
    return figure(digits[1:], value) if len(digits) > 3 and digits[1] != "0" else None


def transposed(value: Decimal, rng: random.Random) -> Decimal | None:
    """Two neighbouring digits change places."""
    digits = digits_of(value)
    places = [n for n in range(len(digits) - 1) if digits[n] != digits[n + 1] and (n or digits[1] != "0")]
    if not places:
        return None
    n = rng.choice(places)
    digits[n], digits[n + 1] = digits[n + 1], digits[n]
    return figure(digits, value)


def decimal_slip(value: Decimal, rng: random.Random) -> Decimal | None:
    """The point one place off."""
    return (value * rng.choice((Decimal(10), Decimal("0.1")))).quantize(CENT)


def thousands_slip(value: Decimal, rng: random.Random) -> Decimal | None:
    """A group of three digits too many or too few."""
    few = value / 1000
    return value * 1000 if abs(few) < 1 or rng.random() < 0.5 else few.quantize(CENT)


def sign_lost(value: Decimal, _: random.Random) -> Decimal | None:
    """The sign turned round."""
    return -value


def any_slip(value: Decimal, rng: random.Random) -> Decimal | None:
    """One of the slips of typing."""
    return rng.choice((digit_changed, leading_changed, leading_lost, transposed, decimal_slip))(value, rng)


def altered(subject: Subject, base: Disclosure, cell: Cell, now: Decimal | None, clean: Decimal) -> Planted | None:
    """A disclosure with one cell altered; figures are in the unit of the subject."""
    unit = subject.layout.unit.yuan
    if now == clean:
        return None
    try:
        disclosure = base.with_amount(*cell, None if now is None else Amount(now * unit))
    except KeyError:
        return None  # A sum that the form prints and the ledger does not hold.
    said = "" if now is None else f"{now:,.2f}"
    return Planted(disclosure, subject.layout, f"{clean:,.2f}", said, (cell,), value=clean)


def pick(subject: Subject, rng: random.Random) -> tuple[Cell, Decimal]:
    """A printed cell that is not zero, and its figure in the unit: each statement as likely as another."""
    unit = subject.layout.unit.yuan
    cells = {cell: yuan / unit for cell, yuan in subject.cells.items() if yuan}
    statement = rng.choice(sorted({cell[0] for cell in cells}))
    cell = rng.choice(sorted(cell for cell in cells if cell[0] == statement))
    return cell, cells[cell]


def slipping(slip: Slip) -> Callable[[Subject, random.Random], Planted | None]:
    """A plant that alters one figure."""

    def plant(subject: Subject, rng: random.Random) -> Planted | None:
        """Slip in one printed figure of the subject, if it can slip."""
        cell, clean = pick(subject, rng)
        now = slip(clean, rng)
        return None if now is None else altered(subject, subject.disclosure, cell, now, clean)

    return plant


def blank(subject: Subject, rng: random.Random) -> Planted | None:
    """A figure is not there."""
    cell, clean = pick(subject, rng)
    return altered(subject, subject.disclosure, cell, None, clean)


def other_unit(subject: Subject, rng: random.Random) -> Planted | None:
    """元 in a column of 万元, or the reverse."""
    cell, clean = pick(subject, rng)
    if subject.layout.unit == YUAN:
        return altered(subject, subject.disclosure, cell, (clean / TEN_THOUSAND).quantize(CENT), clean)
    exact = subject.disclosure.statement(cell[0]).yuan(*cell[1:])
    return None if exact is None else altered(subject, subject.disclosure, cell, exact.quantize(CENT), clean)


def neighbour(*, row: bool) -> Callable[[Subject, random.Random], Planted | None]:
    """A plant that prints the figure of the neighbouring row, or of another column of the row."""

    def plant(subject: Subject, rng: random.Random) -> Planted | None:
        """The neighbour printed in place of one figure; None where it has none."""
        cell, clean = pick(subject, rng)
        cells = list(subject.cells)
        fixed = 2 if row else 1
        near = [c for c in cells if c[0] == cell[0] and c[fixed] == cell[fixed]]
        place = near.index(cell) + rng.choice((-1, 1))
        if not 0 <= place < len(near):
            return None
        return altered(subject, subject.disclosure, cell, subject.cells[near[place]] / subject.layout.unit.yuan, clean)

    return plant


def stale(subject: Subject, rng: random.Random) -> Planted | None:
    """The figure of the same cell in last year's document."""
    assert subject.prior is not None
    cell, clean = pick(subject, rng)
    before = printed_cells(subject.prior, replace(subject.layout)).get(cell)
    return altered(subject, subject.disclosure, cell, before / subject.layout.unit.yuan, clean) if before else None


KINDS = (
    Kind("digit changed", Family.CELL, slipping(digit_changed)),
    Kind("leading digit lost", Family.CELL, slipping(leading_lost)),
    Kind("leading digit changed", Family.CELL, slipping(leading_changed)),
    Kind("digits transposed", Family.CELL, slipping(transposed)),
    Kind("decimal point slipped", Family.CELL, slipping(decimal_slip)),
    Kind("thousands slipped", Family.CELL, slipping(thousands_slip)),
    Kind("sign turned", Family.CELL, slipping(sign_lost)),
    Kind("cell in the other unit", Family.CELL, other_unit),
    Kind("neighbouring row's figure", Family.CELL, neighbour(row=True)),
    Kind("neighbouring column's figure", Family.CELL, neighbour(row=False)),
    Kind("last year's figure", Family.CELL, stale, Wish(prior=True)),
    Kind("cell left blank", Family.CELL, blank),
)
