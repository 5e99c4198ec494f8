"""One page of a PDF as characters, rulings and filled areas, in the coordinates of the page as displayed.

Parsing is pdfium's; what is dropped here is only what a reader of the page does not see or would not read as its
text: characters drawn twice for a bold look, pale or off-angle characters (watermarks), invisible text. Tables and
lines are found elsewhere.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

_THIN = 3.2
"""Points: a filled rectangle no thicker than this is a ruling."""
_PALE = 190
"""A text colour of at least this luminance (0–255) on a light ground is a watermark or hidden."""
_MAX_FORM_DEPTH = 8
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Matrix = tuple[float, float, float, float, float, float]


class Char(NamedTuple):
    """A character and its loose box in the reading frame (origin top left, y downwards)."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float


class Ruling(NamedTuple):
    """A horizontal or vertical line: ``position`` across its direction, ``start`` to ``end`` along it."""

    position: float
    start: float
    end: float


@dataclass(slots=True)
class PageContent:
    """What a page shows. ``frame`` turns the reading frame back into the displayed page."""

    frame: Frame
    chars: list[Char] = field(default_factory=list)
    horizontal: list[Ruling] = field(default_factory=list)
    vertical: list[Ruling] = field(default_factory=list)
    path_count: int = 0
    image_count: int = 0
    dropped_char_count: int = 0
    unmapped_char_count: int = 0


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

    def read_box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Turn a box of user space (y upwards) into (x0, top, x1, bottom) of the reading frame."""
        left, bottom, right, top = self.left, self.bottom, self.right, self.top
        match self.quarter:
            case 0:
                return x0 - left, top - y1, x1 - left, top - y0
            case 1:
                return y0 - bottom, x0 - left, y1 - bottom, x1 - left
            case 2:
                return right - x1, y0 - bottom, right - x0, y1 - bottom
            case _:
                return top - y1, right - x1, top - y0, right - x0

    def display_box(self, x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
        """Turn a box of the reading frame back into the page as displayed."""
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


class _RawChar(NamedTuple):
    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    quarter: int
    pale: bool


def read_page(page: Any) -> PageContent:
    """Read a pypdfium2 page into characters and rulings of the reading frame.

    The reading frame is the displayed page, turned further where most characters run sideways; characters that run
    in another direction than most are left out and counted.
    """
    objects = _PageObjects(page.raw)
    raw_chars, unmapped, dropped = _read_chars(page, objects)
    frame = _frame_of(page, raw_chars)
    content = PageContent(frame, path_count=objects.path_count, image_count=objects.image_count)
    content.unmapped_char_count = unmapped
    content.chars = _visible(raw_chars, frame, objects.dark_areas)
    content.dropped_char_count = dropped + len(raw_chars) - len(content.chars)
    for box in objects.ruling_boxes:
        x0, top, x1, bottom = frame.read_box(*box)
        if x1 - x0 >= bottom - top:
            content.horizontal.append(Ruling((top + bottom) / 2, x0, x1))
        else:
            content.vertical.append(Ruling((x0 + x1) / 2, top, bottom))
    return content


def _frame_of(page: Any, chars: list[_RawChar]) -> Frame:
    left, bottom, right, top = page.get_cropbox(fallback_ok=True)
    media = page.get_mediabox(fallback_ok=True)
    left, bottom = max(left, media[0]), max(bottom, media[1])
    right, top = min(right, media[2]), min(top, media[3])
    rotation = page.get_rotation() % 360
    directions = Counter(c.quarter for c in chars if c.quarter >= 0 and not c.text.isspace())
    quarter = directions.most_common(1)[0][0] if directions else rotation // 90
    return Frame(left, bottom, right, top, rotation, (quarter - rotation // 90) % 4)


def _read_chars(page: Any, objects: _PageObjects) -> tuple[list[_RawChar], int, int]:
    """Return the page's characters, how many have no Unicode, and how many are invisible."""
    textpage = page.get_textpage()
    raw = textpage.raw
    rect = pdfium.FS_RECTF()
    chars: list[_RawChar] = []
    unmapped = dropped = quarter = 0
    pale: bool | None = False
    for index in range(pdfium.FPDFText_CountChars(raw)):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        # What pdfium inserts by its own idea of words and lines is not on the page.
        if code <= 32 and (code not in (0, 32) or pdfium.FPDFText_IsGenerated(raw, index) == 1):
            continue
        if code in (0, 0xFFFD, 0xFFFE) or 0xE000 <= code <= 0xF8FF:
            unmapped += 1
            continue
        if not objects.uniform:
            pale = objects.look_of(raw, index)
            if pale is None:
                dropped += 1
                continue
        if not objects.upright:
            quarter = _quarter_of(pdfium.FPDFText_GetCharAngle(raw, index))
        pdfium.FPDFText_GetLooseCharBox(raw, index, rect)
        chars.append(_RawChar(chr(code), rect.left, rect.bottom, rect.right, rect.top, quarter, pale))
    textpage.close()
    return chars, unmapped, dropped


def _quarter_of(angle: float) -> int:
    """Clockwise quarter turns that make a character of this angle (clockwise, radians) upright; -1 if oblique."""
    quarters = -angle / (math.pi / 2)
    nearest = round(quarters)
    return nearest % 4 if abs(quarters - nearest) < 0.06 else -1


def _visible(chars: list[_RawChar], frame: Frame, dark_areas: list[tuple[float, float, float, float]]) -> list[Char]:
    """Keep what is read: upright, dark on light (or light on dark), inside the page, and each character once."""
    width, height = frame.displayed_size
    if frame.turn % 2:
        width, height = height, width
    quarter = frame.quarter
    kept: list[Char] = []
    seen: dict[tuple[str, int, int], list[tuple[float, float]]] = {}
    for text, ux0, uy0, ux1, uy1, char_quarter, pale in chars:
        if char_quarter != quarter:
            continue
        if pale and not _covered((ux0 + ux1) / 2, (uy0 + uy1) / 2, dark_areas):
            continue
        x0, top, x1, bottom = frame.read_box(ux0, uy0, ux1, uy1)
        middle_x, middle_y = (x0 + x1) / 2, (top + bottom) / 2
        if not (-1 <= middle_x <= width + 1 and -1 <= middle_y <= height + 1):
            continue
        if _drawn_twice(text, middle_x, middle_y, x1 - x0, seen):
            continue
        kept.append(Char(text, x0, top, x1, bottom, max(bottom - top, 1.0)))
    return kept


def _covered(x: float, y: float, areas: list[tuple[float, float, float, float]]) -> bool:
    return any(a[0] <= x <= a[2] and a[1] <= y <= a[3] for a in areas)


def _drawn_twice(
    text: str, x: float, y: float, width: float, seen: dict[tuple[str, int, int], list[tuple[float, float]]]
) -> bool:
    """Whether the same character already stands here, a fraction of its width away; remembers it if not."""
    near = min(max(width * 0.3, 0.4), 2.0)
    first_x, last_x, first_y, last_y = int((x - near) / 8), int((x + near) / 8), int((y - near) / 8), int((y + near) / 8)
    for cell_x in range(first_x, last_x + 1):
        for cell_y in range(first_y, last_y + 1):
            for other_x, other_y in seen.get((text, cell_x, cell_y), ()):
                if abs(other_x - x) < near and abs(other_y - y) < near:
                    return True
    seen.setdefault((text, int(x / 8), int(y / 8)), []).append((x, y))
    return False


class _PageObjects:
    """A page's path, image and text objects, walked once, form XObjects included; boxes in user space."""

    def __init__(self, raw_page: Any) -> None:
        self.ruling_boxes: list[tuple[float, float, float, float]] = []
        self.dark_areas: list[tuple[float, float, float, float]] = []
        self.path_count = 0
        self.image_count = 0
        self.uniform = True
        """All text is visible and dark: no character needs a look of its own."""
        self.upright = True
        """All text runs from left to right in user space."""
        self._f = (ctypes.c_float(), ctypes.c_float(), ctypes.c_float(), ctypes.c_float())
        self._c = (ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint())
        self._matrix = pdfium.FS_MATRIX()
        self._fill, self._stroke = ctypes.c_int(), ctypes.c_int()
        count = pdfium.FPDFPage_CountObjects(raw_page)
        self._walk((pdfium.FPDFPage_GetObject(raw_page, i) for i in range(count)), _IDENTITY, 0)

    def look_of(self, raw_textpage: Any, index: int) -> bool | None:
        """Return None for invisible text, else whether the character is pale."""
        text_object = pdfium.FPDFText_GetTextObject(raw_textpage, index)
        if text_object and pdfium.FPDFTextObj_GetTextRenderMode(text_object) in (3, 7):
            return None
        red, green, blue, alpha = self._c
        if not pdfium.FPDFText_GetFillColor(raw_textpage, index, red, green, blue, alpha):
            return False
        return self._is_pale()

    def _is_pale(self) -> bool:
        red, green, blue, alpha = (c.value for c in self._c)
        luminance = (299 * red + 587 * green + 114 * blue) // 1000
        return 255 - (255 - luminance) * alpha // 255 >= _PALE

    def _walk(self, objects: Iterator[Any], matrix: Matrix, depth: int) -> None:
        for item in objects:
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                self._note_text(item, matrix)
            elif kind == pdfium.FPDF_PAGEOBJ_PATH:
                self.path_count += 1
                self._note_path(item, matrix)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self.image_count += 1
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_FORM_DEPTH:
                inner = _product(self._matrix_of(item), matrix)
                count = pdfium.FPDFFormObj_CountObjects(item)
                self._walk((pdfium.FPDFFormObj_GetObject(item, i) for i in range(count)), inner, depth + 1)

    def _note_text(self, item: Any, matrix: Matrix) -> None:
        if self.upright:
            a, b, c, d, _, _ = _product(self._matrix_of(item), matrix) if matrix != _IDENTITY else self._matrix_of(item)
            self.upright = a > 0 and d > 0 and abs(b) < 0.03 * a and abs(c) < 0.5 * d
        if self.uniform:
            red, green, blue, alpha = self._c
            self.uniform = pdfium.FPDFTextObj_GetTextRenderMode(item) not in (3, 7) and not (
                pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha) and self._is_pale()
            )

    def _note_path(self, item: Any, matrix: Matrix) -> None:
        if not pdfium.FPDFPath_GetDrawMode(item, self._fill, self._stroke):
            return
        filled, stroked = bool(self._fill.value), bool(self._stroke.value)
        if not (filled or stroked) or self._invisible(item, stroked):
            return
        left, bottom, right, top = self._f
        if not pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            return
        box = _moved(left.value, bottom.value, right.value, top.value, matrix)
        if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
            self._add_ruling(box)
            return
        if not stroked and pdfium.FPDFPath_CountSegments(item) <= 5:
            self._add_area(item, box)
            return
        self._split_path(item, stroked, _product(self._matrix_of(item), matrix))

    def _invisible(self, item: Any, stroked: bool) -> bool:
        """A white or fully transparent line rules nothing that a reader sees."""
        red, green, blue, alpha = self._c
        read = pdfium.FPDFPageObj_GetStrokeColor if stroked else pdfium.FPDFPageObj_GetFillColor
        if not read(item, red, green, blue, alpha):
            return False
        return alpha.value < 10 or min(red.value, green.value, blue.value) > 250

    def _add_ruling(self, box: tuple[float, float, float, float]) -> None:
        if max(box[2] - box[0], box[3] - box[1]) > 0.3:
            self.ruling_boxes.append(box)

    def _add_area(self, item: Any, box: tuple[float, float, float, float]) -> None:
        red, green, blue, alpha = self._c
        if pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha):
            luminance = (299 * red.value + 587 * green.value + 114 * blue.value) // 1000
            if alpha.value > 127 and luminance < 140:
                self.dark_areas.append(box)

    def _matrix_of(self, item: Any) -> Matrix:
        m = self._matrix
        if not pdfium.FPDFPageObj_GetMatrix(item, m):
            return _IDENTITY
        return (m.a, m.b, m.c, m.d, m.e, m.f)

    def _split_path(self, item: Any, stroked: bool, matrix: Matrix) -> None:
        """A path of many pieces: thin pieces are rulings, and so are the straight sides of stroked ones."""
        for points in self._subpaths(item, matrix):
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            box = (min(xs), min(ys), max(xs), max(ys))
            if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
                self._add_ruling(box)
            elif stroked:
                for (ax, ay), (bx, by) in zip(points, points[1:], strict=False):
                    if abs(ax - bx) <= 1 or abs(ay - by) <= 1:
                        self._add_ruling((min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))

    def _subpaths(self, item: Any, matrix: Matrix) -> list[list[tuple[float, float]]]:
        """Corner points of each piece of a path; a closed piece ends where it began; curves break a piece."""
        x, y = self._f[0], self._f[1]
        pieces: list[list[tuple[float, float]]] = []
        for index in range(min(pdfium.FPDFPath_CountSegments(item), 20_000)):
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            point = _applied(x.value, y.value, matrix)
            if kind == pdfium.FPDF_SEGMENT_LINETO and pieces:
                pieces[-1].append(point)
            else:
                pieces.append([point])
            if pdfium.FPDFPathSegment_GetClose(segment) and len(pieces[-1]) > 2:
                pieces[-1].append(pieces[-1][0])
        return [p for p in pieces if len(p) > 1]


def _product(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that applies ``first``, then ``second``."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _applied(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _moved(x0: float, y0: float, x1: float, y1: float, matrix: Matrix) -> tuple[float, float, float, float]:
    if matrix == _IDENTITY:
        return x0, y0, x1, y1
    corners = [_applied(x, y, matrix) for x in (x0, x1) for y in (y0, y1)]
    xs, ys = [p[0] for p in corners], [p[1] for p in corners]
    return min(xs), min(ys), max(xs), max(ys)
