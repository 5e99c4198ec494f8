"""Pages with their tables: read one by one, then together, for what runs on from page to page.

What does not belong here: which tables go on over pages, and the records that are made of them (see ``document``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

import numpy as np

from dagster_project.extraction.annotated import open_page
from dagster_project.extraction.bands import cut_bands, cut_numbers, holds_stacks
from dagster_project.extraction.beside import is_amount_column
from dagster_project.extraction.cells import GridCell, TextLine, cells_of, lines_by_region, segments_outside
from dagster_project.extraction.drawn import DrawnDigit, suspects
from dagster_project.extraction.grid import Grid, find_grids
from dagster_project.extraction.merged import part_columns
from dagster_project.extraction.ocr import needs_recognition, recognized
from dagster_project.extraction.page import NO_CHARS, PageContent, read_page
from dagster_project.extraction.prose import mark_running, place_of
from dagster_project.extraction.tables import TablePart
from dagster_project.extraction.unruled import (
    FEWEST_AMOUNTS,
    Found,
    chains_of,
    count_apart,
    find_unruled,
    lay_out,
)

_FRAME = 2
"""Upright edges of a grid of one column."""
_SUSPECTED = 3
"""Pages on which digits that look like others are recognised."""


@dataclass(slots=True)
class ReadPage:
    """A page (numbered from 1) with its grids, the cells of each, the lines outside of them, the parts of tables."""

    number: int
    content: PageContent
    grids: list[Grid]
    cells: list[list[GridCell]]
    lines: list[TextLine]
    apart: int = 0
    """Amounts outside of the grids, up to two."""
    parts: list[TablePart] = field(default_factory=list)


def read_pages(pdf: Any) -> list[ReadPage]:
    """Every page; where the text layer tells other digits than are drawn, pages with figures are recognised."""
    pages: list[ReadPage] = []
    drawn: list[DrawnDigit] = []
    for index in range(len(pdf)):
        pages.append(_read(pdf, index, drawn_so_far=len(drawn)))
        drawn += pages[-1].content.drawn_digits
    odd = suspects(drawn, sum((page.content.digit_counts for page in pages), start=np.zeros(10, dtype=np.int64)))
    if not odd or not any(_is_misnamed(pdf, page.number - 1, odd) for page in _suspected(pages, odd)):
        return pages
    again = [page.content.digit_counts.any() for page in pages]
    return [_read(pdf, n, is_misnamed=True) if digits else pages[n] for n, digits in enumerate(again)]


def _suspected(pages: list[ReadPage], odd: set[int]) -> list[ReadPage]:
    """The pages with the most drawings of the odd digits."""
    counts = [(sum(digit.told in odd for digit in page.content.drawn_digits), page) for page in pages]
    return [page for count, page in sorted(counts, key=lambda pair: -pair[0]) if count][:_SUSPECTED]


def _is_misnamed(pdf: Any, index: int, digits: set[int]) -> bool:
    from dagster_project.extraction.ocr.misnamed import misnames_digits

    opened = open_page(pdf, index)
    try:
        return misnames_digits(opened.page, read_page(opened.page, opened.overlays, opened.own_objects), digits)
    finally:
        opened.page.close()


def _read(pdf: Any, index: int, *, is_misnamed: bool = False, drawn_so_far: int = 0) -> ReadPage:
    opened = open_page(pdf, index)
    page = opened.page
    try:
        content = read_page(page, opened.overlays, opened.own_objects, drawn_so_far)
        content.is_misnamed = is_misnamed
        content = recognized(page, content) if needs_recognition(content) else content
        content.unmapped_char_count += opened.unread_chars
    finally:
        page.close()
    grids = find_grids(content.horizontal, content.vertical)
    if content.is_recognized:
        content.chars, grids = part_columns(content.chars, grids)
    cells, lines, kept = _filled(content, grids)
    tables = [g for g, own in zip(kept, cells, strict=True) if _is_table(g, own)]
    if len(tables) < len(kept) and (len(kept) > 1 or any(cell.key for cell in cells[0])):
        cells, lines, kept = _filled(content, tables)
    apart = count_apart(lines)
    if not apart:
        content.chars = NO_CHARS
    return ReadPage(index + 1, content, kept, cells, lines, apart)


def _is_table(grid: Grid, cells: Sequence[GridCell]) -> bool:
    """Whether a grid parts its figures; framed text does not, nor do lines between columns alone.

    What such a frame holds is read by its alignment, as without lines.
    """
    return is_amount_column(cells) if len(grid.xs) <= _FRAME else not holds_stacks(cells)


def add_unruled(pages: list[ReadPage]) -> None:
    """Find tables without column lines, once running heads and feet are known; a page may go on with the one before."""
    if all(page.apart < FEWEST_AMOUNTS for page in pages):
        for page in pages:
            page.content.chars = NO_CHARS
        return
    found = [_unruled_on(page, heads) for page, heads in zip(pages, _running_lines(pages), strict=True)]
    closes = [
        bool(own) and all(grid.ys[-1] <= own[-1].bottom for grid in page.grids)
        for page, own in zip(pages, found, strict=True)
    ]
    grids: list[list[Grid]] = [[] for _ in pages]
    for chain in chains_of(found, closes):
        for (number, _), grid in zip(chain, lay_out([part for _, part in chain]), strict=True):
            grids[number] += [grid] if grid is not None else []
    for page, own_grids in zip(pages, grids, strict=True):
        if own_grids:
            ordered = sorted([*page.grids, *own_grids], key=lambda g: (g.ys[0], g.xs[0]))
            page.cells, page.lines, page.grids = _filled(page.content, ordered)
        page.content.chars = NO_CHARS


def _running_lines(pages: Sequence[ReadPage]) -> list[list[TextLine]]:
    """Running heads and feet of each page; a line of a header that a table repeats on its pages is none.

    Heads and feet stand above and below all else, on pages without such a table too, and not within a page with one.
    """
    marked = mark_running([page.lines for page in pages])
    edges = [
        [*takewhile(lambda line: line.running, lines), *takewhile(lambda line: line.running, reversed(lines))]
        for lines in marked
    ]
    plain = [own for page, own in zip(pages, edges, strict=True) if page.apart < FEWEST_AMOUNTS]
    elsewhere = {place_of(line) for own in plain for line in own}
    within = {
        line.key
        for page, lines, own in zip(pages, marked, edges, strict=True)
        if page.apart == FEWEST_AMOUNTS
        for line in lines
        if line not in own
    }
    return [
        [line for line in own if line.key not in within and (not plain or place_of(line) in elsewhere)] for own in edges
    ]


def _unruled_on(page: ReadPage, heads: list[TextLine]) -> list[Found]:
    """What may be tables without column lines on a page, running heads and feet apart."""
    content = page.content
    if not len(content.chars):
        return []
    segments = segments_outside(content.chars, page.grids)
    texts = [s for s in segments if not any(line.top <= (s.top + s.bottom) / 2 <= line.bottom for line in heads)]
    return find_unruled(texts, content.horizontal)


def _filled(content: PageContent, grids: list[Grid]) -> tuple[list[list[GridCell]], list[TextLine], list[Grid]]:
    """The cells and outer lines of a page, over grids in which unruled rows are cut apart."""
    held, outside = lines_by_region(content.chars, grids)
    numbered = [cut_numbers(grid, lines) for grid, lines in zip(grids, held, strict=True)]
    if any(new is not old for new, old in zip(numbered, grids, strict=True)):
        grids = numbered
        held, outside = lines_by_region(content.chars, grids)
    cut = [cut_bands(grid, lines) for grid, lines in zip(grids, held, strict=True)]
    if cut != grids:
        held, outside = lines_by_region(content.chars, cut)
    return [cells_of(grid, lines) for grid, lines in zip(cut, held, strict=True)], outside, cut
