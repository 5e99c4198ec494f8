"""Which pages, or which areas of a page, have to be recognised, told from what the text layer holds."""

from __future__ import annotations

import re

import numpy as np

from dagster_project.extraction.objects import Box
from dagster_project.extraction.page import PageContent

_FEWEST_CHARS = 20
"""A page with fewer visible characters has no text layer worth the name."""
_FEWEST_UNMAPPED = 3
_GARBLED = 0.05
_MANY_PATHS = 150
"""So many shapes without text are outlines of characters."""
_PICTURE_SHARE = 0.04
"""Of the page: a smaller image is a logo or a seal."""
_SCAN_SHARE = 0.5
"""Of the page: an image as large as that, on a page with hardly any text, is a scan of it."""
_MONEY_OF_LETTERS = re.compile(r"(?<!\S)[-(]?[^\W\d_]{1,3}(?:,[^\W\d_]{3})*\.([^\W\d_]{2})\)?(?!\S)")
"""The shape of an amount, without a digit in it."""
# The point first, which is quicker to be found than letters.
_CENTS_OF_LETTERS = re.compile(r"\.(?<=[^\W\d_]\.)[^\W\d_]{2}")
_ACCENTED = re.compile(r"[À-ÿ]")
_FEWEST_OF_LETTERS, _DIGITS = 6, 10
_APART = 0.3
"""Of the character height: characters further apart are of two texts."""


def needs_recognition(content: PageContent) -> bool:
    """Whether something on the page can be read only by recognising it; a page without extent shows nothing."""
    if min(content.frame.displayed_size) < 1:
        return False
    return is_blind(content) or bool(picture_areas(content))


def is_blind(content: PageContent) -> bool:
    """Whether the text layer tells nothing, or not all, of what the page shows."""
    if content.is_misnamed:
        return True
    if content.unmapped_run_count >= _FEWEST_UNMAPPED or _is_garbled(content) or _tells_letters_for_digits(content):
        return True
    if _is_covered(content):
        return True
    if len(content.chars) >= _FEWEST_CHARS:
        return False
    width, height = content.frame.reading_size
    pictured = sum((x1 - x0) * (bottom - top) for x0, top, x1, bottom in picture_areas(content))
    return pictured >= _SCAN_SHARE * width * height or (content.path_count >= _MANY_PATHS and not len(content.chars))


def _is_covered(content: PageContent) -> bool:
    """Whether a picture as large as a scan lies over the text, as over the layer that a scanner's software adds."""
    width, height = content.frame.reading_size
    return any((x1 - x0) * (y1 - y0) >= _SCAN_SHARE * width * height for x0, y0, x1, y1 in content.covers)


def _is_garbled(content: PageContent) -> bool:
    """Accented letters in number: glyph codes of a font without Unicode, taken for Latin-1."""
    accented = len(_ACCENTED.findall(content.chars.text))
    return accented >= _FEWEST_CHARS and accented > _GARBLED * len(content.chars)


def _tells_letters_for_digits(content: PageContent) -> bool:
    """Amounts of letters (``AB,CDE.FG``), made of ten letters at most: a font that misnames its digits."""
    chars = content.chars
    # No more amounts than cents, wherever the gaps are: a quick look, for most pages have none.
    if len(_CENTS_OF_LETTERS.findall(chars.text)) < _FEWEST_OF_LETTERS:
        return False
    boxes = chars.boxes
    height = boxes[1:, 3] - boxes[1:, 1]
    away = (abs(boxes[1:, 0] - boxes[:-1, 2]) > _APART * height) | (abs(boxes[1:, 1] - boxes[:-1, 1]) > _APART * height)
    parted = [" " + char if cut else char for char, cut in zip(chars.text[1:], away.tolist(), strict=True)]
    amounts = [found[0] for found in _MONEY_OF_LETTERS.finditer("".join([chars.text[0], *parted]))]
    letters = set("".join(amounts)) - set("-(),.")
    return len(amounts) >= _FEWEST_OF_LETTERS and len(letters) <= _DIGITS


def picture_areas(content: PageContent) -> list[Box]:
    """The images large enough to hold a table that no text of the page lies on, cut to the page."""
    width, height = content.frame.reading_size
    areas = []
    for x0, top, x1, bottom in content.images:
        box = (max(x0, 0.0), max(top, 0.0), min(x1, width), min(bottom, height))
        if box[0] >= box[2] or box[1] >= box[3]:
            continue
        share = (box[2] - box[0]) * (box[3] - box[1]) / (width * height)
        if share >= _PICTURE_SHARE and _chars_in(content, box) < max(4, _FEWEST_CHARS * share):
            areas.append(box)
    return areas


def _chars_in(content: PageContent, box: Box) -> int:
    boxes = content.chars.boxes
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    return int(np.count_nonzero((x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])))
