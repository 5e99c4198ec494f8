"""Bindings to pdfium that cost half of the usual ones: addresses in, numbers out.

The bindings of pypdfium2 wrap each pointer in an object. Reading a page takes some three thousand calls, so that these
wrappers would be most of the work. Here the same functions of the same library are called with plain addresses, and
structures are written into one buffer per page that numpy reads at once. Nothing here interprets what it reads.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Iterable
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

_ADDRESS, _INT, _UINT = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint

_SAMPLE = 8
"""Fonts without Unicode print more than one character in this many."""

Floats = npt.NDArray[np.float64]


def _bind(name: str, result: Any, *arguments: Any) -> Any:
    address = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value
    if address is None:  # a library without the function would already have failed in getattr
        raise ImportError(f"pdfium lacks {name}")
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


count_chars = _bind("FPDFText_CountChars", _INT, _ADDRESS)
unicode_of = _bind("FPDFText_GetUnicode", _UINT, _ADDRESS, _INT)
is_generated = _bind("FPDFText_IsGenerated", _INT, _ADDRESS, _INT)
char_angle = _bind("FPDFText_GetCharAngle", ctypes.c_float, _ADDRESS, _INT)
_has_map_error = _bind("FPDFText_HasUnicodeMapError", _INT, _ADDRESS, _INT)
_loose_box = _bind("FPDFText_GetLooseCharBox", _INT, _ADDRESS, _INT, _ADDRESS)
_char_fill = _bind("FPDFText_GetFillColor", _INT, _ADDRESS, _INT, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS)
text_object_of = _bind("FPDFText_GetTextObject", _ADDRESS, _ADDRESS, _INT)

count_objects = _bind("FPDFPage_CountObjects", _INT, _ADDRESS)
object_at = _bind("FPDFPage_GetObject", _ADDRESS, _ADDRESS, _INT)
count_form_objects = _bind("FPDFFormObj_CountObjects", _INT, _ADDRESS)
form_object_at = _bind("FPDFFormObj_GetObject", _ADDRESS, _ADDRESS, ctypes.c_ulong)
type_of = _bind("FPDFPageObj_GetType", _INT, _ADDRESS)
render_mode = _bind("FPDFTextObj_GetTextRenderMode", _INT, _ADDRESS)
has_transparency = _bind("FPDFPageObj_HasTransparency", _INT, _ADDRESS)
_fill_color = _bind("FPDFPageObj_GetFillColor", _INT, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS)
_stroke_color = _bind("FPDFPageObj_GetStrokeColor", _INT, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS)
_bounds = _bind("FPDFPageObj_GetBounds", _INT, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS)
_matrix = _bind("FPDFPageObj_GetMatrix", _INT, _ADDRESS, _ADDRESS)
_draw_mode = _bind("FPDFPath_GetDrawMode", _INT, _ADDRESS, _ADDRESS, _ADDRESS)
count_segments = _bind("FPDFPath_CountSegments", _INT, _ADDRESS)
segment_at = _bind("FPDFPath_GetPathSegment", _ADDRESS, _ADDRESS, _INT)
segment_type = _bind("FPDFPathSegment_GetType", _INT, _ADDRESS)
segment_closes = _bind("FPDFPathSegment_GetClose", _INT, _ADDRESS)
_segment_point = _bind("FPDFPathSegment_GetPoint", _INT, _ADDRESS, _ADDRESS, _ADDRESS)


def address_of(handle: Any) -> int:
    """The address behind a raw pypdfium2 handle. The handle must outlive every use of the address."""
    return int(ctypes.cast(handle, ctypes.c_void_p).value or 0)


def _run(calls: Iterable[Any]) -> None:
    """Exhaust a map of calls for what they write, without a step of Python between two calls."""
    deque(calls, maxlen=0)


def read_chars(textpage: int) -> tuple[npt.NDArray[np.int64], Floats]:
    """Code points and loose boxes (left, top, right, bottom; y upwards) of all characters of a text page."""
    count = count_chars(textpage)
    codes = np.fromiter(map(unicode_of, repeat(textpage), range(count)), dtype=np.int64, count=count)
    boxes = np.zeros((count, 4), dtype=np.float32)
    base = boxes.ctypes.data
    _run(map(_loose_box, repeat(textpage), range(count), range(base, base + 16 * count, 16)))
    return codes, boxes.astype(np.float64)


def unmapped(textpage: int, count: int) -> npt.NDArray[np.bool_]:
    """The characters whose font does not tell their Unicode; looked for where one in eight shows such a font."""
    if not any(map(_has_map_error, repeat(textpage), range(0, count, _SAMPLE))):
        return np.zeros(count, dtype=np.bool_)
    return np.fromiter(map(_has_map_error, repeat(textpage), range(count)), dtype=np.int32, count=count) == 1


class Scratch:
    """Memory into which pdfium writes small results; one per page being read."""

    def __init__(self) -> None:
        self._floats = np.zeros(6, dtype=np.float32)
        self._uints = np.zeros(4, dtype=np.uint32)
        f, u = self._floats.ctypes.data, self._uints.ctypes.data
        self._f = (f, f + 4, f + 8, f + 12)
        self._u = (u, u + 4, u + 8, u + 12)

    def char_fill(self, textpage: int, index: int) -> tuple[int, ...] | None:
        """Red, green, blue, alpha of a character, 0 to 255; None where pdfium cannot say."""
        return tuple(self._uints.tolist()) if _char_fill(textpage, index, *self._u) else None

    def fill(self, item: int) -> tuple[int, ...] | None:
        """Red, green, blue, alpha by which an object is filled."""
        return tuple(self._uints.tolist()) if _fill_color(item, *self._u) else None

    def stroke(self, item: int) -> tuple[int, ...] | None:
        """Red, green, blue, alpha by which an object is stroked."""
        return tuple(self._uints.tolist()) if _stroke_color(item, *self._u) else None

    def bounds(self, item: int) -> tuple[float, float, float, float] | None:
        """Left, bottom, right, top of an object in the space of its page or form."""
        if not _bounds(item, *self._f):
            return None
        left, bottom, right, top = self._floats.tolist()[:4]
        return left, bottom, right, top

    def matrix(self, item: int) -> tuple[float, float, float, float, float, float] | None:
        """The object's transformation (a, b, c, d, e, f)."""
        if not _matrix(item, self._f[0]):
            return None
        a, b, c, d, e, f = self._floats.tolist()
        return a, b, c, d, e, f

    def draw_mode(self, item: int) -> tuple[bool, bool]:
        """Whether a path is filled, and whether it is stroked."""
        if not _draw_mode(item, self._u[0], self._u[1]):
            return False, False
        return bool(self._uints[0]), bool(self._uints[1])

    def point(self, segment: int) -> tuple[float, float]:
        """The end point of a path segment, before the path's matrix."""
        _segment_point(segment, self._f[0], self._f[1])
        x, y = self._floats.tolist()[:2]
        return x, y


def text_looks(items: list[int]) -> tuple[Floats, npt.NDArray[np.uint32], npt.NDArray[np.int32]]:
    """Matrices (n × 6), fill colours (n × 4, red green blue alpha) and render modes (n) of text objects."""
    matrices = np.zeros((len(items), 6), dtype=np.float32)
    colors = np.zeros((len(items), 4), dtype=np.uint32)
    colors[:, 3] = 255
    m, c, count = matrices.ctypes.data, colors.ctypes.data, 16 * len(items)
    _run(map(_matrix, items, range(m, m + 24 * len(items), 24)))
    channels = [range(c + at, c + at + count, 16) for at in (0, 4, 8, 12)]
    _run(map(_fill_color, items, *channels))
    modes = np.fromiter(map(render_mode, items), dtype=np.int32, count=len(items))
    return matrices.astype(np.float64), colors, modes
