"""One document of the corpus: what it is, its bytes, and every cell that a reader must find in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from tools.typesetter.expected import ExpectedCell

Key = tuple[str, str, str, int]
"""Statement, line, measure, occurrence."""


class Kind(StrEnum):
    """How the figures lie on the pages."""

    TEXT = "text"
    SCAN = "scan"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Expected:
    """One printed amount; ``page`` 0 where the producer does not tell it."""

    statement: str
    line_code: str
    measure: str
    occurrence: int
    amount_yuan: Decimal
    printed_text: str
    printed_code: str
    page: int

    @property
    def key(self) -> Key:
        """What identifies the cell within its document."""
        return self.statement, self.line_code, self.measure, self.occurrence


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF with its expected cells."""

    data: bytes
    cells: tuple[Expected, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """How a document is made; nothing is made before ``build`` is called."""

    name: str
    producer: str
    build: Callable[[], Document]
    kind: Kind = Kind.TEXT
    allowed: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    """Findings that are true of this document: (type, statement, '' or '*' for any)."""
    about: str = ""
    partial: bool = False
    """The print tears rows apart (columns on pages of their own): what is not read must be reported, no more."""


def from_typesetter(cells: Iterable[ExpectedCell]) -> tuple[Expected, ...]:
    """The typesetter's own record of what it printed."""
    return tuple(
        Expected(
            cell.statement, cell.line_code, cell.measure, cell.occurrence, cell.amount_yuan, cell.printed_text,
            cell.printed_code, cell.page_number,
        )
        for cell in cells
    )  # fmt: skip


def numbered(cells: Iterable[tuple[str, str, str, Decimal, str, str, int]]) -> tuple[Expected, ...]:
    """Cells in the order of the document, each with the number of its printing."""
    seen: Counter[tuple[str, str, str]] = Counter()
    found = []
    for statement, line, measure, yuan, text, code, page in cells:
        seen[statement, line, measure] += 1
        found.append(Expected(statement, line, measure, seen[statement, line, measure], yuan, text, code, page))
    return tuple(found)
