"""Recognised pieces as characters with boxes, as a text page would give them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from dagster_project.extraction.ocr.ink import Piece
from dagster_project.extraction.ocr.read import Told
from dagster_project.extraction.page import NO_CHARS, Chars

_SUREST = 0.999
"""Confidence 1 is that of a text layer."""
_LIKE = 1.3
"""Lines whose heights differ by less are set in one size: a line of digits is lower than one of ideographs."""
_PICTURE_NOISE = 0.5
"""Mean probability below which a piece outside of all tables is taken for a part of a picture."""


def placed(pieces: Sequence[Piece], told: Sequence[Told], scale: float) -> Chars:
    """Characters with boxes in points; those of a piece touch one another unless a space was read between them."""
    kept = [(p, t) for p, t in zip(pieces, told, strict=True) if is_kept(p, t)]
    if not kept:
        return NO_CHARS
    heights = _even_heights(np.array([p.line[1] - p.line[0] for p, _ in kept], dtype=np.float64))
    texts: list[str] = []
    boxes: list[tuple[float, float, float, float]] = []
    spaced: list[bool] = []
    sure: list[float] = []
    for (piece, said), height in zip(kept, heights.tolist(), strict=True):
        middle = (piece.line[0] + piece.line[1]) / 2
        edges = _edges(said.middles, piece.x0, piece.x1)
        after_space = False
        for i, (text, confidence) in enumerate(zip(said.text, said.confidences, strict=True)):
            if text.isspace():
                after_space = True
                continue
            texts.append(text)
            boxes.append((edges[i], middle - height / 2, edges[i + 1], middle + height / 2))
            spaced.append(after_space)
            sure.append(min(confidence, _SUREST))
            after_space = False
    return Chars(
        "".join(texts), np.array(boxes).reshape(-1, 4) / scale, np.array(spaced, dtype=np.bool_), np.array(sure)
    )


def is_kept(piece: Piece, said: Told) -> bool:
    """Whether a piece counts as text: all that stands in a cell does, elsewhere what the recogniser makes sense of."""
    return bool(said.text) and (piece.region >= 0 or said.probability >= _PICTURE_NOISE)


def _edges(middles: Sequence[float], x0: int, x1: int) -> list[float]:
    """Borders between characters, half way between their middles."""
    inner = [x0 + (a + b) / 2 * (x1 - x0) for a, b in itertools.pairwise(middles)]
    return [float(x0), *inner, float(x1)]


def _even_heights(heights: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Give lines of like height one height: the larger of them, which shows the full size of the print."""
    order = np.argsort(-heights)
    even = heights.copy()
    size = 0.0
    for i in order.tolist():
        if heights[i] * _LIKE < size or size == 0.0:
            size = float(heights[i])
        even[i] = size
    return even
