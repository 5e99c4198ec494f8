"""Recognised figures: separators repaired, and how sure a figure is.

A recogniser takes ``.`` for ``,`` or ``:`` and now and then ``0`` for ``O``. Where a whole piece of text is a number,
its shape tells which separator was printed; no digit is ever replaced by another digit.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_POINTS = dict.fromkeys(map(ord, "。·．•・"), ".") | dict.fromkeys(map(ord, "，、‚，;；'’`"), ",") | {ord("："): ":"}
_LETTERS = {ord(a): b for a, b in zip("OoQDlI|iZzSsB", "0000111122558", strict=True)}
_SIGNS = {ord(a): "-" for a in "—–−－_~"}
_FIGURE = re.compile(r"[-△▲(]{0,2}[\d.,: ]*\d[\d.,: ]*[)]?")
_LAST_TWO = re.compile(r"(?P<whole>[\d.,: ]*\d)[.,: ]+(?P<cents>\d\d)(?P<end>\)?)")
_GROUPS = re.compile(r"\d{1,3}(?:,\d{3})*|\d+")
_MONEY = re.compile(r"[-△▲(]{0,2}(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,6})?\)?")
_CODE = re.compile(r"\d{3}|\d{5}|\d{7}|\d,\d{5}|\d{1,2}")
DOUBT = 0.5
"""Upper bound of the confidence of a figure whose shape is odd."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as repaired; ``bound`` is the highest confidence that its shape allows."""

    text: str
    bound: float = 1.0


def as_figure(text: str) -> Figure | None:
    """The number that a recognised piece of text is; None where it is none.

    >>> as_figure("1.234,56"), as_figure("1,234:56"), as_figure("12。30"), as_figure("合计")
    (Figure(text='1,234.56', bound=1.0), Figure(text='1,234.56', bound=1.0), Figure(text='12.30', bound=1.0), None)
    """
    folded = unicodedata.normalize("NFKC", text.translate(_POINTS)).translate(_SIGNS).strip()
    plain = folded.translate(_LETTERS)
    digits = sum(c.isdigit() for c in folded)
    if not _FIGURE.fullmatch(plain) or 3 * digits < len(plain.replace(" ", "")):
        return None
    bound = 1.0 if plain == folded else DOUBT
    repaired = _separated(plain)
    if not (_MONEY.fullmatch(repaired) or _CODE.fullmatch(repaired)):
        return Figure(repaired, min(bound, DOUBT))
    return Figure(repaired, bound)


def _separated(plain: str) -> str:
    """The last separator before exactly two digits is the decimal point; those before it part thousands."""
    sign = plain[: len(plain) - len(plain.lstrip("-△▲("))]
    body = plain[len(sign) :].strip()
    found = _LAST_TWO.fullmatch(body)
    if found is None:
        return sign + body.replace(" ", "")
    whole = re.sub(r"[.,: ]+", ",", found["whole"].strip(".,: "))
    if not _GROUPS.fullmatch(whole) and "," in whole:
        return sign + body.replace(" ", "")
    return f"{sign}{whole}.{found['cents']}{found['end']}"
