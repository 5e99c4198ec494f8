"""How the texts of a table look: amounts, codes, labels, captions."""

from __future__ import annotations

import re

from dagster_project.extraction.cells import WIDE, TextLine
from dagster_project.extraction.text import CURRENCY

_SIGN = rf"{CURRENCY}[-△▲(]*{CURRENCY}"
MONEY = re.compile(rf"{_SIGN}(?:\d{{1,3}}(?:,\d{{3}})+|\d+)\.\d+\)?|{_SIGN}\d{{1,3}}(?:,\d{{3}})+\)?")
FIGURE = re.compile(r"[-△▲(]*\d+(?:\.\d+)?\)?|[-—–]{1,2}")
CODE = re.compile(r"\d{3}|\d{5}|\d{7}|\d,\d{5}")
INDEX = re.compile(r"\d{1,2}")
PAGE_NUMBER = re.compile(r"[-—–·./第共页\d]+")
ENUMERATED = re.compile(r"[一二三四五六七八九十]{1,3}、.*")
TOTAL = re.compile(r".{0,6}(?:合|总|小)计")
PROSE = re.compile(r"注[::1].*|.*[。；;!?].*|.{45,}")
CAPTION = re.compile(
    r".*单位[::].*|.*(?:决算|预算|情况|收入|支出)(?:总|明细)?表(?:\(.*\))?|公开\d+表.*|.*第.部分.*|.*[。；;]"
)
_TALLEST = 1.2
"""Of the height of its box: a font is no larger; what is wider is set with spaces."""
STEPS = frozenset({"类", "款", "项", "类款", "款项", "类款项"})


def is_money(segment: TextLine) -> bool:
    """Whether a piece of text is an amount and nothing else."""
    return MONEY.fullmatch(segment.key) is not None


def sized(segment: TextLine) -> TextLine:
    """A text with the size of its font: an ideograph is as wide as that, while its box may be lower."""
    if not segment.key or " " in segment.text or any(char < WIDE for char in segment.key):
        return segment
    width = (segment.x1 - segment.x0) / len(segment.key)
    return segment._replace(size=min(max(segment.size, width), _TALLEST * segment.size))


def middle(segment: TextLine) -> float:
    """The height of a text's middle."""
    return (segment.top + segment.bottom) / 2
