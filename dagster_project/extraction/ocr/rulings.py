"""Rulings of a picture: long thin dark lines, level or upright, found by morphology."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

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
_STREAK = 0.35
"""Inches: a line that sticks out of its table by more at both ends is no ruling."""
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
_OVERPRINTED = 3.0
"""Inches: a line through print is told from characters by its length."""
_HANGING = 0.2
"""Of the length of a broken line: where more print than this hangs on it, it is a row of characters."""
_END_GAP = 3
"""Pixels: what follows such a gap at the end of an unbroken line is a stroke of a character behind it."""
_SHADOW = 0.35
"""Of the darkness of a line: what runs close beside it and is paler is a trace that compression left."""

Depth = npt.NDArray[np.float32]


class _Line(NamedTuple):
    """A level line: its box in pixels, and by how much it is darker than its ground."""

    x: int
    y: int
    width: int
    height: int
    depth: float


class Rulings(NamedTuple):
    """Rulings in pixels, and masks of them and of the streaks, which rule nothing."""

    horizontal: list[Ruling]
    vertical: list[Ruling]
    mask: Mask
    streaks: Mask


def find_rulings(picture: Picture) -> Rulings:
    """Return the horizontal and vertical rulings of a picture; streaks of dirt and folds are told from them."""
    level, upright = _lines(picture), _lines(np.ascontiguousarray(picture.T))
    rows = {_ruling(line): line for line in level}
    columns = {_ruling(line): line for line in upright}
    horizontal, vertical = _settled(list(rows), list(columns))
    mask, streaks = np.zeros_like(picture), np.zeros_like(picture)
    kept = (
        [r for r in horizontal if not _is_streak(r, vertical)],
        [r for r in vertical if not _is_streak(r, horizontal)],
    )
    for ruling in horizontal:
        line, part = rows[ruling], mask if ruling in kept[0] else streaks
        part[line.y : line.y + line.height, line.x : line.x + line.width] = 255
    for ruling in vertical:
        line, part = columns[ruling], mask if ruling in kept[1] else streaks
        part[line.x : line.x + line.width, line.y : line.y + line.height] = 255
    ended = [_ended(r, kept[1]) for r in kept[0]], [_ended(r, kept[0]) for r in kept[1]]
    return Rulings(*ended, mask, streaks)


def _is_streak(line: Ruling, crossing: Sequence[Ruling]) -> bool:
    """Whether a line sticks far out of its table at both ends, as dirt on the glass and folds draw them."""
    at = [c.position for c in crossing if c.start - _TOUCH <= line.position <= c.end + _TOUCH]
    inside = [position for position in at if line.start - _TOUCH <= position <= line.end + _TOUCH]
    return bool(inside) and min(min(inside) - line.start, line.end - max(inside)) > _STREAK * DPI


def _ruling(line: _Line) -> Ruling:
    return Ruling(line.y + line.height / 2, float(line.x), float(line.x + line.width))


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
    sharp: Depth = np.asarray(ground - cv2.blur(picture, (3, 1)).astype(np.float32), dtype=np.float32)
    _, _, stats, _ = cv2.connectedComponentsWithStats(long)
    lines: list[_Line] = []
    for x, y, width, height, area in stats[1:].tolist():
        if height <= _THICKEST and area <= width * _THICKEST / 2:
            lines += _drawn(x, y, sharp[y : y + height, x : x + width].max(axis=0), height, sharp)
        elif width >= _OVERPRINTED * DPI:
            lines += _overprinted(x, y, dark[y : y + height, x : x + width], sharp)
    return [line for line in lines if not any(_shadows(line, other) for other in lines)]


def _overprinted(x: int, y: int, dark: Mask, depth: Depth) -> list[_Line]:
    """The line in a shape that is too high for one, as print hangs on it: its rows are dark nearly all along."""
    rows = np.flatnonzero((dark > 0).mean(axis=1) >= _UNBROKEN)
    if not len(rows) or rows[-1] - rows[0] >= _THICKEST:
        return []
    top, height = y + int(rows[0]), int(rows[-1] - rows[0]) + 1
    return _drawn(x, top, depth[top : top + height, x : x + dark.shape[1]].max(axis=0), height, depth)


def _shadows(line: _Line, other: _Line) -> bool:
    """Whether a faint line runs close beside a strong one: compression leaves such traces."""
    near = abs(line.y + line.height / 2 - other.y - other.height / 2) <= _THICKEST
    beside = other.x <= line.x + line.width and line.x <= other.x + other.width
    return near and beside and line.depth < _SHADOW * other.depth


def _drawn(x: int, y: int, profile: npt.NDArray[np.float32], height: int, depth: Depth) -> list[_Line]:
    """The drawn lines in a candidate, given how dark each pixel along it is: strokes of characters are left out."""
    middle = float(np.median(profile))
    runs = _runs(profile > 0.5 * middle)
    if not runs:
        return []
    solid = profile > 0.5 * middle
    whole = _Line(x, y, len(profile), height, middle)
    start, end = _without_stumps(runs)
    if solid[start:end].mean() >= _UNBROKEN and end - start >= _SHORTEST * DPI:
        return [whole._replace(x=x + start, width=end - start)]
    is_dashed = len(profile) >= _DASHED_LENGTH * DPI and solid.mean() >= _DASHED
    if is_dashed and _hanging(whole, depth) <= _HANGING:
        return [whole]
    return [whole._replace(x=x + a, width=b - a) for a, b in runs if b - a >= _SHORTEST * DPI]


def _hanging(line: _Line, depth: Depth) -> float:
    """The share of a line beside which something dark stands close by."""
    x, y, width, height, half = line._replace(depth=line.depth / 2)
    above = depth[max(y - 4, 0) : max(y - 1, 0), x : x + width]
    below = depth[y + height + 1 : y + height + 4, x : x + width]
    return float((np.concatenate((above, below)) > half).any(axis=0).mean())


def _runs(solid: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Start and end of each solid run; gaps too short to part characters are bridged."""
    borders = np.flatnonzero(np.diff(np.concatenate(([0], solid.view(np.int8), [0])))).tolist()
    runs: list[tuple[int, int]] = []
    for start, end in zip(borders[::2], borders[1::2], strict=True):
        if runs and start - runs[-1][1] < _END_GAP:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs


def _without_stumps(runs: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The stretch from the first to the last run, short runs at either end left out."""
    long = [run for run in runs if run[1] - run[0] >= _SHORTEST * DPI]
    return (long[0][0], long[-1][1]) if long else (runs[0][0], runs[-1][1])
