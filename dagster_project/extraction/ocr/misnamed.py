"""Whether a font calls its digits by other digits, decided by recognising figures of a page as they are drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

import numpy as np

from dagster_project.extraction.ocr import picture as pic
from dagster_project.extraction.ocr.figures import as_figure
from dagster_project.extraction.ocr.picture import Picture
from dagster_project.extraction.ocr.recognize import recognize
from dagster_project.extraction.page import Chars, PageContent

_FIGURE_CHARS = frozenset("0123456789.,")
_SHORTEST = 3
_SAMPLE = 30
"""Figures of a page that are recognised."""
_FEWEST = 2
"""Figures in which a digit must be drawn as the same other one."""
_SURE = 0.8
_APART = 0.4
"""Of the height of print: characters further apart are of two figures."""
_MARGIN = 0.3


def misnames_digits(page: Any, content: PageContent, suspects: Collection[int]) -> bool:
    """Whether figures of a pypdfium2 page with one of the digits ``suspects`` are drawn with other digits instead."""
    wanted = {str(digit) for digit in suspects}
    runs = [run for run in _figures(content.chars) if wanted & set(_text(content.chars, run))]
    chosen = runs[:: max(len(runs) // _SAMPLE, 1)][:_SAMPLE]
    if not chosen:
        return False
    scale = pic.scale_of(*content.frame.displayed_size)
    picture = pic.turned(pic.render(page, scale), content.frame.turn)
    readings = recognize([_crop(picture, content.chars, run, scale) for run in chosen])
    renamed: Counter[tuple[str, str]] = Counter()
    for run, reading in zip(chosen, readings, strict=True):
        figure = as_figure(reading.text)
        if figure is None or min(reading.lowest, figure.bound) < _SURE:
            continue
        told, drawn = _digits(_text(content.chars, run)), _digits(figure.text)
        if len(told) == len(drawn):
            renamed.update({pair for pair in zip(told, drawn, strict=True) if pair[0] != pair[1] and pair[0] in wanted})
    return max(renamed.values(), default=0) >= _FEWEST


def _text(chars: Chars, run: range) -> str:
    return chars.text[run.start : run.stop]


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _figures(chars: Chars) -> Iterator[range]:
    """The indices of each figure: digits and separators that follow one another on a line."""
    start = 0
    boxes = chars.boxes
    for i in range(len(chars) + 1):
        if i < len(chars) and chars.text[i] in _FIGURE_CHARS and (i == start or _follows(boxes[i - 1], boxes[i])):
            continue
        if i - start >= _SHORTEST:
            yield range(start, i)
        start = i if i < len(chars) and chars.text[i] in _FIGURE_CHARS else i + 1


def _follows(before: Any, box: Any) -> bool:
    height = before[3] - before[1]
    return bool(abs(box[0] - before[2]) < _APART * height and abs(box[1] - before[1]) < _APART * height)


def _crop(picture: Picture, chars: Chars, run: range, scale: float) -> Picture:
    x0, top = chars.boxes[run].min(axis=0)[:2] * scale
    x1, bottom = chars.boxes[run].max(axis=0)[2:] * scale
    crop = picture[max(int(top), 0) : int(bottom) + 1, max(int(x0), 0) : int(x1) + 1]
    around = round(_MARGIN * max(len(crop), 1))
    return np.pad(crop, ((0, 0), (around, around)), constant_values=255)
