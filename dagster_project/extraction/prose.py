"""Lines of text over pages: running heads and feet told apart, the others put into paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from dagster_project.extraction.cells import TextLine
from dagster_project.extraction.tables import is_furniture

_INDENT = 1.2
"""Of the character size: a line that begins further right than its paragraph's margin opens a paragraph."""
_SHORT = 2.5
"""Of the character size: a line that ends this far before the right margin closes its paragraph."""
_RUNNING_PAGES = 3
"""On so many pages, and a third of all, a line must stand in the same place to be a running head or foot."""
_DIGITS = re.compile(r"\d+")


def mark_running(pages: Sequence[Sequence[TextLine]]) -> list[list[TextLine]]:
    """Return the lines with running heads and feet marked: equal but for numbers, at one height on many pages."""
    places = [[place_of(line) for line in lines] for lines in pages]
    seen = Counter(place for page in places for place in set(page))
    fewest = max(_RUNNING_PAGES, len(pages) / 3)
    return [
        [
            line._replace(running=True) if seen[place] >= fewest else line
            for line, place in zip(lines, page, strict=True)
        ]
        for lines, page in zip(pages, places, strict=True)
    ]


def place_of(line: TextLine) -> tuple[str, int]:
    """What running heads and feet have in common on all pages: their text but for numbers, and about their height."""
    return _DIGITS.sub("#", line.key), round(line.top / 4)


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
        furniture = [is_furniture(line) for line in lines]
        prose = [line for line, is_apart in zip(lines, furniture, strict=True) if not is_apart]
        left = min((line.x0 for line in prose), default=0.0)
        right = max((line.x1 for line in prose), default=0.0)
        page_numbers = []
        for line, is_apart in zip(lines, furniture, strict=True):
            if is_apart:
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
