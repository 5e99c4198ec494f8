"""The path, image and text objects of a page, walked once, form XObjects included; boxes in user space."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

from dagster_project.extraction import native
from dagster_project.extraction.lids import Lid, clipped
from dagster_project.extraction.native import Argument, Colors, Floats, Mask, Order

_THIN = 3.2
"""Points: a filled shape no thicker than this is a ruling."""
_SHORTEST = 0.3
"""Points: what is not longer than this is a dot, not a ruling."""
PALE = 190
"""A text colour of at least this luminance (0–255) deserves a look: grey print, a watermark or hidden."""
WHITE = 235
"""On a light ground, text of at least this luminance is not seen."""
_DARK = 140
"""A ground below this luminance shows pale text."""
_MAX_FORM_DEPTH = 8
_MAX_SEGMENTS = 20_000
INVISIBLE_MODES = (3, 7)
"""Text render modes that paint nothing."""
_BLACK = np.array([0, 0, 0, 255], dtype=np.uint32)
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Matrix = tuple[float, float, float, float, float, float]
Box = native.Box


class PageObjects:
    """Rulings, dark areas and counts of a page, and whether its text needs a closer look.

    Attributes:
        dark_areas: filled boxes on which pale text is readable.
        images: boxes of the images.
        covers: those of them that are opaque and drawn after text.
        lids: filled, opaque rectangles drawn after text.
        uniform: all text is visible and dark: no character needs a look of its own.
        upright: all text runs from left to right in user space.
    """

    def __init__(self, raw_page: Any, own: int | None = None) -> None:
        """Walk a page; what lies behind its first ``own`` objects (None: all are its own) is an annotation.

        Borders of notes and fields rule no table.
        """
        self._rulings: list[Floats] = []
        self.dark_areas: list[Box] = []
        self.images: list[Box] = []
        self.covers: list[Box] = []
        self.lids: list[Lid] = []
        self.path_count = 0
        self.image_count = 0
        self.uniform = True
        self.upright = True
        self._has_text = False
        objects = native.page_objects(native.argument_of(raw_page))
        self._walk(objects[:own], _IDENTITY)
        if objects[len(objects[:own]) :]:
            rulings, lids = list(self._rulings), list(self.lids)
            self._walk(objects[len(objects[:own]) :], _IDENTITY, first=len(objects[:own]))
            self._rulings, self.lids = rulings, lids

    @property
    def rulings(self) -> Floats:
        """Boxes (x0, y0, x1, y1; n × 4) of visible lines, in user space."""
        return np.concatenate(self._rulings) if self._rulings else np.zeros((0, 4))

    def _walk(self, objects: list[Argument], matrix: Matrix, form: Order = (), first: int = 0) -> None:
        """Walk the objects of a page, from its ``first`` on, or those of the form in that place."""
        modes = native.render_modes(objects)
        texts = [item for item, mode in zip(objects, modes, strict=True) if mode >= 0]
        places = [at for at, mode in enumerate(modes) if mode < 0]
        others = [objects[at] for at in places]
        kinds = native.types_of(others)
        paths = [item for item, kind in zip(others, kinds, strict=True) if kind == pdfium.FPDF_PAGEOBJ_PATH]
        self.path_count += len(paths)
        images = [item for item, kind in zip(others, kinds, strict=True) if kind == pdfium.FPDF_PAGEOBJ_IMAGE]
        self.image_count += len(images)
        if images:
            first_text = next((objects.index(text) for text in texts[:1]), len(objects))
            self._note_images(images, [objects.index(image) > first_text for image in images], matrix)
        if any(mode in modes for mode in INVISIBLE_MODES):
            self.uniform = False
        if texts:
            self._note_texts(texts, matrix)
        if paths:
            orders = [(*form, first + at) for at, k in zip(places, kinds, strict=True) if k == pdfium.FPDF_PAGEOBJ_PATH]
            forms = [at for at, kind in zip(places, kinds, strict=True) if kind == pdfium.FPDF_PAGEOBJ_FORM]
            since = min([at for at, mode in enumerate(modes) if mode >= 0][:1] + forms[:1], default=len(objects))
            self._note_paths(paths, matrix, orders, (*form, -1) if self._has_text else (*form, first + since))
        self._has_text = self._has_text or bool(texts)
        if len(form) < _MAX_FORM_DEPTH:
            for at, kind in zip(places, kinds, strict=True):
                if kind == pdfium.FPDF_PAGEOBJ_FORM:
                    inner = product(_matrix_of(objects[at]), matrix)
                    self._walk(native.form_objects(objects[at]), inner, (*form, first + at))

    def _note_texts(self, texts: list[Argument], matrix: Matrix) -> None:
        if bool((luminances(native.fills(texts)) >= PALE).any()):
            self.uniform = False
        a, b, c, d = native.matrices(texts)[0].T[:4]
        if matrix != _IDENTITY:
            g, h, i, j = matrix[:4]
            a, b, c, d = a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j
        # A slanted look (c) is an italic, not another direction.
        if not bool(((a > 0) & (d > 0) & (abs(b) < 0.03 * a) & (abs(c) < 0.5 * d)).all()):
            self.upright = False

    def _note_images(self, images: list[Argument], after_text: list[bool], matrix: Matrix) -> None:
        bounds, known = native.bounds(images)
        boxes = _moved(bounds, matrix).tolist()
        for (x0, y0, x1, y1), found, late, clear in zip(
            boxes, known.tolist(), after_text, native.are_transparent(images), strict=True
        ):
            if found:
                self.images.append((x0, y0, x1, y1))
                if late and not clear:
                    self.covers.append((x0, y0, x1, y1))

    def _note_paths(self, paths: list[Argument], matrix: Matrix, orders: list[Order], text_since: Order) -> None:
        looks = _PathLooks.of(paths)
        boxes = _moved(looks.boxes, matrix)
        thin = np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) <= _THIN
        self._add_rulings(boxes[looks.visible & thin])
        for at in np.flatnonzero(looks.opaque & ~thin).tolist():
            if orders[at] > text_since:
                self._note_lid(paths[at], looks.boxes[at].tolist(), matrix, orders[at])
        for at in np.flatnonzero(looks.visible & ~thin).tolist():
            path, stroked = paths[at], bool(looks.stroked[at])
            count = native.count_segments([path])[0]
            if stroked or count > 5:
                self._split_path(path, count, stroked, product(_matrix_of(path), matrix))
            elif looks.is_dark(at):
                x0, y0, x1, y1 = boxes[at].tolist()
                self.dark_areas.append((x0, y0, x1, y1))

    def _note_lid(self, path: Argument, box: list[float], matrix: Matrix, order: Order) -> None:
        """A rectangle hides what is below it, as far as its clip lets it, unless the one shows through the other."""
        if native.count_segments([path])[0] > 5 or native.are_transparent([path])[0]:
            return
        clips = native.clip_boxes(path)
        shown = None if clips is None else clipped((box[0], box[1], box[2], box[3]), clips)
        if shown is not None:
            x0, y0, x1, y1 = _moved(np.array([shown]), matrix)[0].tolist()
            self.lids.append(Lid((x0, y0, x1, y1), order))

    def _add_rulings(self, boxes: Floats) -> None:
        long = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) > _SHORTEST
        self._rulings.append(boxes[long])

    def _split_path(self, path: Argument, count: int, stroked: bool, matrix: Matrix) -> None:
        """A path of many pieces: thin pieces are rulings, and so are the straight sides of stroked ones."""
        rulings: list[Box] = []
        for points in _pieces(path, count, matrix):
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            box = (min(xs), min(ys), max(xs), max(ys))
            if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
                rulings.append(box)
            elif stroked:
                for (ax, ay), (bx, by) in pairwise(points):
                    if abs(ax - bx) <= 1 or abs(ay - by) <= 1:
                        rulings.append((min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))
        self._add_rulings(np.array(rulings).reshape(-1, 4))


@dataclass(frozen=True, slots=True)
class _PathLooks:
    """How paths look: their boxes, which a reader sees, which are stroked, which opaque, and the colours of that."""

    boxes: Floats
    visible: Mask
    stroked: Mask
    opaque: Mask
    """Filled with a colour through which nothing shows."""
    colors: Colors

    @classmethod
    def of(cls, paths: list[Argument]) -> _PathLooks:
        """How each path is painted, and where."""
        filled, stroked = native.draw_modes(paths)
        boxes, known = native.bounds(paths)
        colors = native.fills(paths)
        opaque = filled & known & colors.known & (colors.values[:, 3] == 255)
        if stroked.any():
            lines = np.flatnonzero(stroked)
            colors.values[lines], colors.known[lines] = native.strokes([paths[at] for at in lines.tolist()])
        red, green, blue, alpha = colors.values.T
        # A white or fully transparent line rules nothing that a reader sees.
        unseen = (alpha < 10) | (np.minimum(np.minimum(red, green), blue) > 250)
        return cls(boxes, (filled | stroked) & known & ~(unseen & colors.known), stroked, opaque, colors)

    def is_dark(self, at: int) -> bool:
        """Whether pale text can be read on this shape."""
        one = Colors(self.colors.values[at : at + 1], self.colors.known[at : at + 1])
        return bool(one.known[0]) and int(one.values[0, 3]) > 127 and int(luminances(one)[0]) < _DARK


def _pieces(path: Argument, count: int, matrix: Matrix) -> list[list[tuple[float, float]]]:
    """Corner points of each piece of a path; a closed piece ends where it began; curves break a piece."""
    points, types, closes = native.segments(path, min(count, _MAX_SEGMENTS))
    xs, ys = _applied(points[:, 0], points[:, 1], matrix)
    pieces: list[list[tuple[float, float]]] = []
    for point, kind, closing in zip(zip(xs.tolist(), ys.tolist(), strict=True), types, closes, strict=True):
        if pieces and kind == pdfium.FPDF_SEGMENT_LINETO:
            pieces[-1].append(point)
        else:
            pieces.append([point])
        if closing and len(pieces[-1]) > 2:
            pieces[-1].append(pieces[-1][0])
    return [p for p in pieces if len(p) > 1]


def luminances(colors: Colors) -> npt.NDArray[np.int64]:
    """Luminances of colours laid over white, 0 (black) to 255; 0 where the colour is not known."""
    if (colors.values == _BLACK).all():  # As most print is.
        return np.zeros(len(colors.known), dtype=np.int64)
    red, green, blue, alpha = colors.values.astype(np.int64).T
    solid = (299 * red + 587 * green + 114 * blue) // 1000
    result: npt.NDArray[np.int64] = np.where(colors.known, 255 - (255 - solid) * alpha // 255, 0)
    return result


def product(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that applies ``first``, then ``second``."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _matrix_of(item: Argument) -> Matrix:
    matrix, known = native.matrices([item])
    if not known[0]:
        return _IDENTITY
    a, b, c, d, e, f = matrix[0].tolist()
    return a, b, c, d, e, f


def _applied(x: Floats, y: Floats, matrix: Matrix) -> tuple[Floats, Floats]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _moved(boxes: Floats, matrix: Matrix) -> Floats:
    """Boxes (n × 4) around the turned corners of others."""
    if matrix == _IDENTITY:
        return boxes
    xs, ys = _applied(boxes[:, [0, 0, 2, 2]], boxes[:, [1, 3, 1, 3]], matrix)
    return np.stack((xs.min(axis=1), ys.min(axis=1), xs.max(axis=1), ys.max(axis=1)), axis=1)
