"""What producers do to a finished page: each effect takes a page and returns one that says the same."""

from __future__ import annotations

import random
from dataclasses import replace

from tools.typesetter.display import Mark, Page, Text
from tools.typesetter.fonts import RADICALS
from tools.typesetter.style import Effects

BOLD_SHIFT = 0.25
HIDDEN_FIGURE = "88,888.88"
TO_RADICALS = str.maketrans(RADICALS)


def apply_effects(page: Page, effects: Effects, seed: int) -> Page:
    """The page with the effects; ``seed`` tells one page's shuffle from another's."""
    marks = list(page.marks)
    if effects.kangxi:
        marks = [replace(m, text=m.text.translate(TO_RADICALS)) if isinstance(m, Text) else m for m in marks]
    if effects.hidden_text:
        marks += [Text(x, y, HIDDEN_FIGURE, 7, grey=1.0) for x, y in page.blank_cells[::3]]
    if effects.fake_bold:
        marks = [copy for mark in marks for copy in _twice(mark)]
    if effects.shuffle_seed is not None:
        random.Random(effects.shuffle_seed * 1000 + seed).shuffle(marks)
    if effects.watermark:
        marks = [*_watermark(page, effects.watermark), *marks]
    return replace(page, marks=marks)


def _twice(mark: Mark) -> list[Mark]:
    return [mark, replace(mark, x=mark.x + BOLD_SHIFT)] if isinstance(mark, Text) and mark.text.strip() else [mark]


def _watermark(page: Page, text: str) -> list[Text]:
    size = page.width / (len(text) + 2)
    steps = (0.3, 0.6, 0.9)
    return [Text(page.width * 0.15, page.height * y, text, size, grey=0.82, angle=30) for y in steps]


def spaced(name: str) -> str:
    """A name with spaces that mean nothing: no-break after its first character, full-width after its second."""
    return f"{name[0]}\u00a0{name[1]}\u3000{name[2:]}" if len(name) > 3 else name
