"""Code points of characters, all those of a page at once: what they stand for, and the text that they make."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import numpy.typing as npt

PRINT, SPACE, CONTROL, NO_TEXT = range(4)
"""What a code point stands for."""
_BEYOND = 0x10000
"""In place of every code beyond the Basic Multilingual Plane."""
_UTF32 = "utf-32-le" if sys.byteorder == "little" else "utf-32-be"


def _table_of_kinds() -> npt.NDArray[np.uint8]:
    """What each code up to ``_BEYOND`` stands for."""
    kinds = np.full(_BEYOND + 1, PRINT, dtype=np.uint8)
    # Codes of glyphs in a font without Unicode: below 32, of private use, and those that are no characters.
    kinds[:32] = kinds[0xE000:0xF900] = kinds[0xFFFD:_BEYOND] = NO_TEXT
    kinds[[2, 9, 10, 13]] = CONTROL  # pdfium writes 2 for a hyphen at the end of a line.
    kinds[[0x20, 0xA0, 0x3000]] = SPACE
    return kinds


_KINDS = _table_of_kinds()


def kinds_of(codes: npt.NDArray[np.int64]) -> npt.NDArray[np.uint8]:
    """What each of the code points stands for."""
    return _KINDS[np.minimum(codes, _BEYOND)]


def codes_of(text: str) -> npt.NDArray[np.uint32]:
    """The code points of a text."""
    return np.frombuffer(text.encode(_UTF32, "surrogatepass"), dtype=np.uint32)


def text_of(codes: npt.NDArray[np.integer[Any]]) -> str:
    """The text of code points."""
    return codes.astype(np.uint32).tobytes().decode(_UTF32, "surrogatepass")
