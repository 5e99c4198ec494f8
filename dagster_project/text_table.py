"""Tables and lines of plain text for a terminal, Chinese names included.

Names come from PDFs and file systems: control characters and characters that turn the direction of writing are shown
as U+FFFD, so that no name can rewrite the terminal.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_GAP = "  "


def safe(text: str) -> str:
    """The text on one line, without characters that a terminal would obey instead of show."""
    shown = "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(character) in _UNSAFE else character
        for character in text.replace("\n", " ").replace("\t", " ")
    )
    return " ".join(shown.split())


def width(text: str) -> int:
    """Columns of a terminal that the text takes: two for an ideograph, none for an accent on its letter."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def shorten(text: str, limit: int) -> str:
    """The text cut to ``limit`` columns, with an ellipsis where something was cut."""
    if width(text) <= limit:
        return text
    kept, taken = "", 1
    for character in text:
        taken += width(character)
        if taken > limit:
            break
        kept += character
    return f"{kept}…"


def wrap(text: str, columns: int) -> list[str]:
    """The text in lines of at most ``columns``; broken at blanks, and between ideographs where there are none."""
    lines, line = [], ""
    for word in _words(text):
        if line.strip() and width(line) + width(word.rstrip()) > columns:
            lines.append(line.rstrip())
            line = ""
        line += word if line else word.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


def _words(text: str) -> list[str]:
    """What may not be broken: words with the blanks after them, and single ideographs."""
    words: list[str] = []
    for character in text:
        joins = words and not words[-1].endswith(" ") and max(width(character), width(words[-1][-1])) == 1
        if joins or (words and character == " "):
            words[-1] += character
        else:
            words.append(character)
    return words


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """The text filled up with spaces to ``columns``; aligned to the right for numbers."""
    space = " " * max(0, columns - width(text))
    return space + text if right else text + space


def table(heads: Sequence[str], rows: Sequence[Sequence[object]], *, limit: int = 60) -> list[str]:
    """Lines of a table whose columns are as wide as their contents, up to ``limit``; numbers stand to the right."""
    texts = [[shorten(safe(_shown(value)), limit) for value in row] for row in rows]
    numeric = [all(_is_number(row[index]) for row in rows) for index in range(len(heads))]
    columns = [max(map(width, column)) for column in zip(heads, *texts, strict=True)]
    lines = [[*heads], ["─" * column for column in columns], *texts]
    return [_GAP.join(map(_cell, line, columns, numeric)).rstrip() for line in lines]


def _cell(text: str, columns: int, is_number: bool) -> str:
    return pad(text, columns, right=is_number)


def _shown(value: object) -> str:
    if value is None:
        return ""
    if _is_number(value) and not isinstance(value, int):
        return f"{value:,}"
    return str(value)


def _is_number(value: object) -> bool:
    return value is None or (hasattr(value, "__float__") and not isinstance(value, str))
