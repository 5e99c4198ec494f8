"""What goes wrong on the glass: a ruling that is not seen, a streak that looks like one.

Each defect takes the rendered page (grey, rows from the top, 0 black) with its number and returns a changed copy; the
figures stay legible.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]
Defect = Callable[[Grey, int], Grey]

_DARK = 160
_LONG = 0.25
"""Of the page: what is dark over so much of it is a ruling."""
_WIDTH = 2
_NARROWEST = 12
"""Pixels: rulings of a table are further apart."""


def _rulings(grey: Grey) -> list[tuple[int, int]]:
    """First and last column of each upright ruling."""
    dark = (grey < _DARK).mean(axis=0) >= _LONG
    at = np.flatnonzero(dark)
    groups = np.split(at, np.flatnonzero(np.diff(at) > 1) + 1) if len(at) else []
    return [(int(group[0]), int(group[-1]) + 1) for group in groups]


def lost_column(grey: Grey, number: int) -> Grey:
    """One of the inner upright rulings is gone; which one differs from page to page."""
    inner = _rulings(grey)[1:-1]
    copy = grey.copy()
    if inner:
        first, last = inner[number * 7 % len(inner)]
        copy[:, first - 1 : last + 1] = 255
    return copy


def lost_row(grey: Grey, number: int) -> Grey:
    """One of the inner level rulings is gone."""
    return np.ascontiguousarray(lost_column(np.ascontiguousarray(grey.T), number).T)


def dark_streak(grey: Grey, number: int) -> Grey:
    """Dirt on the glass draws an upright line through a column of figures, from edge to edge of the paper."""
    rulings = _rulings(grey)
    gaps = [(a[1], b[0]) for a, b in pairwise(rulings) if b[0] - a[1] > _NARROWEST]
    copy = grey.copy()
    if gaps:
        left, right = gaps[number * 5 % len(gaps)]
        at = left + (right - left) * (30 + number * 17 % 40) // 100
        copy[:, at : at + _WIDTH] = 60
    return copy


def level_streak(grey: Grey, number: int) -> Grey:
    """A fold draws a level line through a row."""
    return np.ascontiguousarray(dark_streak(np.ascontiguousarray(grey.T), number).T)


def faint_rulings(grey: Grey, number: int) -> Grey:
    """A copy of a copy: thin lines have nearly gone, print has not."""
    copy = grey.copy()
    for first, last in _rulings(grey):
        copy[:, first:last] = np.maximum(copy[:, first:last], 225)
    return copy


DEFECTS: dict[str, Defect] = {
    function.__name__: function for function in (lost_column, lost_row, dark_streak, level_streak, faint_rulings)
}
