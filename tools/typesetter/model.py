"""The data of a disclosure, free of any layout: amounts in yuan by statement, line and measure, and its prose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Amount:
    """One figure in yuan.

    ``text`` is what the page shows in its place where that is not what the layout would print (damage of a real
    document, a planted fault); ``yuan`` is then what a reader of the page must understand.
    """

    yuan: Decimal
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a statement; ``code`` and ``name`` as printed, None where the layout's own label stands."""

    line_code: str
    amounts: Mapping[str, Amount] = field(default_factory=dict)
    code: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class StatementData:
    """The rows of one statement, in the order in which a list of accounts prints them."""

    statement: str
    rows: tuple[Row, ...] = ()

    def row(self, line_code: str) -> Row | None:
        """The first row with that key, None where there is none."""
        return next((row for row in self.rows if row.line_code == line_code), None)

    def yuan(self, line_code: str, measure: str) -> Decimal | None:
        """The figure of one cell, None where it is blank."""
        row = self.row(line_code)
        amount = row.amounts.get(measure) if row else None
        return amount.yuan if amount else None

    @property
    def is_empty(self) -> bool:
        """Whether no cell holds an amount."""
        return not any(row.amounts for row in self.rows)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the prose; level 1 is listed in the contents."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of prose."""

    text: str


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A ruled table that is no statement: texts by row, relative column widths, merged cells.

    ``spans`` holds (row, column, row_span, column_span), counted from 0; the texts of covered cells are left out.
    """

    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    spans: tuple[tuple[int, int, int, int], ...] = ()


Block = Heading | Paragraph | PlainTable


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the document other than the statements: its heading and what follows it.

    ``{department}``, ``{year}`` and ``{scope}`` in ``title`` are filled in.
    """

    title: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A whole disclosure."""

    department: str
    region: str
    fiscal_year: int
    statements: tuple[StatementData, ...]
    overview: Part
    narrative: Part
    closing: tuple[Part, ...] = ()
    cover_lines: tuple[str, ...] = ()
    """Further lines of the cover: a date, the label of a synthetic sample."""
    page_label: str = ""
    """Printed at the head of every page."""

    def statement(self, key: str) -> StatementData:
        """The data of one statement, without rows where the disclosure has none."""
        return next((s for s in self.statements if s.statement == key), StatementData(key))

    def with_amount(self, statement: str, line_code: str, measure: str, amount: Amount | None) -> Disclosure:
        """A copy in which one cell holds another amount (None: blank).

        Raises KeyError where the disclosure has no such line.
        """
        data = self.statement(statement)
        row = data.row(line_code)
        if row is None:
            raise KeyError(f"{statement} has no line {line_code}")
        amounts = {k: v for k, v in row.amounts.items() if k != measure} | ({measure: amount} if amount else {})
        rows = tuple(replace(r, amounts=amounts) if r is row else r for r in data.rows)
        changed = replace(data, rows=rows)
        return replace(self, statements=tuple(changed if s is data else s for s in self.statements))
