"""What is planted: the closed list of faults, and one fault as it stands on the page."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tools.faults.subjects import Cell, Subject, Wish
from tools.typesetter import Disclosure, Layout


class Family(StrEnum):
    """How a fault is compared with what was found."""

    CELL = "one cell"
    SHEET = "rows and statements"
    PROSE = "prose"
    FORM = "performance"
    DOCUMENTS = "between documents"


@dataclass(frozen=True, slots=True)
class Planted:
    """A disclosure with one fault, as a plant returns it."""

    disclosure: Disclosure
    layout: Layout
    before: str
    now: str
    """What the altered place printed and prints; empty for nothing."""
    cells: tuple[Cell, ...] = ()
    """The altered cells of statements; the first is the culprit."""
    site: str = ""
    """The altered site of the prose."""
    value: Decimal | None = None
    """What a proposal must say, in the unit of the place."""
    contradicts: tuple[str, ...] = ()
    """What the fault contradicts beside the equations of the oracle: a document check of IDENTITIES."""
    scaled: tuple[str, Decimal] | None = None
    """A statement whose figures now mean so many times what the typesetter records."""


ANY = Wish()
"""A fault that any department may have."""

Plant = Callable[[Subject, random.Random], Planted | None]
"""Puts a fault into a subject; None where this draw finds no place for it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fault and how it is looked for."""

    name: str
    family: Family
    plant: Plant
    wish: Wish = ANY
    types: frozenset[str] = frozenset()
    """Finding types that tell it where no cell or site is altered."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One planted fault with what contradicts it."""

    kind: str
    family: Family
    before: str
    now: str
    cells: tuple[Cell, ...]
    site: str
    value: Decimal | None
    contradicts: tuple[str, ...]
    """Equations and checks that it breaks; empty where nothing can tell it."""
    touched: frozenset[Cell]
    """The cells of those equations."""
    types: frozenset[str]
