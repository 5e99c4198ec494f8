"""Rulings of a picture: long thin dark lines, level or upright, found by morphology."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from dagster_project.extraction.ocr.picture import DPI, Mask, Picture
from dagster_project.extraction.page import Ruling

_SHORTEST = 0.3
"""Inches: a stroke of a large character is shorter than a ruling."""
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


def find_rulings(picture: Picture) -> tuple[list[Ruling], list[Ruling], Mask]:
    """Return the horizontal and vertical rulings in pixels, and a mask of the pixels that they cover."""
    level = _lines(picture)
    upright = np.ascontiguousarray(_lines(np.ascontiguousarray(picture.T)).T)
    horizontal, level = _boxes(level, upright=False)
    vertical, upright = _boxes(upright, upright=True)
    return horizontal, vertical, np.asarray(cv2.bitwise_or(level, upright), dtype=np.uint8)


def _lines(picture: Picture) -> Mask:
    """Mark level lines: thin across, long along, darker than the ground on either side, with nothing hanging on them."""
    smooth = cv2.blur(picture, (_SMOOTHING, 1)).astype(np.float32)
    ground = cv2.morphologyEx(smooth, cv2.MORPH_CLOSE, np.ones((_THICKEST, 1), np.uint8))
    depth = ground - smooth
    threshold = max(_FAINTEST, 4.0 * float(np.median(depth)))
    dark = (depth > threshold).astype(np.uint8) * 255
    length = int(_SHORTEST * DPI)
    joined = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((1, _DASH_GAP), np.uint8))
    long = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    raw = cv2.blur(picture, (3, 1)).astype(np.float32)
    return _drawn(np.asarray(long, dtype=np.uint8), ground - raw)


def _drawn(lines: Mask, depth: npt.NDArray[np.float32]) -> Mask:
    """Leave out what is no drawn line: rows of strokes of characters, with gaps between and print hanging on them."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(lines)
    kept = np.zeros(count, dtype=np.uint8)
    for i in range(1, count):
        x, y, width, height, _ = stats[i].tolist()
        profile = depth[y : y + height, x : x + width].max(axis=0)
        half = 0.5 * float(np.median(profile))
        dark = float((profile > half).mean())
        if dark < _UNBROKEN:
            top, bottom = max(y - 4, 0), min(y + height + 4, len(depth))
            beside = np.concatenate(
                (depth[top : max(y - 1, 0), x : x + width], depth[y + height + 1 : bottom, x : x + width])
            )
            hanging = float((beside > half).any(axis=0).mean()) if len(beside) else 0.0
            if width < _DASHED_LENGTH * DPI or dark < _DASHED or hanging > _HANGING:
                continue
        kept[i] = 255
    return kept[labels]


def _boxes(mask: Mask, *, upright: bool) -> tuple[list[Ruling], Mask]:
    """The lines of a mask, and the mask without what is too thick to be one."""
    count, labels, stats, centres = cv2.connectedComponentsWithStats(mask)
    rulings, kept = [], np.zeros(count, dtype=np.uint8)
    for i in range(1, count):
        x, y, width, height, area = stats[i].tolist()
        thickness, length = (width, height) if upright else (height, width)
        if area / length > _THICKEST / 2 or thickness > _THICKEST or length < _SHORTEST * DPI:
            continue
        kept[i] = 255
        position, start = (centres[i][0], y) if upright else (centres[i][1], x)
        rulings.append(Ruling(float(position) + 0.5, float(start), float(start + length)))
    return rulings, kept[labels]
