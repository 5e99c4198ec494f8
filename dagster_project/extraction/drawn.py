"""Digits as a page draws them, held against the digits that its text layer tells.

A font whose table of characters calls its 3 an 8 makes every figure of a document wrong, and nobody who reads the
text layer can see it. So a few digits of each page are drawn, each text object alone, and compared with the shapes
of digits as fonts draw them. A shape that resembles another digit far more is a suspicion, no more: typefaces differ.
What then decides is the recogniser (see ``ocr.misnamed``), which costs too much to be asked of every page.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

from dagster_project.extraction import native
from dagster_project.extraction.native import Argument, Floats

_SHAPES = Path(__file__).parent / "digit_shapes.csv"
_VARIANTS = 3
"""Shapes of each digit: a 1 has a foot or none, a 4 is open or closed."""
_ROWS, _COLUMNS = 12, 10
"""Of a shape: as high as the digit, which stands in its middle at its own width."""
_FINE = 2
"""Points of a drawing that each field of a shape sums up, along either side."""
_FEWEST_FIRST, _FEWEST = 20, 100
"""Digits of a page, before and after there are enough: fewer are page numbers and dates, or few figures among prose."""
_ENOUGH = 24
"""Digits of a document that tell its main font; later pages are looked at in case that they have another one."""
_FIRST, _LATER = 10, 2
"""Digits of a page that are drawn, before and after there are enough."""
_PIXELS = 22.0
"""Height at which a line of text is drawn."""
_OBJECTS = 6
"""Text objects of a page that are drawn at most."""
_LARGEST, _LARGEST_FIRST = 40_000, 100_000
"""Pixels of a drawing: beyond it an object is dear; before there are enough digits it may cost more."""
_INK = 64
_LIKE = 0.6
"""Correlation from which on a shape is that of a digit."""
_LIKER = 0.08
"""By so much more than with the digit told, a shape correlates with another one."""
_MANY = 200
"""Digits among which each of the ten occurs: one that does not has been given the name of another."""
_FEWEST_ODD, _ODD_SHARE = 2, 0.3
"""Drawings of a digit in a document that look otherwise: two digits may have been given one name."""

Alpha = npt.NDArray[np.uint8]


class DrawnDigit(NamedTuple):
    """One digit: what the text layer calls it, and what is drawn in its place (``_ROWS`` × ``_COLUMNS``)."""

    told: int
    shape: Floats


class PrintedChars(NamedTuple):
    """Characters of a page that run in one direction, ``quarter`` clockwise turns from upright."""

    places: npt.NDArray[np.int64]
    """Of each in the text page."""
    codes: npt.NDArray[np.int64]
    boxes: Floats
    """x0, y0, x1, y1 in user space, y upwards."""
    quarter: int


def drawn_digits(page: Any, text: Argument, chars: PrintedChars, known: int = 0) -> list[DrawnDigit]:
    """Draw a few digits of a pypdfium2 page with an open text page; fewer where many of its document are ``known``."""
    digits = ((chars.codes >= ord("0")) & (chars.codes <= ord("9"))).nonzero()[0]
    is_known = known >= _ENOUGH
    if len(digits) < (_FEWEST if is_known else _FEWEST_FIRST):
        return []
    chosen: dict[int, list[int]] = {}
    middle = len(digits) // 2
    for i in digits[middle : middle + (_LATER if is_known else _FIRST)].tolist():
        address = native.text_object(text, int(chars.places[i]))
        if address not in chosen and len(chosen) == _OBJECTS:
            break
        chosen.setdefault(address, []).append(i)
    largest = _LARGEST if is_known else _LARGEST_FIRST
    crops = (crop for address, own in chosen.items() for crop in _crops(page, address, own, chars, largest))
    upright = ((told, np.rot90(crop, -chars.quarter) if chars.quarter else crop) for told, crop in crops)
    shapes = ((told, _shape_of(crop)) for told, crop in upright)
    return [DrawnDigit(told, shape) for told, shape in shapes if shape is not None]


def _crops(page: Any, address: int, own: list[int], chars: PrintedChars, largest: int) -> Iterator[tuple[int, Alpha]]:
    """The digits ``own`` of a text object, each cut out of a drawing of it; none where they are not its own."""
    left, bottom, right, top = native.bounds([native.argument(address)])[0][0].tolist()
    boxes = chars.boxes[own].tolist()
    # An object within a form has other coordinates than the page.
    if not all(2 * left < a + c < 2 * right and 2 * bottom < b + d < 2 * top for a, b, c, d in boxes):
        return
    side = chars.quarter % 2
    scale = _PIXELS / max(boxes[0][3 - side] - boxes[0][1 - side], 1.0)
    if (right - left) * (top - bottom) * scale * scale > largest:
        return
    drawing = _drawing(page, address, scale)
    if drawing is None:
        return
    x0, y1 = math.floor(left * scale), math.ceil(top * scale)
    for code, (a, b, c, d) in zip(chars.codes[own].tolist(), boxes, strict=True):
        rows = slice(max(round(y1 - d * scale), 0), max(round(y1 - b * scale), 0))
        columns = slice(max(round(a * scale - x0), 0), max(round(c * scale - x0), 0))
        yield code - ord("0"), drawing[rows, columns]


def _drawing(page: Any, address: int, scale: float) -> Alpha | None:
    """The opacity of a text object drawn alone, as large as its bounds times ``scale``, rounded outwards."""
    item = ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)
    bitmap = pdfium.FPDFTextObj_GetRenderedBitmap(page.pdf.raw, page.raw, item, scale)
    if not bitmap:
        return None
    try:
        width, height = pdfium.FPDFBitmap_GetWidth(bitmap), pdfium.FPDFBitmap_GetHeight(bitmap)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        data = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return np.frombuffer(data, dtype=np.uint8).reshape(height, stride)[:, 3 : 4 * width : 4]


def _shape_of(crop: Alpha) -> Floats | None:
    """The drawing of one character at the size of shapes; None for a blank or a flat one."""
    ink = crop > _INK
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if len(rows) < _ROWS // 2:
        return None
    height, width = int(rows[-1] - rows[0]) + 1, int(columns[-1] - columns[0]) + 1
    across = min(max(round(width * _ROWS / height), 1), _COLUMNS)
    y, x = rows[0] + _spread(height, _ROWS), columns[0] + _spread(width, across)
    shape = np.zeros((_ROWS, _COLUMNS))
    left = (_COLUMNS - across) // 2
    shape[:, left : left + across] = crop[y[:, None], x].reshape(_ROWS, _FINE, across, _FINE).sum(axis=(1, 3))
    return shape


@lru_cache(maxsize=1024)
def _spread(pixels: int, fields: int) -> npt.NDArray[np.int64]:
    """Of a row of pixels, those under the middles of the points that fields along it sum up."""
    points = _FINE * fields
    return (2 * np.arange(points) + 1) * pixels // (2 * points)


def count_digits(codes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """How many of each digit are among code points."""
    return np.bincount(codes[(codes >= ord("0")) & (codes <= ord("9"))] - ord("0"), minlength=10)


def suspects(drawn: list[DrawnDigit], counts: npt.NDArray[np.int64]) -> set[int]:
    """The digits told of shapes that resemble other digits far more; every one where a text of many has none of a kind.

    Args:
        drawn: what was drawn of a document.
        counts: how many of each digit its text tells.
    """
    if counts.sum() >= _MANY and counts.min() == 0:
        return set(range(10))
    return _odd_looking(drawn) if drawn else set()


def _odd_looking(drawn: list[DrawnDigit]) -> set[int]:
    told = np.array([digit.told for digit in drawn])
    likeness = _standard(np.array([digit.shape for digit in drawn])) @ _shapes().T
    likeness = likeness.reshape(-1, 10, _VARIANTS).max(axis=2)
    best, own = likeness.max(axis=1), likeness[np.arange(len(told)), told]
    odd = np.bincount(told[(best >= _LIKE) & (best >= own + _LIKER)], minlength=10)
    found = (odd >= _FEWEST_ODD) & (odd >= _ODD_SHARE * np.bincount(told, minlength=10))
    return set(np.flatnonzero(found).tolist())


@cache
def _shapes() -> Floats:
    """Mean shapes of the ten digits over groups of typefaces, from percents of ink in each field."""
    return _standard(np.loadtxt(_SHAPES, delimiter=",").reshape(-1, _ROWS, _COLUMNS))


def _standard(shapes: Floats) -> Floats:
    """Each shape as a row of mean 0 and length 1, so that products of rows are correlations."""
    flat = shapes.reshape(len(shapes), -1)
    flat = flat - flat.mean(axis=1, keepdims=True)
    return np.asarray(flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-9))
