"""Several disclosures bound into one file: last year's behind this year's, a unit's behind its department's.

A disclosure has one summary statement. Where a second one follows, and between the two a cover or a table of contents
opens anew, or the heads of the two name different departments or years, another disclosure begins. A statement that is
merely printed twice has neither, and a table of the prose with the title of a statement no others beside it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from dagster_project.extraction.sheet import ReadPage

_LEXICON = Path(__file__).parent / "lexicon"
_COVER_LINES, _COVER_CHARS = 14, 160
"""Of a cover at most."""
_FEWEST_CELLS = 12
"""Of the table of a summary statement; a sentence or a list of contents has fewer."""
_FEWEST_STATEMENTS = 3
"""Of a disclosure; the shortest form, that of universities, has four."""
_HEAD_LINES = 8
_REMARK = re.compile(r"\([^()]*\)$")
_YEAR = re.compile(r"20[0-9]{2}(?=年)")


def disclosure_starts(pages: Sequence[ReadPage]) -> list[int]:
    """Indices of the pages at which a disclosure begins; the first is 0."""
    summaries = [n for n, page in enumerate(pages) if _heads_summary(page)]
    starts = [0]
    for before, after in pairwise(summaries):
        between = range(before + 1, after + 1)
        opening = next((n for n in between if _is_cover(pages[n])), None)
        if opening is None:
            opening = next((n for n in between if _is_contents(pages[n])), None)
        if opening is None and _differ(pages[before], pages[after]):
            opening = after
        if opening is not None and _is_set(pages[starts[-1] : opening]) and _is_set(pages[opening:]):
            starts.append(opening)
    return starts


def _is_set(pages: Sequence[ReadPage]) -> bool:
    """Whether pages hold several statements: a table of the prose may bear the title of one."""
    found: set[str] = set()
    for page in pages:
        found |= _statements_on(page)
        if len(found) >= _FEWEST_STATEMENTS:
            return True
    return False


def _statements_on(page: ReadPage) -> set[str]:
    """The statements that are titled on a page with a table."""
    if not page.grids:
        return set()
    keys = [line.key for line in page.lines] + [c.key for cells in page.cells for c in cells[:_HEAD_LINES]]
    return {statement for statement in map(_statement_of, keys) if statement}


@cache
def _patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    with (_LEXICON / "disclosure_openings.csv").open(encoding="utf-8", newline="") as file:
        return tuple(re.compile(row["pattern"]) for row in csv.DictReader(file) if row["kind"] == kind)


@cache
def _titles() -> dict[str, str]:
    """The statement of each title."""
    with (_LEXICON / "statement_titles.csv").open(encoding="utf-8", newline="") as file:
        return {row["title_key"]: row["statement"] for row in csv.DictReader(file)}


@lru_cache(maxsize=8192)
def _statement_of(text: str) -> str | None:
    """The statement that a line titles: the longest title at its end counts, before a remark in brackets."""
    text = _REMARK.sub("", text).replace("公开表", "表")
    return next((_titles()[text[n:]] for n in range(len(text)) if text[n:] in _titles()), None)


def _matches(kind: str, text: str) -> bool:
    return any(pattern.search(text) for pattern in _patterns(kind))


def _keys(page: ReadPage) -> list[str]:
    return [line.key for line in page.lines if not line.running]


def _head(page: ReadPage) -> list[str]:
    """The lines over the first table of a page, and its first cells: titles may stand within the grid."""
    top = min(grid.ys[0] for grid in page.grids)
    above = [line.key for line in page.lines if line.top < top]
    return above + [cell.key for cell in page.cells[0][:_HEAD_LINES]]


def _heads_summary(page: ReadPage) -> bool:
    """Whether a table under the title of a summary statement begins on the page."""
    if sum(bool(cell.key) for cells in page.cells for cell in cells) < _FEWEST_CELLS:
        return False
    return any(_statement_of(key) == "summary" for key in _head(page))


def _is_cover(page: ReadPage) -> bool:
    keys = _keys(page)
    text = "".join(keys[:_COVER_LINES])
    is_short = not any(cell.key for cells in page.cells for cell in cells) and sum(map(len, keys)) <= _COVER_CHARS
    return is_short and _matches("cover", text) and not _matches("not_a_cover", text)


def _is_contents(page: ReadPage) -> bool:
    return any(pattern.fullmatch(key) for key in _keys(page) for pattern in _patterns("contents"))


def _differ(one: ReadPage, other: ReadPage) -> bool:
    """Whether the heads of two statements name different years, or departments of which neither begins the other."""
    heads = _head(one), _head(other)
    years = [{found[0] for key in head for found in [_YEAR.search(key)] if found} for head in heads]
    if all(years) and not years[0] & years[1]:
        return True
    names = [_entities(head) for head in heads]
    return all(names) and not any(a.startswith(b) or b.startswith(a) for a in names[0] for b in names[1])


def _entities(head: Iterable[str]) -> set[str]:
    found = (pattern.search(key) for key in head for pattern in _patterns("entity"))
    return {match[1] for match in found if match and not re.fullmatch(r"[万千百亿]?元", match[1])}
