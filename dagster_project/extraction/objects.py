"""The path, image and text objects of a page, walked once, form XObjects included; boxes in user space."""

from __future__ import annotations

from itertools import pairwise, repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

from dagster_project.extraction import native

_THIN = 3.2
"""Points: a filled shape no thicker than this is a ruling."""
PALE = 190
"""A text colour of at least this luminance (0–255) deserves a look: grey print, a watermark or hidden."""
WHITE = 235
"""On a light ground, text of at least this luminance is not seen."""
_DARK = 140
"""A ground below this luminance shows pale text."""
_MAX_FORM_DEPTH = 8
_MAX_SEGMENTS = 20_000
_INVISIBLE_MODES = (3, 7)
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]


class PageObjects:
    """Rulings, dark areas and counts of a page, and whether its text needs a closer look.

    Attributes:
        rulings: boxes (x0, y0, x1, y1) of visible lines, in user space.
        dark_areas: filled boxes on which pale text is readable.
        images: boxes of the images.
        covers: those of them that are opaque and drawn after text.
        uniform: all text is visible and dark: no character needs a look of its own.
        upright: all text runs from left to right in user space.
    """

    def __init__(self, raw_page: Any) -> None:
        self.rulings: list[Box] = []
        self.dark_areas: list[Box] = []
        self.images: list[Box] = []
        self.covers: list[Box] = []
        self.path_count = 0
        self.image_count = 0
        self.uniform = True
        self.upright = True
        self._scratch = native.Scratch()
        page = native.address_of(raw_page)
        objects = list(map(native.object_at, repeat(page), range(native.count_objects(page))))
        self._walk(objects, _IDENTITY, 0)

    def luminance_of(self, textpage: int, index: int) -> int | None:
        """Return the luminance of a character on white (0 black to 255); None for an invisible one."""
        item = native.text_object_of(textpage, index)
        if item and native.render_mode(item) in _INVISIBLE_MODES:
            return None
        color = self._scratch.char_fill(textpage, index)
        return 0 if color is None else _luminance(*color)

    def _walk(self, objects: list[int], matrix: Matrix, depth: int) -> None:
        kinds = list(map(native.type_of, objects))
        texts = [item for item, kind in zip(objects, kinds, strict=True) if kind == pdfium.FPDF_PAGEOBJ_TEXT]
        for index, (item, kind) in enumerate(zip(objects, kinds, strict=True)):
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self.path_count += 1
                self._note_path(item, matrix)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self.image_count += 1
                self._note_image(item, matrix, after_text=pdfium.FPDF_PAGEOBJ_TEXT in kinds[:index])
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_FORM_DEPTH:
                inner = product(self._scratch.matrix(item) or _IDENTITY, matrix)
                count = native.count_form_objects(item)
                self._walk(list(map(native.form_object_at, repeat(item), range(count))), inner, depth + 1)
        if texts:
            self._note_texts(texts, matrix)

    def _note_texts(self, texts: list[int], matrix: Matrix) -> None:
        matrices, colors, modes = native.text_looks(texts)
        pale = _luminances(colors) >= PALE
        if bool(pale.any()) or bool(np.isin(modes, _INVISIBLE_MODES).any()):
            self.uniform = False
        outer = np.array([[matrix[0], matrix[1]], [matrix[2], matrix[3]]])
        turned = matrices[:, :4].reshape(-1, 2, 2) @ outer
        a, b, c, d = turned[:, 0, 0], turned[:, 0, 1], turned[:, 1, 0], turned[:, 1, 1]
        # A slanted look (c) is an italic, not another direction.
        if not bool(((a > 0) & (d > 0) & (abs(b) < 0.03 * a) & (abs(c) < 0.5 * d)).all()):
            self.upright = False

    def _note_image(self, item: int, matrix: Matrix, *, after_text: bool) -> None:
        bounds = self._scratch.bounds(item)
        if bounds is None:
            return
        self.images.append(_moved(bounds, matrix))
        if after_text and not native.has_transparency(item):
            self.covers.append(self.images[-1])

    def _note_path(self, item: int, matrix: Matrix) -> None:
        filled, stroked = self._scratch.draw_mode(item)
        if not (filled or stroked):
            return
        color = self._scratch.stroke(item) if stroked else self._scratch.fill(item)
        bounds = self._scratch.bounds(item)
        if bounds is None or (color is not None and _invisible(color)):
            return
        box = _moved(bounds, matrix)
        if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
            self._add_ruling(box)
        elif not stroked and native.count_segments(item) <= 5:
            if color is not None and color[3] > 127 and _luminance(*color) < _DARK:
                self.dark_areas.append(box)
        else:
            self._split_path(item, stroked, product(self._scratch.matrix(item) or _IDENTITY, matrix))

    def _add_ruling(self, box: Box) -> None:
        if max(box[2] - box[0], box[3] - box[1]) > 0.3:
            self.rulings.append(box)

    def _split_path(self, item: int, stroked: bool, matrix: Matrix) -> None:
        """A path of many pieces: thin pieces are rulings, and so are the straight sides of stroked ones."""
        for points in self._pieces(item, matrix):
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            box = (min(xs), min(ys), max(xs), max(ys))
            if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
                self._add_ruling(box)
            elif stroked:
                for (ax, ay), (bx, by) in pairwise(points):
                    if abs(ax - bx) <= 1 or abs(ay - by) <= 1:
                        self._add_ruling((min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))

    def _pieces(self, item: int, matrix: Matrix) -> list[list[tuple[float, float]]]:
        """Corner points of each piece of a path; a closed piece ends where it began; curves break a piece."""
        pieces: list[list[tuple[float, float]]] = []
        for index in range(min(native.count_segments(item), _MAX_SEGMENTS)):
            segment = native.segment_at(item, index)
            point = _applied(*self._scratch.point(segment), matrix)
            if pieces and native.segment_type(segment) == pdfium.FPDF_SEGMENT_LINETO:
                pieces[-1].append(point)
            else:
                pieces.append([point])
            if native.segment_closes(segment) and len(pieces[-1]) > 2:
                pieces[-1].append(pieces[-1][0])
        return [p for p in pieces if len(p) > 1]


def _luminance(red: int, green: int, blue: int, alpha: int) -> int:
    """Luminance of a colour laid over white, 0 to 255."""
    return 255 - (255 - (299 * red + 587 * green + 114 * blue) // 1000) * alpha // 255


def _luminances(colors: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
    c = colors.astype(np.int64)
    solid = (299 * c[:, 0] + 587 * c[:, 1] + 114 * c[:, 2]) // 1000
    result: npt.NDArray[np.int64] = 255 - (255 - solid) * c[:, 3] // 255
    return result


def _invisible(color: tuple[int, ...]) -> bool:
    """A white or fully transparent line rules nothing that a reader sees."""
    return color[3] < 10 or min(color[:3]) > 250


def product(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that applies ``first``, then ``second``."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _applied(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _moved(box: Box, matrix: Matrix) -> Box:
    if matrix == _IDENTITY:
        return box
    corners = [_applied(x, y, matrix) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = [p[0] for p in corners], [p[1] for p in corners]
    return min(xs), min(ys), max(xs), max(ys)
