"""A form and a statement's data to a grid: header tree, column numbers, then the rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import count

from tools.typesetter.grid import CellKey, Grid, GridCell
from tools.typesetter.layout import Body, Codes, Column, FixedLine, Form, Layout, Numbering, Role, Total
from tools.typesetter.model import Amount, Row, StatementData
from tools.typesetter.numbers import amount_text
from tools.typesetter.style import Align

TOTAL_LABEL = "合计"


def build_grid(form: Form, data: StatementData, layout: Layout) -> Grid:
    """The grid of one statement.

    Raises ValueError where an amount of the data has no place on the form: nothing is left out silently.
    """
    builder = _Builder(form, data, layout)
    header = builder.header()
    body, row_count = builder.body()
    given = {(row.line_code, m) for row in data.rows for m in row.amounts if m not in form.leaves_out}
    missing = given - builder.placed
    if missing:
        raise ValueError(f"layout {layout.name} has no cell for {form.statement} {sorted(missing)}")
    widths = tuple(leaf.width for leaf in form.leaves())
    return Grid(widths, builder.header_rows, row_count, tuple(header + body))


class _Builder:
    """Lays out one statement; holds what its parts share."""

    def __init__(self, form: Form, data: StatementData, layout: Layout) -> None:
        self.form, self.data = form, data
        self.unit = form.unit or layout.unit
        self.number = form.number or layout.number
        self.style = form.style or layout.style
        self.leaves = form.leaves()
        self.depth = max(_depth(column) for column in form.columns)
        self.header_rows = self.depth + (form.numbering is Numbering.ROW)
        self.placed: set[tuple[str, str]] = set()

    def header(self) -> list[GridCell]:
        """Header cells and column numbers."""
        cells: list[GridCell] = []
        column = 0
        for head in self.form.columns:
            cells += self._head(head, 0, column)
            column += len(head.leaves())
        return cells + self._column_numbers()

    def _head(self, head: Column, row: int, column: int) -> Iterator[GridCell]:
        yield GridCell(row, column, head.heading, self._head_span(head, row), len(head.leaves()))
        for child in head.children:
            yield from self._head(child, row + 1, column)
            column += len(child.leaves())

    def _head_span(self, head: Column, row: int) -> int:
        if head.children:
            return 1
        last = self.depth
        if self.form.numbering is Numbering.LAST_HEADER_ROW and head.role is not Role.CODE:
            last -= 1
        if self.form.total is Total.IN_HEADER and head.role is Role.CODE:
            last = self.header_rows + 1
        return last - row

    def _column_numbers(self) -> list[GridCell]:
        if self.form.numbering is Numbering.NONE:
            return []
        row = self.header_rows - 1
        numbers = count(1)
        texts = {Role.NAME: "栏次", Role.LINE_NUMBER: "", Role.CODE: ""}
        return [
            GridCell(row, column, texts[leaf.role] if leaf.role in texts else str(next(numbers)))
            for column, leaf in enumerate(self.leaves)
            if leaf.role is not Role.CODE or self.form.numbering is Numbering.ROW
        ]

    def body(self) -> tuple[list[GridCell], int]:
        """Cells below the header, and the number of rows of the whole grid."""
        builders = {Body.ACCOUNTS: self._accounts, Body.LINES: self._lines, Body.SINGLE_ROW: self._single_row}
        return builders[self.form.body]()

    def _accounts(self) -> tuple[list[GridCell], int]:
        total = self.data.row("total") or Row("total")
        rows = [row for row in self.data.rows if row.line_code != "total"]
        if self.data.is_empty:
            rows += [Row("")] * self.form.spare_rows
        if self.form.total in (Total.FIRST, Total.IN_HEADER, Total.BOTH):
            rows.insert(0, total)
        if self.form.total in (Total.LAST, Total.BOTH):
            rows.append(total)
        cells = [cell for n, row in enumerate(rows) for cell in self._account_row(self.header_rows + n, row)]
        return cells, self.header_rows + len(rows)

    def _account_row(self, at: int, row: Row) -> Iterator[GridCell]:
        code_columns = [n for n, leaf in enumerate(self.leaves) if leaf.role is Role.CODE]
        code, name = row.code or "", row.name or ""
        if row.line_code == "total":
            name = row.name or TOTAL_LABEL
            in_header = self.form.total is Total.IN_HEADER
            yield GridCell(
                at, len(code_columns) if in_header else 0, name, 1, 1 if in_header else len(code_columns) + 1
            )
        else:
            parts = _split_code(code) if self.form.codes is Codes.SPLIT else (code,)
            yield from self._code_cells(at, parts, code_columns)
            indent = max(0, (len(row.line_code) - 3) // 2) if self.style.indent_names else 0
            yield GridCell(at, len(code_columns), name, align=Align.LEFT, indent=indent)
            code = " ".join(part for part in parts if part)
        for column, leaf in enumerate(self.leaves):
            if leaf.role is Role.AMOUNT:
                yield self._amount(at, column, row, leaf.measure, (code, name))

    def _code_cells(self, at: int, parts: tuple[str, ...], columns: list[int]) -> Iterator[GridCell]:
        if len(parts) == 1 and columns:
            yield GridCell(at, columns[0], parts[0], 1, len(columns), Align.LEFT)
        elif columns:
            yield from (GridCell(at, column, part) for column, part in zip(columns, parts, strict=True))

    def _lines(self) -> tuple[list[GridCell], int]:
        height = max(len(block) for block in self.form.blocks)
        cells: list[GridCell] = []
        first_number = 1
        for number, block in enumerate(self.form.blocks):
            for n in range(height):
                line = block[n] if n < len(block) else FixedLine()
                cells += self._line(self.header_rows + n, number, line, first_number + n)
            first_number += height
        end = self.header_rows + height
        return cells + self._footers(end), end + bool(self.form.footers)

    def _line(self, at: int, block: int, line: FixedLine, number: int) -> Iterator[GridCell]:
        row = self.data.row(line.line_code) or self._summed(line)
        name = line.label if row.name is None else row.name
        code = line.code if row.code is None else row.code
        for column, leaf in enumerate(self.leaves):
            if leaf.block != block:
                continue
            if leaf.role is Role.AMOUNT:
                yield self._amount(at, column, row, leaf.measure or self.form.amount_measure, (code, name))
            elif leaf.role is Role.LINE_NUMBER:
                yield GridCell(at, column, str(number), align=self.style.line_number_align)
            elif leaf.role is Role.CODE:
                yield GridCell(at, column, code, align=Align.LEFT)
            else:
                indent = 1 if self.style.indent_names and len(code) > 3 else 0
                align = Align.CENTRE if line.centred else Align.LEFT
                yield GridCell(at, column, name, align=align, indent=indent)

    def _summed(self, line: FixedLine) -> Row:
        """The line as the sum of others, unless those are all blank."""
        amounts: dict[str, Amount] = {}
        for row in filter(None, map(self.data.row, line.sum_of)):
            for measure, amount in row.amounts.items():
                so_far = amounts.get(measure, Amount(Decimal(0)))
                amounts[measure] = Amount(so_far.yuan + amount.yuan)
                self.placed.add((row.line_code, measure))
        return Row(line.line_code, amounts)

    def _footers(self, at: int) -> list[GridCell]:
        cells: list[GridCell] = []
        column = 0
        for footer in self.form.footers:
            row = self.data.row(footer.line_code) or Row(footer.line_code)
            name = row.name or footer.label
            cells.append(GridCell(at, column, name, 1, footer.span))
            cells.append(self._amount(at, column + footer.span, row, self.form.amount_measure, ("", name)))
            column += footer.span + 1
        return cells

    def _single_row(self) -> tuple[list[GridCell], int]:
        cells = []
        for column, leaf in enumerate(self.leaves):
            row = self.data.row(leaf.line_code) or Row(leaf.line_code)
            cells.append(self._amount(self.header_rows, column, row, leaf.measure, ("", "")))
        return cells, self.header_rows + 1

    def _amount(self, at: int, column: int, row: Row, measure: str, label: tuple[str, str]) -> GridCell:
        cell = GridCell(at, column, "", align=self.style.amount_align, is_amount=True)
        if not row.line_code:
            return cell
        self.placed.add((row.line_code, measure))
        text, yuan = amount_text(row.amounts.get(measure), self.unit, self.number)
        key = CellKey(self.form.statement, row.line_code, measure, yuan, *label) if text else None
        return replace(cell, text=text, key=key)


def _depth(column: Column) -> int:
    return 1 + max((_depth(child) for child in column.children), default=0)


def _split_code(code: str) -> tuple[str, ...]:
    return code[:3], code[3:5], code[5:]
