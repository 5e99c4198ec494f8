"""Layouts as data: which statements in which order, their columns, fixed lines, titles and notes.

A layout knows no figures. A new region is a new :class:`Layout` value; :func:`dataclasses.replace`,
:meth:`Layout.with_style` and :meth:`Layout.with_form` make variants of one.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from tools.typesetter.style import WAN_YUAN, Effects, NumberStyle, Style, Unit


class Role(StrEnum):
    """What a column holds."""

    CODE = "code"
    NAME = "name"
    LINE_NUMBER = "line_number"
    AMOUNT = "amount"


class Body(StrEnum):
    """Where the rows of a statement come from."""

    ACCOUNTS = "accounts"
    """The disclosure's own rows, with a total."""
    LINES = "lines"
    """Fixed lines of the form, in one or more blocks side by side."""
    SINGLE_ROW = "single_row"
    """One row whose columns are the lines (三公)."""


class Total(StrEnum):
    """Where the 合计 row of a list of accounts stands."""

    FIRST = "first"
    LAST = "last"
    BOTH = "both"
    IN_HEADER = "in_header"
    """First, beside the 类/款/项 cells of the header."""
    NONE = "none"


class Numbering(StrEnum):
    """Where the column numbers (栏次) stand."""

    NONE = "none"
    ROW = "row"
    LAST_HEADER_ROW = "last_header_row"
    """In the last header row, beside 类/款/项."""


class Codes(StrEnum):
    """How a code stands in three code columns."""

    MERGED = "merged"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Column:
    """A header cell: with ``children`` a merged one, else a column of the table."""

    heading: str
    role: Role = Role.AMOUNT
    measure: str = ""
    line_code: str = ""
    width: float = 1.0
    block: int = 0
    children: tuple[Column, ...] = ()

    def leaves(self) -> tuple[Column, ...]:
        """The base columns below this header cell, from left to right."""
        return tuple(leaf for child in self.children for leaf in child.leaves()) or (self,)


@dataclass(frozen=True, slots=True)
class FixedLine:
    """A line that the form prints whether it has an amount or not; without a key it is blank.

    Where the data have no such line, it prints the sum of the lines ``sum_of``.
    """

    label: str = ""
    line_code: str = ""
    code: str = ""
    centred: bool = False
    sum_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Footer:
    """A total below the blocks: a label over ``span`` columns, then one amount."""

    label: str
    line_code: str
    span: int


@dataclass(frozen=True, slots=True)
class Form:
    """One statement as a form. ``{department}``, ``{year}`` and ``{unit}`` in its texts are filled in."""

    statement: str
    title: str
    columns: tuple[Column, ...]
    body: Body
    form_number: str = ""
    entity: str = ""
    unit_line: str = "单位：{unit}"
    note: str = ""
    empty_sentence: str = ""
    total: Total = Total.FIRST
    numbering: Numbering = Numbering.NONE
    codes: Codes = Codes.MERGED
    blocks: tuple[tuple[FixedLine, ...], ...] = ()
    footers: tuple[Footer, ...] = ()
    leaves_out: tuple[str, ...] = ()
    """Measures that a disclosure may have and this form does not print."""
    spare_rows: int = 0
    """Blank rows at the end of an empty statement."""
    landscape: bool = False
    starts_page: bool = True
    amount_measure: str = "amount"
    number: NumberStyle | None = None
    unit: Unit | None = None
    style: Style | None = None

    def leaves(self) -> tuple[Column, ...]:
        """The base columns, from left to right."""
        return tuple(leaf for column in self.columns for leaf in column.leaves())


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole document's looks."""

    name: str
    forms: tuple[Form, ...]
    cover: tuple[str, ...] = ("{department}", "{year}年度部门决算")
    contents_page_numbers: bool = True
    statements_title: str = "{department} {year} 年度部门决算表"
    """The heading of part two."""
    statements_part: str = "第二部分 "
    """What the contents print before that title where the heading itself lacks it."""
    statements_title_page: bool = False
    """That heading on a page of its own instead of above the first statement."""
    unit: Unit = WAN_YUAN
    number: NumberStyle = field(default_factory=NumberStyle)
    style: Style = field(default_factory=Style)
    effects: Effects = field(default_factory=Effects)

    def form(self, statement: str) -> Form:
        """The form of one statement; KeyError where the layout has none."""
        for form in self.forms:
            if form.statement == statement:
                return form
        raise KeyError(f"layout {self.name} has no statement {statement}")

    def with_form(self, statement: str, **changes: Any) -> Layout:
        """A copy in which one form differs."""
        changed = replace(self.form(statement), **changes)
        return replace(self, forms=tuple(changed if f.statement == statement else f for f in self.forms))

    def with_style(self, **changes: Any) -> Layout:
        """A copy with another style."""
        return replace(self, style=replace(self.style, **changes))

    def with_number(self, **changes: Any) -> Layout:
        """A copy whose amounts are written in another way."""
        return replace(self, number=replace(self.number, **changes))

    def with_effects(self, **changes: Any) -> Layout:
        """A copy with other effects."""
        return replace(self, effects=replace(self.effects, **changes))

    def without(self, *statements: str) -> Layout:
        """A copy that leaves statements out."""
        return replace(self, forms=tuple(f for f in self.forms if f.statement not in statements))

    def in_order(self, *statements: str) -> Layout:
        """A copy that prints its statements in another order."""
        return replace(self, forms=tuple(self.form(s) for s in statements))
