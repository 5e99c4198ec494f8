"""Rulings of a picture: long thin dark lines, level or upright, found by morphology."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from dagster_project.extraction.ocr.picture import DPI, Mask, Picture
from dagster_project.extraction.page import Ruling

_SHORTEST = 0.17
"""Inches: the height of the lowest row."""
_FREE = 0.7
"""Inches: a shorter line is a stroke of a large character, unless it ends at other lines as the side of a cell does."""
_TOUCH = 9.0
"""Pixels between the end of a line and the line at which it ends."""
_STUMP = 0.17
"""Inches: the end of a line that sticks out of its table by less."""
_THICKEST = 13
"""Pixels at 200 dpi: what is thicker is an area, not a line."""
_SMOOTHING = 7
"""Pixels along a line over which noise is averaged away."""
_DASH_GAP = 9
"""Pixels: shorter gaps along a line are bridged."""
_FAINTEST = 9.0
"""Grey levels by which a line must be darker than what is on both sides of it."""
_UNBROKEN = 0.93
"""Of its length: so much of a drawn line is dark; rows of strokes of characters have gaps."""
_DASHED = 0.35
_DASHED_LENGTH = 1.2
"""Inches: a line of dashes is told from characters by its length."""
_HANGING = 0.2
"""Of the length of a broken line: where more print than this hangs on it, it is a row of characters."""
_END_GAP = 3
"""Pixels: what follows such a gap at the end of an unbroken line is a stroke of a character behind it."""

Depth = npt.NDArray[np.float32]
_Line = tuple[int, int, int, int]
"""x, y, width, height in pixels; level."""


def find_rulings(picture: Picture) -> tuple[list[Ruling], list[Ruling], Mask]:
    """Return the horizontal and vertical rulings in pixels, and a mask of the pixels that they cover."""
    level = _lines(picture)
    upright = [(y, x, height, width) for x, y, width, height in _lines(np.ascontiguousarray(picture.T))]
    horizontal = [Ruling(y + height / 2, float(x), float(x + width)) for x, y, width, height in level]
    vertical = [Ruling(x + width / 2, float(y), float(y + height)) for x, y, width, height in upright]
    mask = np.zeros_like(picture)
    horizontal, vertical = _settled(horizontal, vertical)
    for x, y, width, height in level:
        if Ruling(y + height / 2, float(x), float(x + width)) in horizontal:
            mask[y : y + height, x : x + width] = 255
    for x, y, width, height in upright:
        if Ruling(x + width / 2, float(y), float(y + height)) in vertical:
            mask[y : y + height, x : x + width] = 255
    return [_ended(r, vertical) for r in horizontal], [_ended(r, horizontal) for r in vertical], mask


def _ended(line: Ruling, crossing: Sequence[Ruling]) -> Ruling:
    """The line without a stump behind the last line that it crosses: what rules no cell is a stroke of a character."""
    at = sorted(c.position for c in crossing if c.start - _TOUCH <= line.position <= c.end + _TOUCH)
    inside = [position for position in at if line.start - _TOUCH <= position <= line.end + _TOUCH]
    if not inside:
        return line
    start = inside[0] if 0 < inside[0] - line.start < _STUMP * DPI else line.start
    end = inside[-1] if 0 < line.end - inside[-1] < _STUMP * DPI else line.end
    return Ruling(line.position, start, end)


def _settled(horizontal: list[Ruling], vertical: list[Ruling]) -> tuple[list[Ruling], list[Ruling]]:
    """Leave out short lines that do not end at lines of the other direction, until all that are left do."""
    while True:
        rows = [r for r in horizontal if _holds(r, vertical)]
        columns = [r for r in vertical if _holds(r, rows)]
        if len(rows) == len(horizontal) and len(columns) == len(vertical):
            return rows, columns
        horizontal, vertical = rows, columns


def _holds(line: Ruling, crossing: Sequence[Ruling]) -> bool:
    if line.end - line.start >= _FREE * DPI:
        return True
    beside = [c.position for c in crossing if c.start - _TOUCH <= line.position <= c.end + _TOUCH]
    return all(any(abs(position - end) <= _TOUCH for position in beside) for end in (line.start, line.end))


def _lines(picture: Picture) -> list[_Line]:
    """Level lines: thin across, long along, darker than the ground on either side, no rows of characters."""
    smooth = cv2.blur(picture, (_SMOOTHING, 1)).astype(np.float32)
    ground = cv2.morphologyEx(smooth, cv2.MORPH_CLOSE, np.ones((_THICKEST, 1), np.uint8))
    depth = ground - smooth
    threshold = max(_FAINTEST, 4.0 * float(np.median(depth)))
    dark = (depth > threshold).astype(np.uint8) * 255
    joined = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((1, _DASH_GAP), np.uint8))
    long = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, int(_SHORTEST * DPI)), np.uint8))
    sharp = np.asarray(ground - cv2.blur(picture, (3, 1)).astype(np.float32))
    _, _, stats, _ = cv2.connectedComponentsWithStats(long)
    lines = []
    for x, y, width, height, area in stats[1:].tolist():
        if height <= _THICKEST and area <= width * _THICKEST / 2:
            lines += _drawn((x, y, width, height), sharp)
    return lines


def _drawn(line: _Line, depth: Depth) -> list[_Line]:
    """The line without strokes of characters at its ends; nothing where it is a row of characters itself."""
    x, y, width, height = line
    profile = depth[y : y + height, x : x + width].max(axis=0)
    half = 0.5 * float(np.median(profile))
    solid = profile > half
    start, end = _solid_span(solid)
    if solid[start:end].mean() >= _UNBROKEN:
        return [(x + start, y, end - start, height)] if end - start >= _SHORTEST * DPI else []
    is_dashed = width >= _DASHED_LENGTH * DPI and solid.mean() >= _DASHED
    return [line] if is_dashed and _hanging(line, depth, half) <= _HANGING else []


def _hanging(line: _Line, depth: Depth, half: float) -> float:
    """The share of a line beside which something dark stands close by."""
    x, y, width, height = line
    above = depth[max(y - 4, 0) : max(y - 1, 0), x : x + width]
    below = depth[y + height + 1 : y + height + 4, x : x + width]
    return float((np.concatenate((above, below)) > half).any(axis=0).mean())


def _solid_span(solid: npt.NDArray[np.bool_]) -> tuple[int, int]:
    """The stretch from the first to the last solid run, short runs behind a gap at either end left out."""
    borders = np.flatnonzero(np.diff(np.concatenate(([0], solid.view(np.int8), [0]))))
    starts, ends = borders[::2].tolist(), borders[1::2].tolist()
    shortest = _SHORTEST * DPI
    while len(starts) > 1 and ends[0] - starts[0] < shortest and starts[1] - ends[0] >= _END_GAP:
        del starts[0], ends[0]
    while len(starts) > 1 and ends[-1] - starts[-1] < shortest and starts[-1] - ends[-2] >= _END_GAP:
        del starts[-1], ends[-1]
    return starts[0], ends[-1]
