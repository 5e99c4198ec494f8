"""Rows that no ruling separates, told from numbers that are wrapped in their cells."""

from __future__ import annotations

import pytest

from dagster_project.extraction.bands import cut_bands
from dagster_project.extraction.cells import TextLine
from dagster_project.extraction.grid import find_grids
from dagster_project.extraction.page import Ruling


def rows_of(*columns: tuple[str, ...]) -> int:
    """How many rows one ruled row with these columns of lines is cut into."""
    xs = [100.0 * n for n in range(len(columns) + 1)]
    (grid,) = find_grids([Ruling(y, 0, xs[-1]) for y in (0, 40)], [Ruling(x, 0, 40) for x in xs])
    lines = {
        at: [
            TextLine(text, text, 100.0 * at, 15.0 * n, 100.0 * at + 50, 15.0 * n + 10, 10.0) for n, text in enumerate(c)
        ]
        for at, c in enumerate(columns)
    }
    return len(cut_bands(grid, lines).ys) - 1


def test_numbers_one_below_the_other_are_rows() -> None:
    assert rows_of(("甲", "乙"), ("1,711,300.00", "20.00"), ("5.00", "6.00")) == 2
    assert rows_of(("甲", "乙"), ("1.5", "2.5"), ("3", "0")) == 2


@pytest.mark.parametrize("halves", [("1,711,300.0", "0"), ("1,711,300.", "00"), ("2068500.0", "5")])
def test_the_last_digits_of_wrapped_amounts_are_no_row(halves: tuple[str, str]) -> None:
    assert rows_of(("财政拨款", ""), halves, halves) == 1
    assert rows_of(("其中：", "拨款"), halves, halves, ("0.00",)) == 1


def test_a_wrapped_amount_does_not_hide_rows_beside_it() -> None:
    assert rows_of(("甲", "乙"), ("12.5", "3"), ("20.00", "30.00")) == 2


def test_the_table_tells_how_many_decimals_an_amount_has() -> None:
    assert rows_of(("财政", "拨款"), ("167.50000", "0"), ("12.3", "00000"), ("5.000000",)) == 1
    assert rows_of(("甲", "乙"), ("12.5", "0"), ("20.0", "30.0"), ("7.5",)) == 2


def test_enumerated_labels_beside_numbers_that_follow_on_are_rows() -> None:
    """A ruling that a scan lost between 一、 with an amount and 二、 without one."""
    assert rows_of(("一、财政拨款", "二、事业收入"), ("1", "2"), ("8,769.54",)) == 2
    assert rows_of(("一、财政拨款", "二、事业收入"), ("31", "32")) == 2
    assert rows_of(("一、财政拨款", "二、事业收入"), ("1", "3"), ("8,769.54",)) == 1
    assert rows_of(("一、财政", "拨款收入"), ("1", "2"), ("8,769.54",)) == 1
