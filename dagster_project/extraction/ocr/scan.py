"""A page, or the pictures on it, read by recognition into characters and rulings of the reading frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dagster_project.extraction.grid import Grid, find_grids
from dagster_project.extraction.ocr import picture as pic
from dagster_project.extraction.ocr.choice import is_blind, picture_areas
from dagster_project.extraction.ocr.gaps import lost_rulings
from dagster_project.extraction.ocr.glyphs import is_kept, placed
from dagster_project.extraction.ocr.ink import Piece, find_ink, find_pieces, usual_height
from dagster_project.extraction.ocr.picture import Picture
from dagster_project.extraction.ocr.read import Told, crop_of, read_pieces
from dagster_project.extraction.ocr.recognize import recognize
from dagster_project.extraction.ocr.rulings import find_rulings
from dagster_project.extraction.ocr.words import evidence
from dagster_project.extraction.page import Chars, PageContent, Ruling

_UPRIGHT = 2.5
"""So many certain pieces of text in the words of a disclosure: the page is upright."""
_SAMPLE = 16


@dataclass(slots=True)
class _Layout:
    """What a straightened picture shows, before it is read; rulings in points, pieces in pixels."""

    clean: Picture
    skew: float
    horizontal: list[Ruling]
    vertical: list[Ruling]
    pieces: list[Piece]


def read_scan(page: Any, content: PageContent) -> PageContent:
    """Recognise a page without usable text, or the pictures on a page of text, and return its content."""
    width, height = content.frame.displayed_size
    scale = pic.scale_of(width, height)
    picture = pic.render(page, scale)
    if is_blind(content):
        return _whole(picture, scale, content)
    return _merged(pic.turned(picture, content.frame.turn), scale, content)


def _whole(picture: Picture, scale: float, content: PageContent) -> PageContent:
    turn, layout, told = _upright(picture, scale)
    frame = replace(content.frame, turn=turn, skew=layout.skew)
    chars = placed(layout.pieces, told, scale)
    return replace(
        content,
        frame=frame,
        chars=chars,
        horizontal=layout.horizontal,
        vertical=layout.vertical,
        is_recognized=True,
        dropped_char_count=sum(not is_kept(p, t) for p, t in zip(layout.pieces, told, strict=True)),
        unmapped_char_count=0,
    )


def _upright(picture: Picture, scale: float) -> tuple[int, _Layout, list[Told]]:
    """The turn in which the page is read best, its layout in that position, and what its pieces say."""
    layout = _laid_out(picture, scale)
    told = read_pieces(layout.clean, layout.pieces)
    score = evidence((said.text, said.probability) for said in told)
    if not layout.pieces or score >= _UPRIGHT:
        return 0, layout, told
    best = (score, 0, layout)
    for turn in (2, 1, 3):
        other = _laid_out(pic.turned(picture, turn), scale)
        best = max(best, (evidence(_sampled(other)), turn, other), key=lambda trial: trial[0])
        if best[0] >= _UPRIGHT:
            break
    if best[1] == 0:
        return 0, layout, told
    return best[1], best[2], read_pieces(best[2].clean, best[2].pieces)


def _is_wide(piece: Piece) -> bool:
    return piece.x1 - piece.x0 > 2 * (piece.y1 - piece.y0)


def _sampled(layout: _Layout) -> list[tuple[str, float]]:
    """Text and mean probability of the longest pieces."""
    wide = sorted(filter(_is_wide, layout.pieces), key=lambda p: p.x0 - p.x1)[:_SAMPLE]
    return [(r.text, r.mean) for r in recognize([crop_of(layout.clean, piece) for piece in wide])]


def _laid_out(picture: Picture, scale: float, *, straighten: bool = True) -> _Layout:
    skew = pic.skew_of(picture) if straighten else 0.0
    level = pic.straightened(picture, skew)
    rulings = find_rulings(level)
    ink, clean = find_ink(pic.without_streaks(level, rulings.streaks), rulings.mask)
    rows, columns = _scaled(rulings.horizontal, 1 / scale), _scaled(rulings.vertical, 1 / scale)
    grids = [_grid_in_pixels(grid, scale) for grid in find_grids(rows, columns)]
    lost = lost_rulings(ink, grids, usual_height(ink))
    if lost:
        columns += _scaled(lost, 1 / scale)
        grids = [_grid_in_pixels(grid, scale) for grid in find_grids(rows, columns)]
    return _Layout(clean, skew, rows, columns, find_pieces(ink, grids, rulings.streaks))


def _merged(picture: Picture, scale: float, content: PageContent) -> PageContent:
    """The text of a page together with what the pictures on it say."""
    found = [content.chars]
    horizontal, vertical = list(content.horizontal), list(content.vertical)
    for x0, top, x1, bottom in picture_areas(content):
        part = picture[int(top * scale) : int(bottom * scale), int(x0 * scale) : int(x1 * scale)]
        layout = _laid_out(np.ascontiguousarray(part), scale, straighten=False)
        told = read_pieces(layout.clean, layout.pieces)
        found.append(_moved(placed(layout.pieces, told, scale), x0, top))
        horizontal += [Ruling(r.position + top, r.start + x0, r.end + x0) for r in layout.horizontal]
        vertical += [Ruling(r.position + x0, r.start + top, r.end + top) for r in layout.vertical]
    chars = _joined(found)
    is_recognized = len(chars) > len(content.chars)
    return replace(content, chars=chars, horizontal=horizontal, vertical=vertical, is_recognized=is_recognized)


def _moved(chars: Chars, x: float, y: float) -> Chars:
    return replace(chars, boxes=chars.boxes + np.array([x, y, x, y]))


def _joined(found: Sequence[Chars]) -> Chars:
    sure = [np.ones(len(c)) if c.confidence is None else c.confidence for c in found]
    return Chars(
        "".join(chars.text for chars in found),
        np.concatenate([chars.boxes for chars in found]),
        np.concatenate([chars.spaced for chars in found]),
        np.concatenate(sure),
    )


def _scaled(rulings: Sequence[Ruling], factor: float) -> list[Ruling]:
    return [Ruling(r.position * factor, r.start * factor, r.end * factor) for r in rulings]


def _grid_in_pixels(grid: Grid, scale: float) -> Grid:
    return replace(grid, xs=tuple(x * scale for x in grid.xs), ys=tuple(y * scale for y in grid.ys))
