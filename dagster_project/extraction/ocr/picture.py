"""A page as a grey picture: rendered, freed of red stamps, turned and sheared straight.

Pictures are arrays of 8-bit grey (0 black), rows from the top. Angles are in degrees, clockwise.
"""

from __future__ import annotations

import itertools
import math
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

cv2.setNumThreads(1)  # Every core has a worker of its own.

Picture = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.uint8]
"""0 or 255."""

DPI = 200
POINTS_PER_INCH = 72
_MAX_PIXELS = 12_000_000
"""A page beyond it (a plan, a poster) is rendered coarser: memory, not paper, is what is scarce."""
_RED = 60
"""Red stands so far above green and blue in the ink of a stamp."""
_STAMP_INCH = 0.6
"""Red ink whose connected shape is at least this high and wide is a stamp, and no figure printed in red."""
_UNDER_STAMP = 0.7
"""Of the darkness level of a stamp's ink: what is brighter is ink or paper."""
_LINE_LEVEL = 140
"""Grey of a ruling at most."""
_LINE_INCH, _HIDDEN_INCH = 0.25, 0.4
"""A line at least so long goes on below the ink of a stamp, so far at most."""
_RIM = 3
"""Pixels that the blur of a streak reaches to."""
_STEEPEST = 4.0
_STRIPS = 48


def scale_of(width: float, height: float) -> float:
    """Pixels per point at which a page of that size (points) is read."""
    scale = DPI / POINTS_PER_INCH
    return min(scale, math.sqrt(_MAX_PIXELS / max(width * height, 1.0)))


def render(page: Any, scale: float) -> Picture:
    """Render a pypdfium2 page as displayed, with red stamps bleached."""
    bitmap = page.render(scale=scale, may_draw_forms=True, prefer_bgrx=False, rev_byteorder=True)
    colours = bitmap.to_numpy()
    picture = _grey(colours)
    bitmap.close()
    return picture


def _grey(colours: npt.NDArray[np.uint8]) -> Picture:
    if colours.ndim == 2 or colours.shape[2] == 1:
        return np.ascontiguousarray(colours.reshape(colours.shape[:2]))
    rgb = np.ascontiguousarray(colours[:, :, :3])
    grey = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    red = cv2.subtract(rgb[:, :, 0], cv2.max(rgb[:, :, 1], rgb[:, :, 2]))
    inked = (np.asarray(red) > _RED).astype(np.uint8) * 255
    if not inked.any():
        return grey
    stamps = _large(inked, int(_STAMP_INCH * DPI))
    if not stamps.any():
        return grey
    # Print under a stamp is far darker than its ink, whose blurred rim is not.
    level = _UNDER_STAMP * float(np.median(grey[(stamps > 0) & (inked > 0)]))
    bleached = np.minimum(grey.astype(np.float32) * (255 / max(level, 1.0)), 255).astype(np.uint8)
    return _with_rulings(np.where(stamps > 0, bleached, grey), stamps)


def _with_rulings(picture: Picture, stamps: Mask) -> Picture:
    """The picture with the lines that run into a stamp drawn on in it: opaque ink hides them."""
    dark = ((picture < _LINE_LEVEL) & (stamps == 0)).astype(np.uint8)
    long, far = int(_LINE_INCH * DPI), 2 * int(_HIDDEN_INCH * DPI) + 1
    for shape, reach in (((1, long), (1, far)), ((long, 1), (far, 1))):
        lines = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        picture[(cv2.dilate(lines, np.ones(reach, np.uint8)) > 0) & (stamps > 0)] = _LINE_LEVEL // 2
    return picture


def _large(mask: Mask, side: int) -> Mask:
    """The pixels of shapes at least ``side`` high and wide, of what they enclose, and of their pale rims."""
    bridged = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(bridged)
    kept = np.zeros_like(mask)
    for x, y, width, height, _ in stats[1:].tolist():
        if width >= side and height >= side:
            kept[y : y + height, x : x + width] = mask[y : y + height, x : x + width]
    return np.asarray(cv2.dilate(kept, np.ones((11, 11), np.uint8)), dtype=np.uint8)


def without_streaks(picture: Picture, streaks: Mask) -> Picture:
    """The picture with thin lines of dirt filled in from both of their sides: strokes go on where they cross them."""
    if not streaks.any():
        return picture
    wide = cv2.dilate(streaks, np.ones((_RIM, _RIM), np.uint8))
    return np.asarray(cv2.inpaint(picture, wide, _RIM, cv2.INPAINT_TELEA), dtype=np.uint8)


def turned(picture: Picture, quarters: int) -> Picture:
    """Turn by clockwise quarter turns."""
    return np.ascontiguousarray(np.rot90(picture, -quarters % 4))


def is_sideways(picture: Picture) -> bool:
    """Whether lines of text run from top to bottom: they then vary more from column to column than from row to row."""
    ink = _small_ink(picture)
    rows, columns = ink.sum(axis=1, dtype=np.float64), ink.sum(axis=0, dtype=np.float64)
    return _roughness(columns) / len(rows) > 1.3 * _roughness(rows) / len(columns)


def _roughness(profile: npt.NDArray[np.float64]) -> float:
    return float(np.abs(np.diff(profile)).mean())


def _small_ink(picture: Picture) -> npt.NDArray[np.float32]:
    """Darkness against the local ground, rulings and text alike; the picture at half its size."""
    small = cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    ground = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    dark = cv2.subtract(ground, small).astype(np.float32)
    dark[dark < 24] = 0
    return np.asarray(dark)


def skew_of(picture: Picture) -> float:
    """Degrees clockwise by which lines of text and rulings fall to the right; 0 where nothing tells.

    The picture is cut into upright strips; the shear at which their row profiles agree best is that of the lines.
    """
    dark = _small_ink(picture)
    _height, width = dark.shape
    edges = np.linspace(0, width, _STRIPS + 1).astype(int)
    profiles = np.stack([dark[:, a:b].sum(axis=1) for a, b in itertools.pairwise(edges)])
    centres = (edges[:-1] + edges[1:]) / 2 - width / 2
    if profiles.sum() == 0:
        return 0.0
    angle = _sharpest(profiles, centres, np.arange(-_STEEPEST, _STEEPEST + 0.01, 0.1))
    angle = _sharpest(profiles, centres, angle + np.arange(-0.1, 0.101, 0.01))
    return 0.0 if abs(angle) >= _STEEPEST else round(float(angle), 3)


def _sharpest(profiles: npt.NDArray[np.float32], centres: npt.NDArray[np.float64], angles: Any) -> float:
    rows = np.arange(profiles.shape[1], dtype=np.float64)
    scores = []
    for angle in angles:
        shifts = np.tan(np.radians(angle)) * centres
        total = sum(
            np.interp(rows + shift, rows, profile, left=0, right=0)
            for shift, profile in zip(shifts, profiles, strict=True)
        )
        scores.append(float((np.diff(np.asarray(total)) ** 2).sum()))
    return float(angles[int(np.argmax(scores))])


def straightened(picture: Picture, skew: float) -> Picture:
    """Turn by ``-skew`` about the middle, so that its lines are level; white fills the corners."""
    if abs(skew) < 0.02:
        return picture
    height, width = picture.shape
    # OpenCV counts angles anticlockwise.
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), skew, 1.0)
    turned_back = cv2.warpAffine(
        picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(turned_back, dtype=np.uint8)
