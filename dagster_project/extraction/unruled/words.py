"""How the texts of a table look: amounts, codes, labels, captions."""

from __future__ import annotations

import re

from dagster_project.extraction.cells import TextLine

MONEY = re.compile(r"[-△▲(]*[¥￥]?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+\)?|[-△▲(]*\d{1,3}(?:,\d{3})+\)?")
FIGURE = re.compile(r"[-△▲(]*\d+(?:\.\d+)?\)?|[-—–]{1,2}")
CODE = re.compile(r"\d{3}|\d{5}|\d{7}|\d,\d{5}")
INDEX = re.compile(r"\d{1,2}")
ENUMERATED = re.compile(r"[一二三四五六七八九十]{1,3}、.*")
TOTAL = re.compile(r".{0,6}(?:合|总|小)计")
PROSE = re.compile(r"注[::1].*|.*[。；;!?].*|.{45,}")
CAPTION = re.compile(
    r".*单位[::].*|.*(?:决算|预算|情况|收入|支出)(?:总|明细)?表(?:\(.*\))?|公开\d+表.*|.*第.部分.*|.*[。；;]"
)
STEPS = frozenset({"类", "款", "项", "类款", "款项", "类款项"})


def is_money(segment: TextLine) -> bool:
    """Whether a piece of text is an amount and nothing else."""
    return MONEY.fullmatch(segment.key) is not None


def middle(segment: TextLine) -> float:
    """The height of a text's middle."""
    return (segment.top + segment.bottom) / 2
