"""Pieces of print read into text; figures are read twice, and what the two readings disagree on is not trusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from dagster_project.extraction.ocr.figures import DOUBT, Figure, as_figure
from dagster_project.extraction.ocr.ink import Piece
from dagster_project.extraction.ocr.picture import Picture
from dagster_project.extraction.ocr.recognize import Reading, recognize

_MARGIN = 0.15
"""Of its height: ground left around a piece."""
_SECOND_MARGIN, _SECOND_STRETCH = 0.3, 1.12
"""The second look at a figure: with more ground around it, and drawn out a little."""
_DISAGREEMENT = 0.2
_DASH = 0.97
"""How sure a flat stroke alone in its cell is a dash."""
UNREADABLE = "\ufffd"
"""Stands for print that the recogniser makes nothing of."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a piece says: its characters, the middle of each (0 to 1 across the piece) and how sure each is."""

    text: str
    middles: tuple[float, ...]
    confidences: tuple[float, ...]
    probability: float
    """Mean probability of its characters as the recogniser gave them."""


def read_pieces(clean: Picture, pieces: Sequence[Piece]) -> list[Told]:
    """Read the pieces of a clean picture; the order is kept, a piece that says nothing has no characters."""
    crops = [crop_of(clean, piece) for piece in pieces]
    readings = recognize(crops)
    figures = [None if piece.is_dash else as_figure(r.text) for piece, r in zip(pieces, readings, strict=True)]
    again = [i for i, figure in enumerate(figures) if figure is not None]
    second = dict(zip(again, recognize([_second_crop(clean, pieces[i]) for i in again]), strict=True))
    told = []
    for i, (piece, reading, figure) in enumerate(zip(pieces, readings, figures, strict=True)):
        if piece.is_streak:
            told.append(Told(UNREADABLE, (0.5,), (0.0,), 0.0))
        elif piece.is_dash:
            sure = DOUBT if piece.is_cut else _DASH
            told.append(Told("-", (0.5,), (sure,), _DASH))
        elif figure is not None:
            told.append(_figure_told(piece, figure, reading, second[i]))
        else:
            told.append(_text_told(piece, reading))
    return told


def crop_of(clean: Picture, piece: Piece, margin: float = _MARGIN) -> Picture:
    """The piece with a margin, of white where its cell's walls are near."""
    around = max(2, round(margin * (piece.y1 - piece.y0)))
    left, right = max(piece.x0 - around, int(piece.limits[0]), 0), min(piece.x1 + around, int(piece.limits[1]) + 1)
    crop = clean[max(piece.y0 - around, 0) : piece.y1 + around, left:right]
    missing = (left - (piece.x0 - around), piece.x1 + around - right)
    return np.pad(crop, ((0, 0), (max(missing[0], 0), max(missing[1], 0))), constant_values=255)


def _second_crop(clean: Picture, piece: Piece) -> Picture:
    crop = crop_of(clean, piece, _SECOND_MARGIN)
    stretched = cv2.resize(crop, None, fx=_SECOND_STRETCH, fy=1.0, interpolation=cv2.INTER_CUBIC)
    return np.asarray(stretched, dtype=np.uint8)


def _figure_told(piece: Piece, figure: Figure, first: Reading, second: Reading) -> Told:
    other = as_figure(second.text)
    confidence = min(first.lowest, second.lowest, figure.bound)
    if other is None or other.text != figure.text:
        confidence = min(confidence, _DISAGREEMENT)
    lacks_sign = piece.is_led_by_dash and figure.text[0].isdigit()
    if piece.is_cut or lacks_sign:
        confidence = min(confidence, DOUBT)
    count = len(figure.text)
    middles = tuple((i + 0.5) / count for i in range(count))
    return Told(figure.text, middles, (confidence,) * count, first.mean)


def _text_told(piece: Piece, reading: Reading) -> Told:
    if not reading.text.strip():
        # Ink in a cell is something; outside of tables, what says nothing is dirt or a picture.
        return Told(UNREADABLE, (0.5,), (0.0,), 0.0) if piece.region >= 0 else Told("", (), (), 0.0)
    glyphs = reading.glyphs
    return Told(reading.text, tuple(g.middle for g in glyphs), tuple(g.probability for g in glyphs), reading.mean)
