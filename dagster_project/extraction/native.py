"""Bindings to pdfium that cost a quarter of the usual ones: many calls at once, numbers out.

The bindings of pypdfium2 wrap each pointer in an object. Reading a page takes some four thousand calls, so that these
wrappers would be most of the work. Here the same functions of the same library are mapped over all objects or
characters of a page, with arguments that are ready for C beforehand: an :data:`Argument` for each pdfium object, and
one for each row of a block of memory, which numpy reads when the block is full. Nothing here interprets what it reads.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium
from pypdfium2 import PdfiumError

_ADDRESS, _INT, _UINT, _FLOAT = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint, ctypes.c_float
_BLOCK = 1024
"""Calls whose results are read together."""
_ROW_BYTES = 24
_SURROGATES, _PRIVATE, _SPECIALS = 0xD800, 0xE000, 0xFFF0
_SAMPLE = 8
"""Fonts without Unicode print more than one character in this many."""

Argument = Any
"""The address of a pdfium object, ready to be passed. What it points to must outlive every use."""
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Box = tuple[float, float, float, float]
"""x0, y0, x1, y1; y upwards."""
Order = tuple[int, ...]
"""Place of an object among those of its page, then among those of its form and so on: the order of painting."""

argument: Callable[[int | None], Argument] = ctypes.c_void_p.from_param


def _bind(name: str, result: Any) -> Callable[..., Any]:
    """A function of pdfium that takes :data:`Argument` and int alone; the types of arguments are not looked at."""
    address = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value
    if address is None:  # a library without the function would already have failed in getattr
        raise ImportError(f"pdfium lacks {name}")
    return ctypes.PYFUNCTYPE(result)(address)


_count_chars = _bind("FPDFText_CountChars", _INT)
_get_text = _bind("FPDFText_GetText", _INT)
_unicode = _bind("FPDFText_GetUnicode", _UINT)
_is_generated = _bind("FPDFText_IsGenerated", _INT)
_char_angle = _bind("FPDFText_GetCharAngle", _FLOAT)
_has_map_error = _bind("FPDFText_HasUnicodeMapError", _INT)
_loose_box = _bind("FPDFText_GetLooseCharBox", _INT)
_char_fill = _bind("FPDFText_GetFillColor", _INT)
_text_object = _bind("FPDFText_GetTextObject", _ADDRESS)

_count_objects = _bind("FPDFPage_CountObjects", _INT)
_object = _bind("FPDFPage_GetObject", _ADDRESS)
_count_form_objects = _bind("FPDFFormObj_CountObjects", _INT)
_form_object = _bind("FPDFFormObj_GetObject", _ADDRESS)
_type = _bind("FPDFPageObj_GetType", _INT)
_render_mode = _bind("FPDFTextObj_GetTextRenderMode", _INT)
_has_transparency = _bind("FPDFPageObj_HasTransparency", _INT)
_fill_color = _bind("FPDFPageObj_GetFillColor", _INT)
_stroke_color = _bind("FPDFPageObj_GetStrokeColor", _INT)
_bounds = _bind("FPDFPageObj_GetBounds", _INT)
_matrix = _bind("FPDFPageObj_GetMatrix", _INT)
_draw_mode = _bind("FPDFPath_GetDrawMode", _INT)
_count_segments = _bind("FPDFPath_CountSegments", _INT)
_segment = _bind("FPDFPath_GetPathSegment", _ADDRESS)
_clip_path = _bind("FPDFPageObj_GetClipPath", _ADDRESS)
_count_clips = _bind("FPDFClipPath_CountPaths", _INT)
_count_clip_segments = _bind("FPDFClipPath_CountPathSegments", _INT)
_clip_segment = _bind("FPDFClipPath_GetPathSegment", _ADDRESS)
_segment_type = _bind("FPDFPathSegment_GetType", _INT)
_segment_closes = _bind("FPDFPathSegment_GetClose", _INT)
_segment_point = _bind("FPDFPathSegment_GetPoint", _INT)


class _Rows(threading.local):
    """Memory for the results of a block of calls, and arguments that point into each of its rows."""

    def __init__(self) -> None:
        self.memory = ctypes.create_string_buffer(_BLOCK * _ROW_BYTES)
        four = [[ctypes.byref(self.memory, 16 * row + at) for row in range(_BLOCK)] for at in (0, 4, 8, 12)]
        self.one, self.two, self.four = four[:1], four[:2], four
        self.six = [[ctypes.byref(self.memory, 24 * row) for row in range(_BLOCK)]]
        quarters = np.frombuffer(memoryview(self.memory), dtype=np.uint32)
        self.colors = quarters[: 4 * _BLOCK].reshape(_BLOCK, 4)
        self.boxes = self.colors.view(np.float32)
        self.matrices = quarters.view(np.float32).reshape(_BLOCK, 6)


_ROWS = _Rows()


class Colors(NamedTuple):
    """Red, green, blue and alpha (n × 4, each 0 to 255), and where pdfium knows them; zeros elsewhere."""

    values: npt.NDArray[np.uint32]
    known: Mask


def _written(
    call: Callable[..., Any],
    items: Sequence[Any],
    rows: list[list[Any]],
    memory: npt.NDArray[Any],
    *first: Argument,
) -> tuple[npt.NDArray[Any], Mask]:
    """Call for each item with its row of memory; return the rows and the successes; zeros where pdfium failed.

    ``rows`` are the arguments for each row, one list per pointer that pdfium asks for; ``memory`` is n × width;
    ``first`` comes before the item.
    """
    blocks: list[npt.NDArray[Any]] = []
    done: list[int] = []
    for start in range(0, len(items), _BLOCK):
        block = items[start : start + _BLOCK]
        used = memory[: len(block)]
        used[:] = 0
        done += map(call, *map(repeat, first), block, *rows)
        blocks.append(used.copy())
    read = blocks[0] if len(blocks) == 1 else np.concatenate(blocks or [memory[:0]])
    return read, np.frombuffer(bytearray(done), dtype=np.bool_)


def argument_of(handle: Any) -> Argument:
    """The argument for a raw pypdfium2 handle."""
    return argument(ctypes.cast(handle, ctypes.c_void_p).value)


@contextmanager
def text_of(raw_page: Any) -> Iterator[Argument]:
    """The text page of a page, closed in the end.

    Raises:
        PdfiumError: pdfium cannot read it.
    """
    handle = pdfium.FPDFText_LoadPage(raw_page)
    if not handle:
        raise PdfiumError("Failed to load text page.")
    try:
        yield argument_of(handle)
    finally:
        pdfium.FPDFText_ClosePage(handle)


def read_codes(textpage: Argument) -> npt.NDArray[np.int64]:
    """Code points of all characters of a text page, from its text at once where that has one unit for each.

    The text leaves out characters beyond the Basic Multilingual Plane and those without Unicode.
    """
    count = _count_chars(textpage)
    units = np.zeros(count + 1, dtype=np.uint16)
    if _get_text(textpage, 0, count, argument(units.ctypes.data)) != count + 1:
        return np.array(list(map(_unicode, repeat(textpage), range(count))), dtype=np.int64)
    codes = units[:count].astype(np.int64)
    for place in np.flatnonzero((codes >= _SURROGATES) & ((codes < _PRIVATE) | (codes >= _SPECIALS))).tolist():
        codes[place] = _unicode(textpage, place)  # A hyphen at the end of a line, which the text writes as U+FFFE.
    return codes


def loose_boxes(textpage: Argument, places: Sequence[int]) -> Floats:
    """Loose boxes (left, top, right, bottom; y upwards) of the characters at these places."""
    boxes, _ = _written(_loose_box, places, _ROWS.one, _ROWS.boxes, textpage)
    return boxes.astype(np.float64)


def are_generated(textpage: Argument, places: Iterable[int]) -> Mask:
    """Whether pdfium made the characters at these places up: spaces and ends of lines by its own idea of words."""
    generated: Mask = np.array(list(map(_is_generated, repeat(textpage), places)), dtype=np.int64) == 1
    return generated


def unmapped(textpage: Argument, count: int) -> Mask:
    """The characters whose font does not tell their Unicode; looked for where one in eight shows such a font."""
    if not any(map(_has_map_error, repeat(textpage), range(0, count, _SAMPLE))):
        return np.zeros(count, dtype=np.bool_)
    found: Mask = np.array(list(map(_has_map_error, repeat(textpage), range(count))), dtype=np.int64) == 1
    return found


def char_angles(textpage: Argument, places: Iterable[int]) -> Floats:
    """Angles of the characters at these places, clockwise in radians."""
    return np.array(list(map(_char_angle, repeat(textpage), places)), dtype=np.float64)


def char_looks(textpage: Argument, places: list[int]) -> tuple[npt.NDArray[np.int64], Colors]:
    """Render modes (-1 where no text object is behind it) and fill colours of the characters at these places."""
    modes = list(map(_render_mode, map(argument, map(_text_object, repeat(textpage), places))))
    colors, known = _written(_char_fill, places, _ROWS.four, _ROWS.colors, textpage)
    return np.array(modes, dtype=np.int64), Colors(colors, known)


def text_object(textpage: Argument, place: int) -> int:
    """The address of the text object that draws the character at a place."""
    return int(_text_object(textpage, place) or 0)


def page_objects(page: Argument) -> list[Argument]:
    """The objects of a page, in the order in which they are drawn."""
    return list(map(argument, map(_object, repeat(page), range(_count_objects(page)))))


def form_objects(form: Argument) -> list[Argument]:
    """The objects of a form, in the order in which they are drawn."""
    places = map(ctypes.c_ulong.from_param, range(_count_form_objects(form)))
    return list(map(argument, map(_form_object, repeat(form), places)))


def drawing_orders(page: Argument, deepest: int = 8) -> dict[int, Order]:
    """The place of each object of a page, by its address, in the order of painting; what is in its forms included."""
    orders: dict[int, Order] = {}

    def note(addresses: list[int | None], form: Order) -> None:
        """Note the objects of the page, or of the form in that place, and go down into forms among them."""
        for at, address in enumerate(addresses):
            order = (*form, at)
            orders[address or 0] = order
            item = argument(address)
            if len(order) <= deepest and _type(item) == pdfium.FPDF_PAGEOBJ_FORM:
                places = map(ctypes.c_ulong.from_param, range(_count_form_objects(item)))
                note(list(map(_form_object, repeat(item), places)), order)

    note(list(map(_object, repeat(page), range(_count_objects(page)))), ())
    return orders


def take_away(raw_page: Any, address: int) -> None:
    """Take an object off a page, as long as the page is open."""
    item = ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)
    if pdfium.FPDFPage_RemoveObject(raw_page, item):
        pdfium.FPDFPageObj_Destroy(item)


def types_of(items: Iterable[Argument]) -> list[int]:
    """What objects are (``FPDF_PAGEOBJ_…``)."""
    return list(map(_type, items))


def render_modes(items: Iterable[Argument]) -> list[int]:
    """How text objects are shown, 0 to 7; -1 for other objects."""
    return list(map(_render_mode, items))


def are_transparent(items: Iterable[Argument]) -> list[bool]:
    """Whether what lies behind objects shows through them."""
    return [bool(found) for found in map(_has_transparency, items)]


def fills(items: Sequence[Argument]) -> Colors:
    """Colours by which objects are filled."""
    return Colors(*_written(_fill_color, items, _ROWS.four, _ROWS.colors))


def strokes(items: Sequence[Argument]) -> Colors:
    """Colours by which objects are stroked."""
    return Colors(*_written(_stroke_color, items, _ROWS.four, _ROWS.colors))


def bounds(items: Sequence[Argument]) -> tuple[Floats, Mask]:
    """Boxes (left, bottom, right, top) of objects in the space of their page or form, and where there is one."""
    boxes, known = _written(_bounds, items, _ROWS.four, _ROWS.boxes)
    return boxes.astype(np.float64), known


def matrices(items: Sequence[Argument]) -> tuple[Floats, Mask]:
    """Transformations (a, b, c, d, e, f) of objects, and where there is one."""
    found, known = _written(_matrix, items, _ROWS.six, _ROWS.matrices)
    return found.astype(np.float64), known


def draw_modes(paths: Sequence[Argument]) -> tuple[Mask, Mask]:
    """Whether paths are filled, and whether they are stroked."""
    modes, _ = _written(_draw_mode, paths, _ROWS.two, _ROWS.colors)
    return modes[:, 0] != 0, modes[:, 1] != 0


def clip_boxes(item: Argument, most: int = 5) -> list[Box] | None:
    """Boxes (x0, y0, x1, y1) of the paths that clip an object; None where one has more than ``most`` segments."""
    clip = argument(_clip_path(item))
    boxes: list[Box] = []
    for at in range(max(_count_clips(clip), 0)):
        count = _count_clip_segments(clip, at)
        if count > most:
            return None
        found = list(map(argument, map(_clip_segment, repeat(clip), repeat(at), range(count))))
        points = _written(_segment_point, found, _ROWS.two, _ROWS.boxes)[0][:, :2].astype(np.float64)
        if count:
            (x0, y0), (x1, y1) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
            boxes.append((x0, y0, x1, y1))
    return boxes


def count_segments(paths: Iterable[Argument]) -> list[int]:
    """Numbers of segments of paths."""
    return list(map(_count_segments, paths))


def segments(path: Argument, count: int) -> tuple[Floats, list[int], list[int]]:
    """The first segments of a path: end points (n × 2) before its matrix, types, and whether they close a piece."""
    found = list(map(argument, map(_segment, repeat(path), range(count))))
    points, _ = _written(_segment_point, found, _ROWS.two, _ROWS.boxes)
    return points[:, :2].astype(np.float64), list(map(_segment_type, found)), list(map(_segment_closes, found))
