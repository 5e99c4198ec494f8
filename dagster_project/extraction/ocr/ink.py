"""What is printed on a picture apart from its rulings, gathered into pieces: runs of text on one line of one cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from dagster_project.extraction.grid import Grid
from dagster_project.extraction.ocr.picture import DPI, Mask, Picture

_GROUND = 41
"""Pixels: strokes are narrower; the ground is what is bright within such a window."""
_FAINTEST = 40
"""Grey levels by which a stroke is darker than its ground at least."""
_SHARE = 0.35
"""Of the darkness of the page's print: what is paler is noise or shows through from the back."""
_SPECK = 5
"""Pixels: smaller spots beyond the reach of a character are dirt."""
_TALLEST = 0.75
"""Inches: a larger shape is a picture, not a character."""
_USUAL = 25.0
"""Height in pixels of the print of a table, where a page has too little print to tell."""
_ONE_LINE = 1.3
"""Of the usual height of print: two lines are never as near as that together."""
_NEAR = 4.0
"""Pixels between ink and a wall of its cell: less is no distance."""
_DASH_SHARE = 0.75
"""Of the width of its cell: no dash is wider."""
_WORD_GAP = 1.6
"""Of the height of a line: a wider gap parts two pieces."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: its box in pixels, and the cell that holds it (-1: none)."""

    x0: int
    y0: int
    x1: int
    y1: int
    region: int
    limits: tuple[float, float]
    """Left and right wall of its cell, in pixels."""
    line: tuple[int, int]
    """Top and bottom of the line of text that it stands on."""
    is_cut: bool = False
    """Its ink reaches a wall of its cell and may go on behind it."""
    is_dash: bool = False
    """It is a single flat stroke in a cell."""
    is_streak: bool = False
    """It is one from wall to wall: dirt, or a ruling that was not seen."""
    is_led_by_dash: bool = False
    """Its first shape is a flat stroke half way up, as a minus sign is."""


Walls = tuple[float, float, float, float]
"""Left, right, top and bottom of a cell, in pixels."""


def find_ink(picture: Picture, lines: Mask) -> tuple[Mask, Picture]:
    """Return a mask of the print without rulings, and the picture on even white ground with the rulings erased."""
    blurred = cv2.GaussianBlur(picture, (3, 3), 0)
    ground = cv2.morphologyEx(blurred, cv2.MORPH_CLOSE, np.ones((_GROUND, _GROUND), np.uint8))
    ground = cv2.blur(ground, (_GROUND, _GROUND))
    dark = np.asarray(cv2.subtract(ground, blurred), dtype=np.uint8)
    ruled = np.asarray(cv2.dilate(lines, np.ones((3, 3), np.uint8)), dtype=np.uint8)
    darkest = _print_darkness(dark, ruled)
    ink = ((dark > max(_FAINTEST, _SHARE * darkest)) & (ruled == 0)).astype(np.uint8) * 255
    clean = cv2.subtract(np.full_like(picture, 255), cv2.subtract(ground, picture))
    return ink, np.where(ruled > 0, np.uint8(255), clean)


def _print_darkness(dark: npt.NDArray[np.uint8], ruled: Mask) -> float:
    """How dark print is against its ground, as the darkest strokes show."""
    strokes = dark[(dark > _FAINTEST) & (ruled == 0)]
    return float(np.percentile(strokes, 80)) if len(strokes) else 0.0


def find_pieces(ink: Mask, grids: Sequence[Grid], streaks: Mask) -> list[Piece]:
    """Gather ink into pieces, line by line within each cell of the grids (in pixels) and outside of them.

    What a streak crosses is cut.
    """
    boxes = _characters(ink)
    if not len(boxes):
        return []
    usual = _usual_height(boxes)
    places, walls = _places(boxes, grids)
    sheet = (0.0, float(ink.shape[1]), 0.0, float(ink.shape[0]))
    pieces: list[Piece] = []
    for place in np.unique(places).tolist():
        pieces += _pieces_of(boxes[places == place], place, walls.get(place, sheet), usual, ink)
    return [replace(p, is_cut=True) if _is_crossed(p, streaks) else p for p in pieces]


def usual_height(ink: Mask) -> float:
    """The usual height of print in pixels."""
    boxes = _characters(ink)
    return _usual_height(boxes) if len(boxes) else _USUAL


def _is_crossed(piece: Piece, streaks: Mask) -> bool:
    near = round(_NEAR)
    top, left = max(piece.y0 - near, 0), max(piece.x0 - near, 0)
    return bool(streaks[top : piece.y1 + near, left : piece.x1 + near].any())


def _characters(ink: Mask) -> npt.NDArray[np.int64]:
    """Boxes (x0, y0, x1, y1, area) of connected ink that can belong to a character."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    stats = stats[1:].astype(np.int64)
    boxes = np.stack(
        [stats[:, 0], stats[:, 1], stats[:, 0] + stats[:, 2], stats[:, 1] + stats[:, 3], stats[:, 4]], axis=1
    )
    width, height = stats[:, 2], stats[:, 3]
    tallest = _TALLEST * DPI
    return boxes[(height <= tallest) & (width <= 4 * tallest) & (stats[:, 4] >= 3)]


def _usual_height(boxes: npt.NDArray[np.int64]) -> float:
    heights = (boxes[:, 3] - boxes[:, 1])[boxes[:, 4] >= 30]
    return float(np.clip(np.percentile(heights, 70), 12, 80)) if len(heights) >= 20 else _USUAL


def _places(boxes: npt.NDArray[np.int64], grids: Sequence[Grid]) -> tuple[npt.NDArray[np.int64], dict[int, Walls]]:
    """The cell of each box, numbered through all grids (-1: outside), and the walls of each cell."""
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    places = np.full(len(boxes), -1, dtype=np.int64)
    walls: dict[int, Walls] = {}
    base = 0
    numbered = []
    for grid in grids:
        numbered.append((grid, base))
        base += len(grid.regions)
    for grid, first in sorted(numbered, key=lambda pair: -pair[0].area):
        xs, ys = np.array(grid.xs), np.array(grid.ys)
        inside = (x >= xs[0]) & (x <= xs[-1]) & (y >= ys[0]) & (y <= ys[-1])
        rows = np.clip(np.searchsorted(ys, y[inside], "right") - 1, 0, len(ys) - 2)
        columns = np.clip(np.searchsorted(xs, x[inside], "right") - 1, 0, len(xs) - 2)
        places[inside] = np.array(grid.region_at)[rows, columns] + first
        for i, region in enumerate(grid.regions):
            left, right = grid.xs[region.column], grid.xs[region.column_end]
            walls[first + i] = (left, right, grid.ys[region.row], grid.ys[region.row_end])
    return places, walls


def _pieces_of(boxes: npt.NDArray[np.int64], place: int, walls: Walls, usual: float, ink: Mask) -> list[Piece]:
    pieces = []
    for line in _lines_of(boxes, usual):
        top, bottom = int(line[:, 1].min()), int(line[:, 3].max())
        for run in _runs_of(line, max(bottom - top, 0.6 * usual)):
            x0, y0, x1, y1 = int(run[:, 0].min()), int(run[:, 1].min()), int(run[:, 2].max()), int(run[:, 3].max())
            if not _is_print(run, usual):
                continue
            is_dash = place >= 0 and len(run) == 1 and x1 - x0 >= 2.2 * (y1 - y0) and y1 - y0 <= 0.25 * usual
            is_cut = place >= 0 and _is_cut((x0, x1, y0, y1), walls)
            # A dash or a point alone keeps the height of a line around it, as the recogniser knows it.
            middle, height = (y0 + y1) / 2, max(y1 - y0, round(0.8 * usual))
            y0, y1 = min(y0, round(middle - height / 2)), max(y1, round(middle + height / 2))
            y0, y1 = max(y0, 0), min(y1, ink.shape[0])
            is_streak = is_dash and x1 - x0 > _DASH_SHARE * (walls[1] - walls[0])
            sides, is_led = (walls[0], walls[1]), _is_led_by_dash(run, usual)
            pieces.append(Piece(x0, y0, x1, y1, place, sides, (top, bottom), is_cut, is_dash, is_streak, is_led))
    return pieces


def _lines_of(boxes: npt.NDArray[np.int64], usual: float) -> list[npt.NDArray[np.int64]]:
    """Part boxes into lines: the gaps in what is left when only shapes of some height cast a shadow to the side."""
    tall = (boxes[:, 3] - boxes[:, 1]) >= 0.3 * usual
    casting = boxes[tall] if tall.any() else boxes
    spans: list[list[float]] = []
    for top, bottom in sorted((float(b[1]), float(b[3])) for b in casting):
        overlap = spans[-1][1] - top if spans else -1.0
        # Accents and descenders of neighbouring lines may touch; a real overlap joins.
        if spans and overlap > 0.25 * min(bottom - top, spans[-1][1] - spans[-1][0]):
            spans[-1][1] = max(spans[-1][1], bottom)
        else:
            spans.append([top, bottom])
    spans = _whole_lines(spans, usual)
    middles = np.array([(a + b) / 2 for a, b in spans])
    halves = np.array([(b - a) / 2 for a, b in spans])
    y = (boxes[:, 1] + boxes[:, 3]) / 2
    nearest = np.argmin(np.abs(y[:, None] - middles[None, :]) - halves[None, :], axis=1)
    return [boxes[nearest == i] for i in range(len(spans)) if (nearest == i).any()]


def _whole_lines(spans: list[list[float]], usual: float) -> list[list[float]]:
    """Join the upper and the lower half of a line of faint, broken characters: together they are one line high."""
    joined: list[list[float]] = []
    for top, bottom in spans:
        if joined and bottom - joined[-1][0] <= _ONE_LINE * usual:
            joined[-1][1] = max(joined[-1][1], bottom)
        else:
            joined.append([top, bottom])
    return joined


def _runs_of(line: npt.NDArray[np.int64], height: float) -> list[npt.NDArray[np.int64]]:
    ordered = line[np.argsort(line[:, 0])]
    reach = np.maximum.accumulate(ordered[:, 2])
    breaks = np.flatnonzero(ordered[1:, 0] - reach[:-1] > _WORD_GAP * height) + 1
    return np.split(ordered, breaks)


def _is_print(run: npt.NDArray[np.int64], usual: float) -> bool:
    """More than a speck: as much ink as a dash has, and not a fleck of dust alone."""
    width, height = int(run[:, 2].max() - run[:, 0].min()), int(run[:, 3].max() - run[:, 1].min())
    return int(run[:, 4].sum()) >= 2 * _SPECK and max(width, height) >= 0.25 * usual


def _is_cut(box: Walls, walls: Walls) -> bool:
    """Ink that reaches its cell's wall may go on behind it."""
    x0, x1, y0, y1 = box
    left, right, top, bottom = walls
    return min(x0 - left, right - x1, y0 - top, bottom - y1) < _NEAR


def _is_led_by_dash(run: npt.NDArray[np.int64], usual: float) -> bool:
    """Whether a flat stroke stands before the rest, between a third and two thirds of its height."""
    first = run[np.argmin(run[:, 0])]
    width, height = int(first[2] - first[0]), int(first[3] - first[1])
    others = run[run[:, 0] >= first[2]]
    if len(others) + 1 < len(run) or not len(others) or width < 1.5 * height or height > 0.25 * usual:
        return False
    top, bottom = int(others[:, 1].min()), int(others[:, 3].max())
    return bool(0.25 < ((first[1] + first[3]) / 2 - top) / max(bottom - top, 1) < 0.75)
