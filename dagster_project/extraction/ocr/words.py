"""Whether recognised text is in the words of a disclosure: what tells an upright page from one that is not.

Probabilities do not: a recogniser reads figures, and even ideographs, upside down with confidence, in reverse order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

_LEXICON = Path(__file__).parents[1] / "lexicon"
_IDEOGRAPHS = re.compile(r"[\u4e00-\u9fff]{2,}")
_CERTAIN = 0.8
"""Mean probability of a text: upside down, one of two hundred short ones is a word by accident, but not a sure one."""
_KNOWN_SHARE = 0.3
"""Of the pairs of neighbouring ideographs of a text."""


@cache
def _pairs() -> frozenset[tuple[str, str]]:
    """Neighbouring ideographs of everything that the lexicon names."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(_LEXICON.glob("*.csv")))
    return frozenset(pair for text in texts for run in _IDEOGRAPHS.findall(text) for pair in pairwise(run))


def is_worded(text: str) -> bool:
    """Whether a good part of a text's ideographs follow one another as they do in the lexicon."""
    pairs = [pair for run in _IDEOGRAPHS.findall(text) for pair in pairwise(run)]
    return bool(pairs) and sum(pair in _pairs() for pair in pairs) >= _KNOWN_SHARE * len(pairs)


def evidence(said: Iterable[tuple[str, float]]) -> float:
    """The summed probabilities of the certain texts that are worded."""
    return sum(sure for text, sure in said if sure >= _CERTAIN and is_worded(text))
