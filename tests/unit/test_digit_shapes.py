"""The file of digit shapes is what its tool makes of the typefaces that it names."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from tools.digit_shapes import FILE, MADE_FROM, as_csv, grouped, shapes


def test_drawings_that_are_alike_are_a_group() -> None:
    """Two ways to draw a digit, three typefaces each, and one unlike both."""
    upright, level = np.zeros((12, 10)), np.zeros((12, 10))
    upright[:, 4:6], level[5:7] = 1020, 1020
    found = np.array([[s] for s in (upright, upright * 0.9, upright, level, level * 0.8, level, upright + level)])
    means = grouped(found, 3)
    assert sorted(int(mean.max()) for mean in means) == [93, 97, 200]
    assert as_csv(means[:1]).count("\n") == 12


@pytest.mark.skipif(shutil.which("fc-list") is None, reason="no fontconfig")
def test_the_file_is_what_the_typefaces_make() -> None:
    found = shapes()
    if len(found) != MADE_FROM:
        pytest.skip("other typefaces are installed")
    assert as_csv(grouped(found)) == FILE.read_text(encoding="utf-8")
