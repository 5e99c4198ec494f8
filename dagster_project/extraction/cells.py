"""Characters into the cells of a grid, and into lines of text outside all grids."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dagster_project.extraction.codes import text_of
from dagster_project.extraction.grid import Grid
from dagster_project.extraction.native import Floats
from dagster_project.extraction.page import Chars, Mask
from dagster_project.extraction.text import text_key
from dagster_project.extraction.tuples import maker

_RUN_GAP = 0.08
"""Of the character height: characters nearer than this run on, as the digits of one number do."""
_WORD_GAP = 0.3
"""Of the character height: a wider gap is printed as a space."""
_SPACE_GAP = 0.1
"""Of the character height: a narrower gap than this is no space, even where a space character stands."""
_LINE_GAP = 0.35
"""Of the character height: characters whose middles differ by more stand on different lines."""
_COLUMN_GAP = 0.45
"""Of the character height: a wider gap may part two columns of a table without lines."""
_AFTER_CENTS = 0.2
"""Of the character height: so far behind its decimals a number has ended."""
_WIDE_SPACE = 1.3
"""Of the character height: a gap of a full-width space."""
_MARK_SIZE, _MARK_RISE = 0.8, 0.1
"""Of the height of the figure before it: a smaller and higher character is a footnote mark."""
WIDE = "\u2e80"
"""First of the wide (CJK) characters."""

Indices = npt.NDArray[np.int64]


class GridCell(NamedTuple):
    """A cell of one page's grid; rows and columns from 0, ends excluded."""

    row: int
    row_end: int
    column: int
    column_end: int
    x0: float
    top: float
    x1: float
    bottom: float
    text: str
    key: str
    text_x0: float
    confidence: float = 1.0
    """Of its least certain character; 1 where all are of the text layer."""


class TextLine(NamedTuple):
    """A line of text, in the reading frame."""

    text: str
    key: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    running: bool = False
    """It stands in the same place on many pages: a running head or foot."""
    confidence: float = 1.0


def lines_by_region(chars: Chars, grids: Sequence[Grid]) -> tuple[list[dict[int, list[TextLine]]], list[TextLine]]:
    """Return the text lines of each grid, by the index of their region, and those outside all grids.

    A string that overflows its cell (digits wider than the column) stays together, in the cell that holds most of it.
    Where grids lie within one another, a character belongs to the smallest.
    """
    bases = [sum(len(g.regions) for g in grids[:i]) for i in range(len(grids))]
    lines = _lines(chars, _places(chars, grids, bases))
    outside = [line for place in sorted(lines) if place < 0 for line in lines[place]]
    held: list[dict[int, list[TextLine]]] = [{} for _ in grids]
    for place, found in lines.items():
        if place >= 0:
            grid = bisect_right(bases, place) - 1
            held[grid][place - bases[grid]] = found
    return held, sorted(outside, key=lambda line: (line.top + line.bottom, line.x0))


def segments_outside(chars: Chars, grids: Sequence[Grid]) -> list[TextLine]:
    """Return the text outside all grids, cut into pieces at wide gaps."""
    bases = [sum(len(g.regions) for g in grids[:i]) for i in range(len(grids))]
    outside = _places(chars, grids, bases) < 0
    apart = Chars(text_of(chars.codes[outside]), chars.boxes[outside], chars.spaced[outside])
    return _lines(apart, np.zeros(len(apart), dtype=np.int64), _COLUMN_GAP).get(0, [])


def segments_by_region(chars: Chars, grid: Grid) -> dict[int, list[TextLine]]:
    """Return the text in the regions of a grid, by their index, cut into pieces at wide gaps."""
    lines = _lines(chars, _places(chars, [grid], [0]), _COLUMN_GAP)
    return {region: texts for region, texts in lines.items() if region >= 0}


def _places(chars: Chars, grids: Sequence[Grid], bases: list[int]) -> Indices:
    """Number each character's region through all grids; negative numbers stand for outside.

    Beside or over tables that stand side by side, text is cut between them: each has a caption of its own.
    """
    boxes = chars.boxes
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    gaps = _gaps_between(grids)
    places = -1 - np.searchsorted(gaps, x) if gaps else np.full(len(chars), -1)
    for i in sorted(range(len(grids)), key=lambda i: -grids[i].area):
        xs, ys = np.array(grids[i].xs), np.array(grids[i].ys)
        inside = (x >= xs[0]) & (x <= xs[-1]) & (y >= ys[0]) & (y <= ys[-1])
        # Between the outer edges, so that the last edge belongs to the last row or column.
        rows, columns = np.searchsorted(ys[1:-1], y[inside], "right"), np.searchsorted(xs[1:-1], x[inside], "right")
        places[inside] = np.array(grids[i].region_at)[rows, columns] + bases[i]
    if grids and len(chars) > 1:
        _keep_runs_whole(chars, places)
    return places


def _gaps_between(grids: Sequence[Grid]) -> list[float]:
    """The middles of the gaps between grids that stand side by side."""
    gaps = set()
    for left in grids:
        for right in grids:
            beside = left.ys[0] < right.ys[-1] and right.ys[0] < left.ys[-1]
            if beside and left.xs[-1] < right.xs[0]:
                gaps.add((left.xs[-1] + right.xs[0]) / 2)
    return sorted(gaps)


def _keep_runs_whole(chars: Chars, places: Indices) -> None:
    """Give a run of digits or letters that crosses a ruling to the cell that holds most of it.

    A run has no gap and no space. Wide (CJK) characters stand alone: labels fill their cells to the edge, and only
    numbers overflow them.
    """
    boxes = chars.boxes
    gap, height = abs(boxes[1:, 0] - boxes[:-1, 2]), boxes[1:, 3] - boxes[1:, 1]
    near: Mask = ~chars.spaced[1:] & (gap <= _RUN_GAP * height) & (abs(boxes[1:, 1] - boxes[:-1, 1]) < 1.0)
    crossing = near & (places[1:] != places[:-1])
    if not bool(crossing.any()):
        return
    narrow = chars.codes < ord(WIDE)
    runs_on = near & narrow[1:] & narrow[:-1]
    for at in np.flatnonzero(runs_on & crossing).tolist():
        start, end = at, at + 1
        while start > 0 and runs_on[start - 1]:
            start -= 1
        while end < len(chars) - 1 and runs_on[end]:
            end += 1
        members = places[start : end + 1].tolist()
        places[start : end + 1] = max(members, key=lambda p: (members.count(p), -members.index(p)))


def _lines(chars: Chars, places: Indices, widest_gap: float = float("inf")) -> dict[int, list[TextLine]]:
    """Group the characters of each place into lines from top to bottom, each read from left to right by position.

    A gap wider than ``widest_gap`` character heights cuts a line in two.
    """
    if not len(chars):
        return {}
    boxes = chars.boxes
    middle, height = (boxes[:, 1] + boxes[:, 3]) / 2, boxes[:, 3] - boxes[:, 1]
    down = np.lexsort((middle, places))
    # Against the taller of two: a raised footnote mark belongs to the line of its figure.
    tall_down = height[down]
    taller = np.maximum(tall_down[1:], tall_down[:-1])
    place, height_of = places[down], middle[down]
    breaks = (place[1:] != place[:-1]) | (height_of[1:] - height_of[:-1] > _LINE_GAP * taller)
    line_of = np.zeros(len(chars), dtype=np.int64)
    line_of[down[1:]] = breaks.cumsum()
    order = _from_the_left(boxes[:, 0], line_of)
    line = line_of[order]
    cut = line[1:] != line[:-1]
    if widest_gap < float("inf"):
        cut |= _parts_columns(chars, order, height, widest_gap)
    starts = np.concatenate(([0], np.flatnonzero(cut) + 1, [len(chars)]))
    ordered, tall = boxes.take(order, axis=0), height[order]
    pieces = _spaced_texts(chars, order, ordered, tall, ~cut)
    tops, bottoms = np.minimum.reduceat(ordered[:, 1], starts[:-1]), np.maximum.reduceat(ordered[:, 3], starts[:-1])
    edges = np.maximum.reduceat(ordered[:, 2], starts[:-1])
    first, sizes = ordered[starts[:-1], 0], tall[(starts[:-1] + starts[1:]) // 2]
    lines: dict[int, list[TextLine]] = {}
    texts = ["".join(pieces[start:end]).lstrip(" ") for start, end in pairwise(starts.tolist())]
    numbers = (column.tolist() for column in (first, tops, edges, bottoms, sizes))
    sure = [1.0] * len(texts)
    if chars.confidence is not None:
        sure = np.minimum.reduceat(chars.confidence[order], starts[:-1]).tolist()
    fields = zip(texts, map(text_key, texts), *numbers, [False] * len(texts), sure, strict=True)
    for place_of, found in zip(places[order[starts[:-1]]].tolist(), map(maker(TextLine), fields), strict=True):
        lines.setdefault(place_of, []).append(found)
    return lines


def _from_the_left(x: Floats, line_of: Indices) -> Indices:
    """The order of characters by line and, within it, from left to right; mostly they are drawn so."""
    order = line_of.argsort(kind="stable")
    line, at = line_of[order], x[order]
    if bool(((line[1:] == line[:-1]) & (at[1:] < at[:-1])).any()):
        return np.lexsort((x, line_of))
    return order


def _parts_columns(chars: Chars, order: Indices, height: Floats, widest_gap: float) -> Mask:
    """Mark the gaps that may part columns: wide, and no printed space between two ideographs (项　目).

    Behind its decimals no number goes on: there a narrow gap parts two.
    """
    boxes, tall = chars.boxes[order], height[order][1:]
    gap = boxes[1:, 0] - boxes[:-1, 2]
    codes = chars.codes[order]
    wide = codes >= ord(WIDE)
    space = wide[1:] & wide[:-1] & chars.spaced[order][1:] & (gap <= _WIDE_SPACE * tall)
    digit, point = np.array([char.isdigit() for char in chars.text], dtype=np.bool_)[order], codes == ord(".")
    ended = np.zeros(len(gap), dtype=np.bool_)
    ended[2:] = digit[2:-1] & (point[:-3] | point[1:-2])
    parts: Mask = ((gap > widest_gap * tall) & ~space) | (ended & (digit | wide)[1:] & (gap > _AFTER_CENTS * tall))
    return parts


def _spaced_texts(chars: Chars, order: Indices, boxes: Floats, tall: Floats, goes_on: Mask) -> list[str]:
    """The characters in reading order, each with the space before it where one is printed or a gap is left.

    ``boxes`` and heights ``tall`` are in that order; ``goes_on`` tells of each character but the first whether it
    stands on the line of the one before.
    """
    gap = np.zeros(len(order))
    gap[1:] = boxes[1:, 0] - boxes[:-1, 2]
    space = (gap > _WORD_GAP * tall) | (chars.spaced[order] & (gap > _SPACE_GAP * tall))
    texts = list(text_of(chars.codes[order]))
    for i in np.flatnonzero(space).tolist():
        texts[i] = " " + texts[i]
    smaller = goes_on & (tall[1:] < _MARK_SIZE * tall[:-1])
    if smaller.any():
        middle = (boxes[:, 1] + boxes[:, 3]) / 2
        for i in (np.flatnonzero(smaller & (middle[:-1] - middle[1:] > _MARK_RISE * tall[:-1])) + 1).tolist():
            # Run together with the figure before it, the mark would become its last decimal.
            if texts[i - 1][-1].isdigit():
                texts[i] = "^" + texts[i].lstrip()
    return texts


def cells_of(grid: Grid, lines: Mapping[int, list[TextLine]]) -> list[GridCell]:
    """Return the cells of a grid, blank ones too, in reading order."""
    xs, ys, cell_of = grid.xs, grid.ys, maker(GridCell)
    cells = []
    for index, (row, row_end, column, column_end) in enumerate(grid.regions):
        x0, own = xs[column], lines.get(index)
        text, key, text_x0, confidence = _told(own) if own else ("", "", x0, 1.0)
        box = (x0, ys[row], xs[column_end], ys[row_end])
        cells.append(cell_of((row, row_end, column, column_end, *box, text, key, text_x0, confidence)))
    return cells


def _told(lines: list[TextLine]) -> tuple[str, str, float, float]:
    """Text, key, left edge and confidence of a cell of these lines."""
    if len(lines) == 1:
        line = lines[0]
        return line.text, line.key, line.x0, line.confidence
    text = "\n".join([line.text for line in lines])
    first = min(lines, key=lambda line: line.top)
    return text, text_key(text), first.x0, min([line.confidence for line in lines])
