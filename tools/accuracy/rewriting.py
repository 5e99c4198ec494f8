"""Books set otherwise: habits of typists and forms that change how a sheet is written and not what it says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from tools.accuracy.sheets import Book, Cell, Row, Sheet, Table
from tools.typesetter.model import Part

FEWEST_DIGITS = 3
DIGITS = str.maketrans("0123456789,.", "０１２３４５６７８９，．")
TALL = 12
"""Body rows of one sheet before it goes on under its title again."""
ACCOUNTS = frozenset(
    {"income", "expenditure", "general_public_budget", "government_fund", "state_capital", "fiscal_expenditure"}
)


def each_sheet(book: Book, change: Callable[[Sheet], Sequence[Sheet]]) -> Book:
    """The book with each sheet in the place of which ``change`` puts others."""
    sections: list[Part | Sheet] = []
    for section in book.sections:
        sections += change(section) if isinstance(section, Sheet) else [section]
    return replace(book, sections=tuple(sections))


def each_table(book: Book, change: Callable[[Table, Sheet], Table]) -> Book:
    """The book with each table changed."""
    return each_sheet(book, lambda sheet: [replace(sheet, table=change(sheet.table, sheet))])


def each_cell(book: Book, change: Callable[[Cell], Cell]) -> Book:
    """The book with each cell of a body changed."""

    def changed(table: Table, _: Sheet) -> Table:
        return replace(table, body=tuple(tuple(map(change, row)) for row in table.body))

    return each_table(book, changed)


def is_code(text: str) -> bool:
    """Whether a cell holds an account's code."""
    return text.isdigit() and len(text) >= FEWEST_DIGITS


def _coded(book: Book, write: Callable[[str], str]) -> Book:
    def written(cell: Cell) -> Cell:
        """The cell with its code written anew."""
        if cell.measure:
            return replace(cell, code=write(cell.code)) if is_code(cell.code) else cell
        return replace(cell, text=write(cell.text)) if is_code(cell.text) else cell

    return each_cell(book, written)


def spaced_codes(book: Book) -> Book:
    """201 03 01."""
    return _coded(book, lambda code: " ".join(filter(None, (code[:3], code[3:5], code[5:]))))


def bracketed_codes(book: Book) -> Book:
    """[2010301]."""
    return _coded(book, lambda code: f"[{code}]")


def full_width(book: Book) -> Book:
    """Codes, line numbers and amounts in full-width digits."""
    return each_cell(book, lambda cell: replace(cell, text=cell.text.translate(DIGITS)))


def code_in_name(book: Book, joint: str) -> Book:
    """Code and name in one cell, with ``joint`` between them."""

    def joined(table: Table, _: Sheet) -> Table:
        """The table with code and name in one cell."""
        if not any(row and is_code(row[0].text) for row in table.body):
            return table
        body = tuple(_join(row, joint) for row in table.body)
        rows = [list(row) for row in table.head]
        place = next(n for n, row in enumerate(rows) if any("名称" in cell.text for cell in row))
        heads = rows[place]
        at = next(n for n, cell in enumerate(heads) if "名称" in cell.text)
        heads[at - 1 : at + 1] = [replace(heads[at], text="科目")]
        for n, row in enumerate(rows):
            if n != place and row[0].columns > 1:
                row[0] = replace(row[0], columns=row[0].columns - 1)
            elif n > place and len(row) > 1:
                del row[1]
        return Table(tuple(map(tuple, rows)), body, (sum(table.widths[:2]), *table.widths[2:]))

    return each_sheet(book, lambda s: [replace(s, table=joined(s.table, s))] if s.statement in ACCOUNTS else [s])


def _join(row: Row, joint: str) -> Row:
    if row[0].columns > 1:
        return (replace(row[0], columns=row[0].columns - 1), *row[1:])
    text = f"{row[0].text}{joint}{row[1].text}" if row[0].text else row[1].text
    return (replace(row[1], text=text), *row[2:])


def framed(book: Book) -> Book:
    """A column 序号 before, a column 备注 behind the columns of each list of accounts."""

    def widened(table: Table, sheet: Sheet) -> Table:
        """The table with a column before and one behind."""
        if sheet.statement not in ACCOUNTS:
            return table
        depth = len(table.head)
        number, note = Cell("序号", 1, depth, "center"), Cell("备注", 1, depth, "center")
        first, *rest = table.head
        body = tuple(
            (Cell(str(n), align="center"), *row, Cell("见说明" if n % 5 == 0 else ""))
            for n, row in enumerate(table.body, 1)
        )
        return Table(((number, *first, note), *rest), body, (0.5, *table.widths, 0.8))

    return each_table(book, widened)


def merged_classes(book: Book) -> Book:
    """The cell of a class (类) reaches down over its 款 and 项."""

    def merged(table: Table, sheet: Sheet) -> Table:
        """The table with one cell for each run of rows of a class."""
        if sheet.statement not in ACCOUNTS:
            return table
        rows = [list(row) for row in table.body]
        opening = [n for n, row in enumerate(rows) if is_code(row[0].text)]
        for n, start in enumerate(opening):
            same = [m for m in range(start, len(rows)) if rows[m][0].text in ("", rows[start][0].text)]
            end = next((m for m in range(start, len(rows)) if m not in same or rows[m][0].columns > 1), len(rows))
            if n and rows[start][0].text == rows[opening[n - 1]][0].text:
                continue
            rows[start][0] = replace(rows[start][0], rows=end - start)
            for m in range(start + 1, end):
                rows[m] = rows[m][1:]
        return replace(table, body=tuple(map(tuple, rows)))

    return each_table(book, merged)


def continued(book: Book, mark: str = "（续表）") -> Book:
    """Tall statements go on under their title, marked, with unit and header again."""

    def cut(sheet: Sheet) -> list[Sheet]:
        """The sheet in pieces of a page, each but the first marked."""
        body = sheet.table.body
        pieces = [body[n : n + TALL] for n in range(0, len(body), TALL)]
        return [
            replace(
                sheet,
                title=sheet.title + (mark if n else ""),
                table=replace(sheet.table, body=piece),
                below=sheet.below if n == len(pieces) - 1 else (),
            )
            for n, piece in enumerate(pieces)
        ]

    return each_sheet(book, cut)


def unit_in_title(book: Book, unit: str) -> Book:
    """The unit in brackets behind the title, and nowhere else."""
    return each_sheet(
        book, lambda s: [replace(s, title=f"{s.title}（{unit}）", above=tuple((a, b, "") for a, b, _ in s.above))]
    )


def unit_in_head(book: Book, unit: str) -> Book:
    """The unit in the headings of the amounts, and nowhere else."""

    def headed(sheet: Sheet) -> list[Sheet]:
        """The sheet with the unit behind each heading of amounts, and none in its caption."""
        rows = [[*row] for row in sheet.table.head]
        for row in rows:
            for n, cell in enumerate(row):
                if cell.columns == 1 and not any(
                    word in cell.text for word in ("编码", "名称", "项目", "行次", "栏次")
                ):
                    row[n] = replace(cell, text=f"{cell.text}（{unit}）") if not cell.text.isdigit() else cell
        above = tuple((left, middle, "") for left, middle, _ in sheet.above)
        return [replace(sheet, above=above, table=replace(sheet.table, head=tuple(map(tuple, rows))))]

    return each_sheet(book, headed)


def sides_apart(book: Book) -> Book:
    """收入 and 支出 of the totals on pages of their own, under the same title."""

    def parted(sheet: Sheet) -> list[Sheet]:
        """The two sides of a total as sheets of their own."""
        table = sheet.table
        if sheet.statement not in ("summary", "fiscal_summary"):
            return [sheet]
        first = table.head[0][0].columns
        return [replace(sheet, table=_columns(table, 0, first)), replace(sheet, table=_columns(table, first, None))]

    return each_sheet(book, parted)


def _columns(table: Table, start: int, end: int | None) -> Table:
    def kept(row: Row) -> Row:
        """The cells of a row from the first column to the last."""
        at, cells = 0, []
        for cell in row:
            if at >= start and (end is None or at < end):
                cells.append(cell)
            at += cell.columns
        return tuple(cells)

    return Table(tuple(map(kept, table.head)), tuple(map(kept, table.body)), table.widths[start:end])


def with_prior_year(book: Book) -> Book:
    """Each amount column of a list of accounts with 上年决算数 before it; the year before is no fact."""

    def paired(table: Table, sheet: Sheet) -> Table:
        """The table with last year's column before each column of amounts."""
        if sheet.statement not in ACCOUNTS:
            return table
        labels = sum(cell.columns for cell in table.body[0] if not cell.measure and cell.align != "right")
        depth = len(table.head)
        head = [[*row] for row in table.head]
        reach = [[0] * len(table.widths) for _ in range(depth)]
        for level, row in enumerate(head):
            at = 0
            for n, cell in enumerate(row):
                while at < len(table.widths) and reach[level][at]:
                    at += 1
                for r in range(level, min(level + cell.rows, depth)):
                    for c in range(at, at + cell.columns):
                        reach[r][c] = 1
                if at >= labels:
                    row[n] = replace(cell, columns=cell.columns * 2)
                elif cell.rows + level == depth:
                    row[n] = replace(cell, rows=cell.rows + 1)
                at += cell.columns
        names = tuple(
            Cell(text, align="center")
            for _ in range(len(table.widths) - labels)
            for text in ("上年决算数", "本年决算数")
        )
        body = []
        for row in table.body:
            cells: list[Cell] = []
            at = 0
            for cell in row:
                cells += [cell] if at < labels else [Cell("1.11" if cell.text else "", align="right"), cell]
                at += cell.columns
            body.append(tuple(cells))
        widths = (*table.widths[:labels], *(w for w in table.widths[labels:] for _ in range(2)))
        return Table((*map(tuple, head), names), tuple(body), widths)

    return each_table(book, paired)


def transposed_public(book: Book) -> Book:
    """三公 with its items as columns and budget and account as two rows."""

    def turned(table: Table, sheet: Sheet) -> Table:
        """The table of three public expenses with its items as columns."""
        if sheet.statement != "three_public":
            return table
        (row,) = table.body
        first, *rest = table.head
        half = len(row) // 2
        group = first[0].columns
        heads = [rest[0][: len(rest[0]) // 2], *[r[: len(r) // 2] for r in rest[1:] if not r[0].text.isdigit()]]
        depth = len(heads)
        head = ((Cell("项目", 1, depth, "center"), *heads[0]), *heads[1:])
        body = ((Cell(first[0].text), *row[:half]), (Cell(first[1].text), *row[half:]))
        return Table(head, body, (1.6, *table.widths[:group]))

    return each_table(book, turned)


def with_subtotals(book: Book) -> Book:
    """A row 小计 before each class of a list of accounts, with the class's amounts again: no line of the contract."""

    def added(table: Table, sheet: Sheet) -> Table:
        """The table with a row of subtotals before each class."""
        if sheet.statement not in ACCOUNTS:
            return table
        body: list[Row] = []
        for row in table.body:
            body.append(row)
            if is_code(row[0].text) and len(row[0].text) == FEWEST_DIGITS and row[1].text:
                plain = [Cell(cell.text, align=cell.align) for cell in row[2:]]
                body.append((Cell(""), Cell("小计"), *plain))
        return replace(table, body=tuple(body))

    return each_table(book, added)
