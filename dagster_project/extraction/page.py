"""One page of a PDF as characters and rulings, in a frame in which its text runs from left to right.

Parsing is pdfium's; what is dropped here is only what a reader of the page does not see or would not read as its
text: characters drawn twice for a bold look, white ones, off-angle or large pale ones (watermarks), invisible text,
text off the page. Tables and lines are found elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from dagster_project.extraction import native
from dagster_project.extraction.codes import NO_TEXT, PRINT, SPACE, codes_of, kinds_of, text_of
from dagster_project.extraction.drawn import DrawnDigit, PrintedChars, count_digits, drawn_digits
from dagster_project.extraction.lids import painted_over, uncover
from dagster_project.extraction.native import Argument, Floats
from dagster_project.extraction.objects import INVISIBLE_MODES, PALE, WHITE, Box, PageObjects, luminances
from dagster_project.extraction.tuples import maker

_NOWHERE = 1e7
"""Points; what lies further out has no place on any page."""
_TWICE = 1.25
"""Points: the same character this near to itself is drawn twice."""
_SHIFTS = np.array([[0.0], [_TWICE]])
_PRIMES = np.array([2654435761, 2246822519, 3266489917, 668265263, 374761393], dtype=np.uint32)
"""Multiples of them, modulo 2³², hash numbers."""
_DOT = 2.0
"""A ruling whose longer side is at most this many times the shorter one has no direction of its own."""
_WATERMARK = 1.6
"""Of the usual height of characters: pale text beyond it is a watermark."""
_HALF_SURE = 0.5
"""Confidence of print that something is laid over: a reader sees the one, the other, or both."""

Mask = native.Mask
Indices = npt.NDArray[np.int64]


@lru_cache(maxsize=8192)
def hundredths(value: float) -> float:
    """A length in points as it is recorded; cells of one row or column share their edges."""
    return round(value, 2) + 0.0  # No negative zero: to the cache it is zero.


@dataclass(frozen=True, slots=True)
class Chars:
    """Characters in content order.

    ``text`` has one of each, spaces apart; ``boxes`` are loose boxes (x0, top, x1, bottom) in the reading frame (origin
    top left, y downwards), one row a character; ``spaced`` tells that a space character stands before it in the content
    stream.
    """

    text: str
    boxes: Floats
    spaced: Mask
    confidence: Floats | None = None
    """Of recognised characters (below 1) among those of the text layer (1); None: all are of the text layer."""

    def __len__(self) -> int:
        return len(self.text)

    @property
    def codes(self) -> npt.NDArray[np.uint32]:
        """Code points of the characters."""
        return codes_of(self.text)


NO_CHARS = Chars("", np.zeros((0, 4)), np.zeros(0, dtype=np.bool_))


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
    skew: float = 0.0
    """Degrees by which the content of a scanned page leans clockwise after ``turn``; the reading frame is level."""

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
        if not (self.turn or self.skew):  # As on most pages.
            return (hundredths(x0), hundredths(top), hundredths(x1), hundredths(bottom))
        width, height = self.displayed_size
        if self.skew:
            x0, top, x1, bottom = self._leaning_box(x0, top, x1, bottom)
        match self.turn:
            case 0:
                box = (x0, top, x1, bottom)
            case 1:
                box = (top, height - x1, bottom, height - x0)
            case 2:
                box = (width - x1, height - bottom, width - x0, height - top)
            case _:
                box = (width - bottom, x0, width - top, x1)
        return (hundredths(box[0]), hundredths(box[1]), hundredths(box[2]), hundredths(box[3]))

    def _leaning_box(self, x0: float, top: float, x1: float, bottom: float) -> Box:
        """The outline on the leaning page of a box of the level frame, both turned about the middle of the page."""
        width, height = self.reading_size
        sine, cosine = math.sin(math.radians(self.skew)), math.cos(math.radians(self.skew))
        corners = [(x - width / 2, y - height / 2) for x in (x0, x1) for y in (top, bottom)]
        xs = [width / 2 + cosine * x - sine * y for x, y in corners]
        ys = [height / 2 + sine * x + cosine * y for x, y in corners]
        return min(xs), min(ys), max(xs), max(ys)


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
    unmapped_run_count: int = 0
    """Characters without Unicode that follow another one: text, and no bullets of a symbol font."""
    images: list[Box] = field(default_factory=list)
    """Boxes (x0, top, x1, bottom) of the images in the reading frame."""
    covers: list[Box] = field(default_factory=list)
    """Those of them that are opaque and drawn after text."""
    is_recognized: bool = False
    """Characters of it were recognised in a picture."""
    drawn_digits: list[DrawnDigit] = field(default_factory=list)
    """Some digits of it, as they are drawn."""
    digit_counts: Indices = field(default_factory=lambda: np.zeros(10, dtype=np.int64))
    """How many of each digit its text layer tells."""
    is_misnamed: bool = False
    """Its text layer is known to tell other digits than are drawn."""


@dataclass(slots=True)
class _RawChars:
    """Characters in content order: code points, boxes in user space, quarter turns (-1: oblique), looks."""

    places: Indices
    """Of each in the text page."""
    codes: npt.NDArray[np.int64]
    boxes: Floats
    quarters: npt.NDArray[np.int64]
    luminance: npt.NDArray[np.int64]
    spaced: Mask
    invisible: int
    hidden: bool
    """Some of them are painted over."""
    unmapped: int
    unmapped_runs: int


def read_page(
    page: Any, overlays: Sequence[Box] = (), own_objects: int | None = None, drawn_so_far: int = 0
) -> PageContent:
    """Read a pypdfium2 page into characters and rulings of the reading frame.

    The reading frame is the displayed page, turned further where most characters run sideways; characters that run
    in another direction than most are left out and counted. Print in the ``overlays`` (user space) is only half sure;
    what lies behind the first ``own_objects`` objects rules no table (see ``annotated``). Where many digits of the
    document were ``drawn_so_far``, fewer are drawn.
    """
    objects = PageObjects(page.raw, own_objects)
    with native.text_of(page.raw) as text:
        raw = _read_chars(page.raw, text, objects)
        frame = _frame_of(page, raw)
        upright = (raw.quarters == frame.quarter).nonzero()[0]
        printed = PrintedChars(raw.places[upright], raw.codes[upright], raw.boxes[upright], frame.quarter)
        drawn = drawn_digits(page, text, printed, drawn_so_far)
    if raw.hidden and (taken := uncover(page.raw, objects.lids)):
        own = own_objects and own_objects - sum(order[0] < own_objects for order in taken)
        return read_page(page, overlays, own, drawn_so_far)
    content = PageContent(frame, path_count=objects.path_count, image_count=objects.image_count, drawn_digits=drawn)
    content.digit_counts = count_digits(printed.codes)
    content.unmapped_char_count, content.unmapped_run_count = raw.unmapped, raw.unmapped_runs
    content.images, content.covers = _in_frame(frame, objects.images), _in_frame(frame, objects.covers)
    content.chars = _doubted(_visible(raw, frame, objects.dark_areas), _in_frame(frame, list(overlays)))
    content.dropped_char_count = raw.invisible + len(raw.codes) - len(content.chars)
    content.horizontal, content.vertical = _lines_of(frame.read_boxes(objects.rulings))
    return content


def _in_frame(frame: Frame, boxes: list[Box]) -> list[Box]:
    if not boxes:
        return []
    return [(a, b, c, d) for a, b, c, d in frame.read_boxes(np.array(boxes)).tolist()]


def _lines_of(boxes: Floats) -> tuple[list[Ruling], list[Ruling]]:
    """Boxes of thin shapes as horizontal and vertical lines; a dot may belong to a dotted line of either direction."""
    x0, top, x1, bottom = boxes.T
    width, height = x1 - x0, bottom - top
    dot = np.maximum(width, height) <= _DOT * np.minimum(width, height)
    level, upright = boxes[(width >= height) | dot].T, boxes[(width < height) | dot].T
    return (
        _rulings((level[1] + level[3]) / 2, level[0], level[2]),
        _rulings((upright[0] + upright[2]) / 2, upright[1], upright[3]),
    )


def _rulings(*fields: Floats) -> list[Ruling]:
    return list(map(maker(Ruling), zip(*(field.tolist() for field in fields), strict=True)))


def _frame_of(page: Any, raw: _RawChars) -> Frame:
    crop, media = page.get_cropbox(fallback_ok=True), page.get_mediabox(fallback_ok=True)
    left, bottom = max(crop[0], media[0]), max(crop[1], media[1])
    right, top = min(crop[2], media[2]), min(crop[3], media[3])
    rotation = page.get_rotation() % 360
    straight = raw.quarters[raw.quarters >= 0]
    quarter = int(np.bincount(straight, minlength=4).argmax()) if len(straight) else rotation // 90
    return Frame(left, bottom, right, top, rotation, (quarter - rotation // 90) % 4)


def _read_chars(raw_page: Any, text: Argument, objects: PageObjects) -> _RawChars:
    """Read a text page's printed characters; spaces become a mark on the character that follows them.

    What the page itself paints over is invisible.
    """
    codes = native.read_codes(text)
    kinds = kinds_of(codes)
    mapped: Mask = (kinds != NO_TEXT) & ~native.unmapped(text, len(codes))
    # What pdfium inserts by its own idea of words is not on the page.
    spaces = (kinds == SPACE).nonzero()[0]
    printed = spaces[~native.are_generated(text, spaces.tolist())]
    spaced = np.zeros(len(codes) + 1, dtype=np.bool_)
    spaced[printed + 1] = True
    solid = (mapped & (kinds == PRINT)).nonzero()[0]
    boxes = native.loose_boxes(text, solid.tolist())
    somewhere = _somewhere(boxes)
    if not somewhere.all():
        mapped[solid[~somewhere]] = False
        solid, boxes = solid[somewhere], boxes[somewhere]
    luminance, seen = _looks(text, solid, objects)
    hidden = painted_over(native.argument_of(raw_page), text, solid, boxes, objects.lids)
    seen &= ~hidden
    quarters = _quarters(text, solid, objects)
    invisible, unmapped = len(solid) - int(np.count_nonzero(seen)), len(codes) - int(np.count_nonzero(mapped))
    runs = int(np.count_nonzero(~mapped[1:] & ~mapped[:-1]))
    if invisible:
        solid, boxes, luminance, quarters = solid[seen], boxes[seen], luminance[seen], quarters[seen]
    boxes = boxes[:, [0, 3, 2, 1]]
    return _RawChars(
        solid, codes[solid], boxes, quarters, luminance, spaced[solid], invisible, bool(hidden.any()), unmapped, runs
    )


def _somewhere(boxes: Floats) -> Mask:
    """Whether boxes have a place: a matrix of absurd numbers puts characters nowhere, where they are unreadable."""
    if len(boxes) and boxes.max() < _NOWHERE and boxes.min() > -_NOWHERE:  # NaN fails the comparisons.
        return np.ones(len(boxes), dtype=np.bool_)
    near: Mask = np.all(np.abs(boxes) < _NOWHERE, axis=1)
    return near


def _looks(text: Argument, places: Indices, objects: PageObjects) -> tuple[Indices, Mask]:
    """Luminance on white (0 black to 255) of the characters at these places, and whether they are painted at all."""
    if objects.uniform:
        return np.zeros(len(places), dtype=np.int64), np.ones(len(places), dtype=np.bool_)
    modes, colors = native.char_looks(text, places.tolist())
    return luminances(colors), ~np.isin(modes, INVISIBLE_MODES)


def _quarters(text: Argument, places: Indices, objects: PageObjects) -> Indices:
    """Clockwise quarter turns that make the characters at these places upright; -1 for oblique ones."""
    if objects.upright:
        return np.zeros(len(places), dtype=np.int64)
    quarters = -native.char_angles(text, places.tolist()) / (math.pi / 2)
    nearest = np.rint(quarters)
    return np.where(abs(quarters - nearest) < 0.06, nearest.astype(np.int64) % 4, -1)


def _visible(raw: _RawChars, frame: Frame, dark_areas: list[Box]) -> Chars:
    """Keep what is read: upright, dark on light (or light on dark), inside the page, and each character once."""
    if not len(raw.codes):
        return NO_CHARS
    width, height = frame.reading_size
    boxes = frame.read_boxes(raw.boxes)
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    keep = (raw.quarters == frame.quarter) & (x > -1) & (x < width + 1) & (y > -1) & (y < height + 1)
    if raw.luminance.max() >= PALE:
        for i in np.flatnonzero(_faint(raw.luminance, boxes) & keep).tolist():
            keep[i] = _covered(raw.boxes[i], dark_areas)
    keep &= ~_drawn_twice(raw.codes, x, y, keep)
    kept = keep.nonzero()[0]
    boxes = boxes.take(kept, axis=0)
    # A box without height (a broken font) would stand between the lines.
    boxes[:, 3] = np.maximum(boxes[:, 3], boxes[:, 1] + 1.0)
    return Chars(text_of(raw.codes[kept]), boxes, raw.spaced[kept])


def _doubted(chars: Chars, overlays: list[Box]) -> Chars:
    """The characters with a confidence, where something is laid over some of them."""
    if not overlays:
        return chars
    middles = chars.boxes.reshape(-1, 2, 2).mean(axis=1)
    below = [_covered(np.concatenate((middle, middle)), overlays) for middle in middles]
    return replace(chars, confidence=np.where(below, _HALF_SURE, 1.0)) if any(below) else chars


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
    that share a square with their like are compared point by point. Squares and codes are told by hashes: two that have
    the same one by chance are compared for nothing.
    """
    twice = np.zeros(len(codes), dtype=np.bool_)
    columns = ((x + _SHIFTS) / (2 * _TWICE)).astype(np.int64).astype(np.uint32) * _PRIMES[0]
    rows = ((y + _SHIFTS) / (2 * _TWICE)).astype(np.int64).astype(np.uint32) * _PRIMES[1]
    columns += codes.astype(np.uint32) * _PRIMES[2]
    keys = np.concatenate((columns + rows, columns + rows[::-1] + _PRIMES[3]))
    keys[1::2] += _PRIMES[4]
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
