"""Normalisation of printed text: the one place where characters are folded.

Printed text is never replaced by its key; both are stored side by side. What does not belong here: any knowledge of
what a text means (labels, titles, units are looked up in the lexicon by dbt).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# NFKC folds Kangxi radicals and full-width forms, but of the CJK Radicals Supplement only two characters. The pairs
# follow the Unicode property EquivalentUnifiedIdeograph.
_SUPPLEMENT = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇几⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗㣺⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪疋"
    "⺫目⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺶羊⺷羊⺸羊⺹耂⺺肀⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸"
    "⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀"
)
_RADICALS = {ord(_SUPPLEMENT[i]): _SUPPLEMENT[i + 1] for i in range(0, len(_SUPPLEMENT), 2)}

# Quotation marks carry no meaning in names (“三公”经费 is printed with five kinds of them, or without); zero-width
# characters and soft hyphens are invisible.
_DROPPED = dict.fromkeys(map(ord, "\"'“”‘’„‟«»「」『』〝〞＂＇`´\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
# Written alike and mixed at random by publishers; NFKC leaves them apart.
_FOLDED = {ord(a): b for a, b in zip("〔〕【】［］︵︶–−‐‑﹣⻚∶", "()[][]()-----页:", strict=True)}
# NFKC would make digits of them, and 5.00² or 3.00① another amount; as (2) and (1) they stay what they are, marks.
_MARKS = {
    **{ord(mark): f"({n})" for n, mark in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
    **{ord(mark): f"({n})" for n, mark in enumerate("₀₁₂₃₄₅₆₇₈₉")},
    **{0x2460 + n - 1: f"({n})" for n in range(1, 21)},
    **{0x2776 + n - 1: f"({n})" for n in range(1, 11)},
}
_TABLE = _RADICALS | _DROPPED | _FOLDED | _MARKS
CURRENCY = "(?:¥|RMB|CNY|人民币)?"
"""Pattern of what may stand before the figure of an amount, in keys."""
_SPACE = re.compile(r"\s+")
# ASCII without spaces and quotation marks, as most numbers are: nothing in it is folded.
_PLAIN = re.compile(r"[!#-&(-_a-~]*")


@lru_cache(maxsize=65_536)
def text_key(text: str) -> str:
    """Return the form of a text by which it is compared: folded characters, no white space, no quotation marks.

    Full-width forms, Kangxi and supplementary radicals become their ordinary characters (NFKC and a table); brackets
    become ASCII. Idempotent.

    >>> text_key("⼀、 ⻋辆（“三公”）１２３．４５")
    '一、车辆(三公)123.45'
    """
    if _PLAIN.fullmatch(text):
        return text
    folded = _SPACE.sub("", unicodedata.normalize("NFKC", text.translate(_TABLE)).translate(_TABLE))
    # Where a space went out, a letter can meet a combining mark; ordinary text is through at once.
    return folded if folded == text else text_key(folded)
