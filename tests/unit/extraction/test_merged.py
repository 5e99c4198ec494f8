"""Columns that a lost ruling has joined are cut apart where amounts or line numbers prove them two."""

from __future__ import annotations

import numpy as np
import pytest

from dagster_project.extraction.cells import lines_by_region
from dagster_project.extraction.grid import Grid, find_grids
from dagster_project.extraction.merged import part_columns
from dagster_project.extraction.page import Chars, Ruling

SIZE = 10.0


def read(*rows: tuple[tuple[float, str], ...]) -> tuple[Grid, list[list[str]]]:
    """The grid of a single column after its cells were cut, and the texts of the cells of each row.

    Each row is of pieces of text with the place at which they begin; figures are five points wide, others ten.
    """
    texts, boxes = [], []
    for n, row in enumerate(rows):
        for start, piece in row:
            x = start
            for char in piece:
                width = 5.0 if char < "\u2e80" else 10.0
                texts.append(char)
                boxes.append((x, 20.0 * n + 5, x + width, 20.0 * n + 15))
                x += width
    level = [Ruling(20.0 * n, 0, 200) for n in range(len(rows) + 1)]
    (grid,) = find_grids(level, [Ruling(x, 0, 20.0 * len(rows)) for x in (0.0, 200.0)])
    chars, (parted,) = part_columns(
        Chars("".join(texts), np.array(boxes), np.zeros(len(texts), dtype=np.bool_)), [grid]
    )
    (held,), _ = lines_by_region(chars, [parted])
    cells: list[list[str]] = [[] for _ in rows]
    for index, region in enumerate(parted.regions):
        cells[region.row].append("|".join(line.text for line in held.get(index, ())))
    return parted, cells


def test_two_amounts_in_a_cell_are_two_columns() -> None:
    _, cells = read(((40, "合计"), (140, "基本支出")), ((20, "1,234.50"), (140, "567.80")), ((140, "7.00"),))
    assert cells == [["合计", "基本支出"], ["1,234.50", "567.80"], ["", "7.00"]]


def test_line_numbers_that_count_on_are_a_column_beside_their_labels() -> None:
    rows = [((10, "一、财政拨款收入"), (150, "1")), *(((150, str(n)),) for n in range(2, 7))]
    _, cells = read(((40, "项目"), (140, "行次")), *rows)
    assert cells[:3] == [["项目", "行次"], ["一、财政拨款收入", "1"], ["", "2"]]


def test_a_heading_over_both_columns_stays_whole() -> None:
    _, cells = read(((70, "本年支出合计"),), ((20, "1.50"), (140, "7.80")))
    assert cells == [["本年支出合计"], ["1.50", "7.80"]]


def test_a_figure_read_together_with_its_neighbour_is_cut_too() -> None:
    rows = [((70, amount), (102, code)) for amount, code in (("12.50", "301"), ("23.40", "302"), ("34.30", "303"))]
    _, cells = read(*rows, ((70, "415.94310"),), ((102, "304"),))
    assert cells[3] == ["415.94", "310"]


@pytest.mark.parametrize(
    "rows",
    [
        (((10, "201"), (60, "一般公共服务支出")), ((10, "20103"), (60, "政府办公厅"))),  # code and name in one cell
        (((10, "项"), (60, "目")), ((10, "一、财政拨款收入"),)),
        (((10, "其中"), (60, "12.50")), ((10, "合计"),)),  # once is no proof
    ],
)
def test_what_one_cell_may_hold_is_not_cut(rows: tuple[tuple[tuple[float, str], ...], ...]) -> None:
    grid, _ = read(*rows)
    assert len(grid.xs) == 2
