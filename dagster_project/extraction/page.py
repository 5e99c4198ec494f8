"""One page of a PDF as characters and rulings, in a frame in which its text runs from left to right.

Parsing is pdfium's; what is dropped here is only what a reader of the page does not see or would not read as its
text: characters drawn twice for a bold look, white ones, off-angle or large pale ones (watermarks), invisible text,
text off the page. Tables and lines are found elsewhere.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from dagster_project.extraction import native
from dagster_project.extraction.native import Floats
from dagster_project.extraction.objects import PALE, WHITE, Box, PageObjects

_NOWHERE = 1e7
"""Points; what lies further out has no place on any page."""
_TWICE = 1.25
"""Points: the same character this near to itself is drawn twice."""
_WATERMARK = 1.6
"""Of the usual height of characters: pale text beyond it is a watermark."""
_SPACES = (32, 0xA0, 0x3000)

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Chars:
    """Characters in content order.

    ``boxes`` are loose boxes (x0, top, x1, bottom) in the reading frame (origin top left, y downwards), one row a
    character; ``spaced`` tells that a space character stands before it in the content stream.
    """

    texts: list[str]
    boxes: Floats
    spaced: Mask

    def __len__(self) -> int:
        return len(self.texts)


NO_CHARS = Chars([], np.zeros((0, 4)), np.zeros(0, dtype=np.bool_))


class Ruling(NamedTuple):
    """A horizontal or vertical line: ``position`` across its direction, ``start`` to ``end`` along it."""

    position: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Frame:
    """The turn between PDF user space, the displayed page and the frame in which text runs from left to right.

    ``left``, ``bottom``, ``right``, ``top`` are the CropBox in user space; ``rotation`` is ``/Rotate``; ``turn`` the
    further clockwise quarter turns (0 to 3) that make sideways text run from left to right.
    """

    left: float
    bottom: float
    right: float
    top: float
    rotation: int
    turn: int = 0

    @property
    def quarter(self) -> int:
        """Clockwise quarter turns from user space to the reading frame."""
        return (self.rotation // 90 + self.turn) % 4

    @property
    def displayed_size(self) -> tuple[float, float]:
        """Width and height of the page as displayed, in points."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.rotation % 180 else (width, height)

    @property
    def reading_size(self) -> tuple[float, float]:
        """Width and height of the reading frame, in points."""
        width, height = self.displayed_size
        return (height, width) if self.turn % 2 else (width, height)

    def read_boxes(self, boxes: Floats) -> Floats:
        """Turn boxes (x0, y0, x1, y1; y upwards) of user space into (x0, top, x1, bottom) of the reading frame."""
        x0, y0, x1, y1 = boxes[:, 0], boxes[:, 1], boxes[:, 2], boxes[:, 3]
        left, bottom, right, top = self.left, self.bottom, self.right, self.top
        match self.quarter:
            case 0:
                columns = (x0 - left, top - y1, x1 - left, top - y0)
            case 1:
                columns = (y0 - bottom, x0 - left, y1 - bottom, x1 - left)
            case 2:
                columns = (right - x1, y0 - bottom, right - x0, y1 - bottom)
            case _:
                columns = (top - y1, right - x1, top - y0, right - x0)
        return np.stack(columns, axis=1)

    def display_box(self, x0: float, top: float, x1: float, bottom: float) -> Box:
        """Turn a box of the reading frame back into the page as displayed, to hundredths of a point."""
        width, height = self.displayed_size
        match self.turn:
            case 0:
                box = (x0, top, x1, bottom)
            case 1:
                box = (top, height - x1, bottom, height - x0)
            case 2:
                box = (width - x1, height - bottom, width - x0, height - top)
            case _:
                box = (width - bottom, x0, width - top, x1)
        return (round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2))


@dataclass(slots=True)
class PageContent:
    """What a page shows; ``frame`` turns the reading frame back into the displayed page."""

    frame: Frame
    chars: Chars = field(default_factory=lambda: NO_CHARS)
    horizontal: list[Ruling] = field(default_factory=list)
    vertical: list[Ruling] = field(default_factory=list)
    path_count: int = 0
    image_count: int = 0
    dropped_char_count: int = 0
    unmapped_char_count: int = 0


@dataclass(slots=True)
class _RawChars:
    """Characters in content order: code points, boxes in user space, quarter turns (-1: oblique), looks."""

    codes: npt.NDArray[np.int64]
    boxes: Floats
    quarters: npt.NDArray[np.int64]
    luminance: npt.NDArray[np.int64]
    spaced: Mask
    invisible: int
    unmapped: int


def read_page(page: Any) -> PageContent:
    """Read a pypdfium2 page into characters and rulings of the reading frame.

    The reading frame is the displayed page, turned further where most characters run sideways; characters that run
    in another direction than most are left out and counted.
    """
    objects = PageObjects(page.raw)
    raw = _read_chars(page, objects)
    frame = _frame_of(page, raw)
    content = PageContent(frame, path_count=objects.path_count, image_count=objects.image_count)
    content.unmapped_char_count = raw.unmapped
    content.chars = _visible(raw, frame, objects.dark_areas)
    content.dropped_char_count = raw.invisible + len(raw.codes) - len(content.chars)
    if objects.rulings:
        for x0, top, x1, bottom in frame.read_boxes(np.array(objects.rulings)).tolist():
            if x1 - x0 >= bottom - top:
                content.horizontal.append(Ruling((top + bottom) / 2, x0, x1))
            else:
                content.vertical.append(Ruling((x0 + x1) / 2, top, bottom))
    return content


def _frame_of(page: Any, raw: _RawChars) -> Frame:
    crop, media = page.get_cropbox(fallback_ok=True), page.get_mediabox(fallback_ok=True)
    left, bottom = max(crop[0], media[0]), max(crop[1], media[1])
    right, top = min(crop[2], media[2]), min(crop[3], media[3])
    rotation = page.get_rotation() % 360
    straight = raw.quarters[raw.quarters >= 0]
    quarter = int(np.bincount(straight, minlength=4).argmax()) if len(straight) else rotation // 90
    return Frame(left, bottom, right, top, rotation, (quarter - rotation // 90) % 4)


def _read_chars(page: Any, objects: PageObjects) -> _RawChars:
    """Read the page's printed characters; spaces become a mark on the character that follows them."""
    textpage = page.get_textpage()
    address = native.address_of(textpage.raw)
    codes, boxes = native.read_chars(address)
    count, boxes = len(codes), boxes[:, [0, 3, 2, 1]]
    # A matrix of absurd numbers puts characters nowhere: they count as unreadable.
    placed: Mask = np.all(np.abs(boxes) < _NOWHERE, axis=1)
    boxes = np.where(placed[:, None], boxes, 0.0)
    mapped = placed & ((codes != 0) & (codes < 0xFFFD) & ~((codes >= 0xE000) & (codes <= 0xF8FF)) | (codes > 0xFFFF))
    space = np.isin(codes, _SPACES)
    solid = mapped & (codes > 32) & ~space
    # What pdfium inserts by its own idea of words is not on the page.
    printed_space = np.zeros(count, dtype=np.bool_)
    for i in np.flatnonzero(space).tolist():
        printed_space[i] = native.is_generated(address, i) != 1
    spaced = np.zeros(count, dtype=np.bool_)
    spaced[1:] = printed_space[:-1]
    luminance = np.zeros(count, dtype=np.int64)
    quarters = np.zeros(count, dtype=np.int64)
    invisible = 0
    if not (objects.uniform and objects.upright):
        for i in np.flatnonzero(solid).tolist():
            quarters[i] = 0 if objects.upright else _quarter_of(native.char_angle(address, i))
            shade = 0 if objects.uniform else objects.luminance_of(address, i)
            if shade is None:
                solid[i] = False
                invisible += 1
            else:
                luminance[i] = shade
    textpage.close()
    unmapped = int((~mapped & (codes != 0)).sum()) + int((codes == 0).sum())
    kept = (codes[solid], boxes[solid], quarters[solid], luminance[solid], spaced[solid])
    return _RawChars(*kept, invisible, unmapped)


def _quarter_of(angle: float) -> int:
    """Clockwise quarter turns that make a character of this angle (clockwise, radians) upright; -1 if oblique."""
    quarters = -angle / (math.pi / 2)
    nearest = round(quarters)
    return nearest % 4 if abs(quarters - nearest) < 0.06 else -1


def _visible(raw: _RawChars, frame: Frame, dark_areas: list[Box]) -> Chars:
    """Keep what is read: upright, dark on light (or light on dark), inside the page, and each character once."""
    if not len(raw.codes):
        return NO_CHARS
    width, height = frame.reading_size
    boxes = frame.read_boxes(raw.boxes)
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    keep = (raw.quarters == frame.quarter) & (x > -1) & (x < width + 1) & (y > -1) & (y < height + 1)
    for i in np.flatnonzero(_faint(raw.luminance, boxes) & keep).tolist():
        keep[i] = _covered(raw.boxes[i], dark_areas)
    keep &= ~_drawn_twice(raw.codes, x, y, keep)
    kept = boxes[keep]
    # A box without height (a broken font) would stand between the lines.
    kept[:, 3] = np.maximum(kept[:, 3], kept[:, 1] + 1.0)
    return Chars(list(map(chr, raw.codes[keep].tolist())), kept, raw.spaced[keep])


def _faint(luminance: npt.NDArray[np.int64], boxes: Floats) -> Mask:
    """White text, and pale text larger than the text around it, as a watermark is; grey print is read."""
    height = boxes[:, 3] - boxes[:, 1]
    large = height > _WATERMARK * np.median(height)
    faint: Mask = (luminance >= WHITE) | ((luminance >= PALE) & large)
    return faint


def _covered(box: Floats, areas: list[Box]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(a[0] <= x <= a[2] and a[1] <= y <= a[3] for a in areas)


def _drawn_twice(codes: npt.NDArray[np.int64], x: Floats, y: Floats, keep: Mask) -> Mask:
    """Mark each character that repeats an earlier one in the same place, as a bold look is often made.

    Two points nearer than the limit share a square of twice that size in one of four shifted grids: only characters
    that share a square with their like are compared point by point.
    """
    twice = np.zeros(len(codes), dtype=np.bool_)
    columns = [((x + shift) / (2 * _TWICE)).astype(np.int64) & 0xFFFF for shift in (0.0, _TWICE)]
    rows = [((y + shift) / (2 * _TWICE)).astype(np.int64) & 0xFFFF for shift in (0.0, _TWICE)]
    keys = np.stack([(codes << 34) + (2 * i + j << 32) + (columns[i] << 16) + rows[j] for i in (0, 1) for j in (0, 1)])
    ordered = np.sort(keys, axis=None)
    if not bool((ordered[1:] == ordered[:-1]).any()):
        return twice
    repeated = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    kept: dict[int, list[tuple[float, float]]] = {}
    for i in np.flatnonzero(np.isin(keys, repeated).any(axis=0) & keep).tolist():
        here = (float(x[i]), float(y[i]))
        places = kept.setdefault(int(codes[i]), [])
        if any(abs(px - here[0]) < _TWICE and abs(py - here[1]) < _TWICE for px, py in places):
            twice[i] = True
        else:
            places.append(here)
    return twice
