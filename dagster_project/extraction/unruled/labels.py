"""Wrapped texts of a table without lines: which lines belong to which row.

The lines of a cell are centred on the height of its row's amounts. Lines of each column are shared among the rows so
that they are, taken together, as near to it as can be; a line that is near to none is a row of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from dagster_project.extraction.cells import TextLine
from dagster_project.extraction.page import Ruling
from dagster_project.extraction.unruled.words import middle

_NEAR = 0.62
"""Of the character height: the middle of a cell's lines is this near to its row's."""
_APART = 0.55
"""The cost of a line that belongs to no row, in the same measure."""
_FEW_LINES = 8
"""A wrapped label has no more lines."""
LEADING = 1.5
"""Of the character height: lines of one cell are no further apart."""

Loose = list[tuple[float, list[TextLine]]]


def match_lines(
    lines: Sequence[TextLine], anchors: Sequence[float], size: float, rules: Sequence[Ruling]
) -> tuple[dict[float, list[TextLine]], Loose]:
    """Return the lines of each row, by its height, and those of rows without an anchor, with their heights."""
    rows: dict[float, list[TextLine]] = {anchor: [] for anchor in anchors}
    loose: Loose = []
    for column in _stacks(lines):
        for line, anchor in _shared(column, anchors, size, rules):
            if anchor is not None:
                rows[anchor].append(line)
            elif loose and abs(loose[-1][0] - middle(line)) < 0.35 * size:
                loose[-1][1].append(line)
            else:
                loose.append((middle(line), [line]))
    return rows, _merged(loose, size)


def _merged(loose: Loose, size: float) -> Loose:
    merged: Loose = []
    for height, texts in sorted(loose, key=lambda pair: pair[0]):
        if merged and height - merged[-1][0] < 0.35 * size:
            merged[-1][1].extend(texts)
        else:
            merged.append((height, list(texts)))
    return merged


def _stacks(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Lines whose extents overlap, one below the other."""
    stacks: list[tuple[list[float], list[TextLine]]] = []
    for line in sorted(lines, key=lambda s: s.x0 - s.x1):
        for extent, members in stacks:
            if min(line.x1, extent[1]) > max(line.x0, extent[0]):
                extent[0], extent[1] = min(extent[0], line.x0), max(extent[1], line.x1)
                members.append(line)
                break
        else:
            stacks.append(([line.x0, line.x1], [line]))
    return [sorted(members, key=lambda s: (middle(s), s.x0)) for _, members in stacks]


def _shared(
    lines: Sequence[TextLine], anchors: Sequence[float], size: float, rules: Sequence[Ruling]
) -> list[tuple[TextLine, float | None]]:
    """Give each line of a column its row, at the least total distance; lines on one height go together."""
    levels: list[list[TextLine]] = []
    for line in lines:
        if levels and middle(line) - middle(levels[-1][0]) < 0.35 * size:
            levels[-1].append(line)
        else:
            levels.append([line])
    heights = [middle(level[0]) for level in levels]
    owners = _owners(heights, anchors, size, rules)
    return [(line, owner) for level, owner in zip(levels, owners, strict=True) for line in level]


def _owners(
    heights: Sequence[float], anchors: Sequence[float], size: float, rules: Sequence[Ruling]
) -> list[float | None]:
    """For lines at these heights the anchor of each, or None: the cheapest way, found line by line."""
    best: list[tuple[float, int, float | None]] = [(0.0, 0, None)]
    for end in range(1, len(heights) + 1):
        options: list[tuple[float, int, float | None]] = [(best[end - 1][0] + _APART, end - 1, None)]
        for start in range(end - 1, max(end - 1 - _FEW_LINES, -1), -1):
            if start < end - 1 and not _runs_on(heights[start], heights[start + 1], size, rules):
                break
            # A cell's lines reach over no other row's height.
            over = [a for a in anchors if heights[start] - 0.3 * size <= a <= heights[end - 1] + 0.3 * size]
            if len(over) > 1:
                break
            centre = (heights[start] + heights[end - 1]) / 2
            near = [a for a in over or anchors if abs(a - centre) <= _NEAR * size]
            cost, _, before = best[start]
            options += [(cost + abs(a - centre) / size, start, a) for a in near if a != before]
        best.append(min(options, key=lambda o: o[0]))
    owners: list[float | None] = []
    end = len(heights)
    while end:
        _, start, owner = best[end]
        owners[:0] = [owner] * (end - start)
        end = start
    return owners


def _runs_on(upper: float, lower: float, size: float, rules: Sequence[Ruling]) -> bool:
    return lower - upper <= LEADING * size and not any(upper < rule.position < lower for rule in rules)
