"""Which rows of a grid are header, column numbers or body, told from their shape alone.

No wording of a particular form is needed: a body starts where a code, an amount, an enumerated label or a total
stands. What the header texts mean is looked up in the lexicon by dbt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dagster_project.extraction.cells import GridCell
from dagster_project.extraction.records import RowKind
from dagster_project.extraction.text import CURRENCY

_NUMBER = re.compile(rf"{CURRENCY}[-△▲(]*{CURRENCY}\d[\d,]*(?:\.\d+)?\)?")
_SMALL_INTEGER = re.compile(r"\d{1,2}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CODE = re.compile(r"\d{3}|\d{5}|\d{7}|\d,\d{5}")
_DASHES = re.compile(r"[-—–_]+")
_ENUMERATED = re.compile(r"[一二三四五六七八九十]{1,3}[、.]")
_OWN_ROW = re.compile(r"(?:.*(?:合计|总计|小计)|其中.*|注[::].*)")
_NOTE = re.compile(r"(?:备?注|附注|说明)[::]")
_TOTALS = frozenset(
    {"合计", "总计", "小计", "本年收入合计", "本年支出合计", "收入总计", "支出总计", "收入合计", "支出合计"}
)
_BESIDE_COLUMN_NUMBERS = frozenset({"栏次", "行次", "类", "款", "项", "类款", "款项", "类款项", "项目", "栏目", "列次"})
_NUMBER_ROW_LABELS = frozenset({"栏次", "列次", "栏目"})


def is_total_label(key: str) -> bool:
    """Whether a cell's key is the label of a total row."""
    return key in _TOTALS


def is_number(key: str) -> bool:
    """Whether a cell's key reads as a number (an amount, a code or an index)."""
    return _NUMBER.fullmatch(key) is not None


def is_amount_like(key: str) -> bool:
    """Whether a cell's key is a number or a dash in the place of one."""
    return is_number(key) or _DASHES.fullmatch(key) is not None


def is_code(key: str) -> bool:
    """Whether a cell's key may be the code of an item; whole amounts of as many digits may be, too."""
    return _CODE.fullmatch(key) is not None


def is_column_number(key: str) -> bool:
    """Whether a cell's key may be a column number (栏次 1 2 3)."""
    return _SMALL_INTEGER.fullmatch(key) is not None


def heads_beside_numbers(key: str) -> bool:
    """Whether a text in the row of column numbers heads its column (类 款 项): others are damaged numbers."""
    return key in _BESIDE_COLUMN_NUMBERS and key not in _NUMBER_ROW_LABELS and key != "行次"


def is_fragment(row: Sequence[GridCell], before: Sequence[GridCell]) -> bool:
    """Whether the first row of a page only carries on the last row of the page before, cut by the page break.

    Such a row has no code where the row before has one, continues a label of that row, opens no row of its own, and
    no column has an amount in both.
    """
    codes = {c.column for c in before if is_code(c.key)}
    amounts = {c.column for c in before if is_amount_like(c.key)} - codes
    labels = {c.column for c in before if c.key} - codes - amounts
    own = [c for c in row if c.key]
    own_numbers = {c.column for c in own if is_amount_like(c.key)}
    own_labels = [c for c in own if c.column not in own_numbers]
    if not codes or not own_labels or own_numbers & (amounts | codes):
        return False
    return all(
        c.column in labels and not _ENUMERATED.match(c.key) and not _OWN_ROW.fullmatch(c.key) for c in own_labels
    )


def row_kinds(cells: Sequence[GridCell], row_count: int) -> list[RowKind]:
    """Return the kind of each row of a grid; a cell counts for the row in which it begins.

    A grid whose first row is body has no header of its own. Once the body has begun every row is body, blank ones too;
    blank rows before it are header. Below the column numbers, small numbers alone are the line number of a blank row.
    """
    by_row: list[list[str]] = [[] for _ in range(row_count)]
    for cell in sorted([cell for cell in cells if cell.key], key=lambda c: (c.row, c.column)):
        by_row[cell.row].append(cell.key)
    kinds: list[RowKind] = []
    header_seen = columns_headed = False
    for keys in by_row:
        if kinds and kinds[-1] is RowKind.BODY:
            return kinds + [RowKind.BODY] * (row_count - len(kinds))
        if RowKind.COLUMN_NUMBERS not in kinds and _numbers_columns(keys):
            kinds.append(RowKind.COLUMN_NUMBERS)
        elif (
            _begins_body(keys)
            or (header_seen and (not keys or _names_small_numbers(keys)))
            or (columns_headed and _is_note(keys))
            or (RowKind.COLUMN_NUMBERS in kinds and all(map(is_column_number, keys)))
        ):
            kinds.append(RowKind.BODY)
        else:
            kinds.append(RowKind.HEADER)
            header_seen = header_seen or bool(keys)
            columns_headed = columns_headed or len(keys) > 1
    return kinds


def _numbers_columns(keys: list[str]) -> bool:
    """A row of column numbers: 1, 2, 3 … from the left (each block may begin anew), or any beside 栏次.

    Beside 栏次 a few may be damaged on a scan.
    """
    numbers = [int(k) for k in keys if _SMALL_INTEGER.fullmatch(k)]
    others = [k for k in keys if not _SMALL_INTEGER.fullmatch(k)]
    odd = [k for k in others if k not in _BESIDE_COLUMN_NUMBERS]
    if any(k in _NUMBER_ROW_LABELS for k in others) and len(numbers) > len(odd) and not any(map(is_number, odd)):
        return True
    if odd or not numbers:
        return False
    return len(numbers) >= 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 2


def _names_small_numbers(keys: list[str]) -> bool:
    """A label with whole numbers below a hundred, or dashes, behind it: amounts, or a line number and blanks."""
    small = [k for k in keys if _SMALL_INTEGER.fullmatch(k) or _DASHES.fullmatch(k)]
    return bool(small) and not is_number(keys[0]) and not _DASHES.fullmatch(keys[0])


def _is_note(keys: list[str]) -> bool:
    """A note in a row of its own, below the header: the last row of the table, or all of it that this page has."""
    return len(keys) == 1 and _NOTE.match(keys[0]) is not None


def _begins_body(keys: list[str]) -> bool:
    if not keys:
        return False
    numbers = [k for k in keys if is_number(k)]
    if any(not _SMALL_INTEGER.fullmatch(k) and not _YEAR.fullmatch(k) for k in numbers):
        return True
    if any(_ENUMERATED.match(k) for k in keys):
        return True
    plain = [k for k in keys if not is_amount_like(k)]
    if keys[0] in _TOTALS and all(k in _TOTALS for k in plain) and (len(plain) == 1 or len(keys) > len(plain)):
        return True
    if len(plain) == 2 and all(k in _TOTALS for k in plain) and len(keys) == 2:
        return True
    return not plain and len(keys) >= 2 and not all(_YEAR.fullmatch(k) for k in keys)
