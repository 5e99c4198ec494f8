"""Upright rulings that a scan lost are put back where print keeps clear of them, and nowhere else."""

from __future__ import annotations

import numpy as np

from dagster_project.extraction.grid import Grid, find_grids
from dagster_project.extraction.ocr.gaps import lost_rulings
from dagster_project.extraction.page import Ruling

USUAL = 20.0
ROWS = 6


def one_column() -> Grid:
    ys = [Ruling(40.0 * n, 0, 400) for n in range(ROWS + 1)]
    (grid,) = find_grids(ys, [Ruling(0.0, 0, 40.0 * ROWS), Ruling(400.0, 0, 40.0 * ROWS)])
    return grid


def printed(*spans: tuple[int, int], rows: range = range(ROWS)) -> np.ndarray:
    ink = np.zeros((40 * ROWS, 400), dtype=np.uint8)
    for row in rows:
        for start, stop in spans:
            ink[40 * row + 10 : 40 * row + 30, start:stop] = 255
    return ink


def test_print_on_both_sides_of_a_strip_in_row_after_row_is_two_columns() -> None:
    found = lost_rulings(printed((20, 150), (250, 380)), [one_column()], USUAL)
    assert len(found) == ROWS
    assert all(150 < ruling.position < 250 for ruling in found)


def test_the_blank_half_of_a_comma_parts_nothing() -> None:
    assert lost_rulings(printed((20, 80), (95, 300)), [one_column()], USUAL) == []


def test_a_few_rows_with_wide_spaces_part_nothing() -> None:
    ink = np.maximum(printed((20, 300), rows=range(3)), printed((20, 100), (250, 380), rows=range(3, ROWS)))
    assert lost_rulings(ink, [one_column()], USUAL) == []


def test_a_heading_over_both_columns_stays_whole() -> None:
    ink = np.maximum(printed((100, 300), rows=range(1)), printed((20, 150), (250, 380), rows=range(1, ROWS)))
    assert [ruling.start for ruling in lost_rulings(ink, [one_column()], USUAL)] == [40, 80, 120, 160, 200]
