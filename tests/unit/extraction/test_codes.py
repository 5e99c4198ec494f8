"""Code points: what they stand for, and text from them."""

from __future__ import annotations

import numpy as np
import pytest

from dagster_project.extraction.codes import CONTROL, NO_TEXT, PRINT, SPACE, codes_of, kinds_of, text_of


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (ord("a"), PRINT),
        (ord("款"), PRINT),
        (0x20BB7, PRINT),
        (0x10FFFF, PRINT),
        (0xF900, PRINT),
        (0x20, SPACE),
        (0xA0, SPACE),
        (0x3000, SPACE),
        (0, NO_TEXT),
        (31, NO_TEXT),
        (0xE000, NO_TEXT),
        (0xF8FF, NO_TEXT),
        (0xFFFD, NO_TEXT),
        (0xFFFF, NO_TEXT),
        (2, CONTROL),
        (13, CONTROL),
    ],
)
def test_what_a_code_stands_for(code: int, kind: int) -> None:
    assert kinds_of(np.array([code], dtype=np.int64)).tolist() == [kind]


@pytest.mark.parametrize("text", ["", "合计 12.30", "𠮷野", "\ud800"])
def test_text_and_codes_are_each_other(text: str) -> None:
    assert codes_of(text).tolist() == list(map(ord, text))
    assert text_of(codes_of(text)) == text
