"""Lines of text into paragraphs, over line and page breaks."""

from __future__ import annotations

from collections.abc import Sequence

from dagster_project.extraction.cells import TextLine
from dagster_project.extraction.tables import is_furniture

_INDENT = 1.2
"""Of the character size: a line that begins further right than its paragraph's margin opens a paragraph."""
_SHORT = 2.5
"""Of the character size: a line that ends this far before the right margin closes its paragraph."""


def number_paragraphs(pages: Sequence[Sequence[TextLine]]) -> list[list[int]]:
    """Return a paragraph number for each line of each page, counted through the document from 1.

    A paragraph ends at a line that stops short of the right margin, and before one that is indented, set in another
    size, or a page number. It runs on over a page break otherwise.
    """
    numbers: list[list[int]] = []
    current = 0
    last: TextLine | None = None
    last_margin = 0.0
    for lines in pages:
        prose = [line for line in lines if not is_furniture(line)]
        left = min((line.x0 for line in prose), default=0.0)
        right = max((line.x1 for line in prose), default=0.0)
        page_numbers = []
        for line in lines:
            if is_furniture(line):
                current += 1
                page_numbers.append(current)
                continue
            if last is None or _opens(line, last, left, last_margin):
                current += 1
                paragraph = current
            page_numbers.append(paragraph)
            last, last_margin = line, right
        numbers.append(page_numbers)
    return numbers


def _opens(line: TextLine, last: TextLine, left: float, last_margin: float) -> bool:
    return (
        line.x0 > left + _INDENT * line.size
        or last.x1 < last_margin - _SHORT * last.size
        or abs(line.size - last.size) > 0.15 * last.size
    )
