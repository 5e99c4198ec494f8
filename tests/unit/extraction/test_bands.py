"""Rows that no ruling separates, told from numbers that are wrapped in their cells."""

from __future__ import annotations

import pytest

from dagster_project.extraction.bands import cut_bands, cut_numbers, holds_stacks
from dagster_project.extraction.cells import GridCell, TextLine
from dagster_project.extraction.grid import Region, find_grids
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


def header(*columns: tuple[str, ...]) -> list[Region]:
    """The regions of a header in which the line above the column numbers is lost, and the row below it."""
    xs = [100.0 * n for n in range(len(columns) + 1)]
    level = [Ruling(y, 0, xs[-1]) for y in (0, 60, 100)]
    (grid,) = find_grids(level, [Ruling(x, 0, 100) for x in xs])
    lines = {
        at: [
            TextLine(text, text, 100.0 * at, 60 - 20 * (len(c) - n), 100.0 * at + 50, 70 - 20 * (len(c) - n), 10.0)
            for n, text in enumerate(c)
        ]
        for at, c in enumerate(columns)
    }
    cut = cut_numbers(grid, lines)
    return [region for region in cut.regions if region.row_end <= len(cut.ys) - 2]


def test_column_numbers_that_share_their_cells_with_the_heads_are_a_row() -> None:
    """A ruling that a scan lost between 本年收入合计 and 1."""
    heads = (("科目名称", "栏次"), ("本年收入", "合计", "1"), ("财政拨款", "2"), ("事业收入", "3"))
    assert [(r.row, r.row_end, r.column) for r in header(*heads)] == [
        (0, 1, 0), (0, 1, 1), (0, 1, 2), (0, 1, 3), (1, 2, 0), (1, 2, 1), (1, 2, 2), (1, 2, 3),
    ]  # fmt: skip


@pytest.mark.parametrize("last", ["5", "收入"])
def test_numbers_below_heads_that_do_not_count_on_are_no_row(last: str) -> None:
    assert [r.row_end for r in header(("合计", "1"), ("拨款", "2"), ("事业", last))] == [1, 1, 1]


@pytest.mark.parametrize(
    ("texts", "heaped"),
    [
        (["201\n202\n203", "1.00\n2.00\n3.00"], True),  # columns alone are ruled
        (["项目 金额\n一、拨款 1.00\n二、事业 2.00\n三、经营 3.00"], True),
        (["预算数\n5.00", "决算数\n4.00", "预算数\n3.00"], True),  # no line between the heads and the only row
        (["一般公共预算\n财政拨款", "1,711,300.0\n0", "5.00", "6.00"], False),
        (["326,645,40\n1.08", "222,775,38\n3.80", "行\n次", "1,070,820,3\n40.13"], False),  # wrapped amounts
        (["年度资金总额\n12.00", "12.00", "其中\n拨款", "11.00"], False),
    ],
)
def test_amounts_heaped_up_in_cells_are_ruled_by_nothing(texts: list[str], heaped: bool) -> None:
    cells = [GridCell(0, 1, n, n + 1, 0.0, 0.0, 1.0, 1.0, t, t.replace("\n", ""), 0.0) for n, t in enumerate(texts)]
    assert holds_stacks(cells) is heaped
