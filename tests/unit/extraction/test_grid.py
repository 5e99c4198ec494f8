"""Rulings to grids: merged cells, broken and double lines, neighbours, open sides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.extraction.grid import GridSettings, Region, find_grids
from dagster_project.extraction.page import Ruling


def full_grid(xs: list[float], ys: list[float]) -> tuple[list[Ruling], list[Ruling]]:
    return [Ruling(y, xs[0], xs[-1]) for y in ys], [Ruling(x, ys[0], ys[-1]) for x in xs]


def test_a_missing_piece_of_line_joins_two_cells() -> None:
    rows, columns = full_grid([0, 50, 100], [0, 20, 40])
    columns[1] = Ruling(50, 20, 40)
    (grid,) = find_grids(rows, columns)
    assert grid.regions == (Region(0, 1, 0, 2), Region(1, 2, 0, 1), Region(1, 2, 1, 2))


def test_a_cell_over_two_rows() -> None:
    rows, columns = full_grid([0, 50, 100], [0, 20, 40])
    rows[1] = Ruling(20, 50, 100)
    (grid,) = find_grids(rows, columns)
    assert Region(0, 2, 0, 1) in grid.regions
    assert len(grid.regions) == 3


def test_dashes_segments_and_double_lines_are_one_line() -> None:
    rows, columns = full_grid([0, 50, 100], [0, 20, 40])
    dashed = [Ruling(20, x, x + 3) for x in range(0, 100, 6)]
    doubled = [*columns, Ruling(50.9, 0, 40)]
    (grid,) = find_grids([rows[0], *dashed, rows[2]], doubled)
    assert len(grid.ys) == 3
    assert len(grid.xs) == 3
    assert len(grid.regions) == 4


def test_side_by_side_and_stacked_tables_are_grids_of_their_own() -> None:
    places = [(0, 0), (200, 0), (0, 100)]
    rows: list[Ruling] = []
    columns: list[Ruling] = []
    for x, y in places:
        h, v = full_grid([x, x + 50, x + 100], [y, y + 20, y + 40])
        rows += h
        columns += v
    assert [(g.xs[0], g.ys[0]) for g in find_grids(rows, columns)] == [(0, 0), (200, 0), (0, 100)]


def test_open_sides_hold_columns() -> None:
    rows = [Ruling(y, 0, 200) for y in (0, 20, 40)]
    columns = [Ruling(x, 0, 40) for x in (60, 120)]
    (grid,) = find_grids(rows, columns)
    assert grid.xs == (0, 60, 120, 200)
    assert grid.locate(10, 30) is not None


def test_settings_refuse_nonsense() -> None:
    with pytest.raises(ValueError, match="tolerances"):
        GridSettings(snap=-1)
    with pytest.raises(ValueError, match="tolerances"):
        GridSettings(snap=5, join=1)


@given(
    st.lists(st.integers(12, 80), min_size=2, max_size=7),
    st.lists(st.integers(9, 40), min_size=2, max_size=7),
    st.data(),
)
def test_any_tiling_is_found_again(widths: list[int], heights: list[int], data: st.DataObject) -> None:
    """Draw the outlines of a random set of merged cells; the regions found are the cells drawn."""
    xs = [float(sum(widths[:i])) for i in range(len(widths) + 1)]
    ys = [float(sum(heights[:i])) for i in range(len(heights) + 1)]
    merges: list[Region] = []
    taken: set[tuple[int, int]] = set()
    for row in range(len(heights)):
        for column in range(len(widths)):
            if (row, column) in taken:
                continue
            span = data.draw(st.sampled_from([(1, 1), (1, 1), (1, 2), (2, 1)]))
            cells = {(row + r, column + c) for r in range(span[0]) for c in range(span[1])}
            if cells & taken or any(r >= len(heights) or c >= len(widths) for r, c in cells):
                span, cells = (1, 1), {(row, column)}
            taken |= cells
            merges.append(Region(row, row + span[0], column, column + span[1]))
    rows = [Ruling(y, xs[m.column], xs[m.column_end]) for m in merges for y in (ys[m.row], ys[m.row_end])]
    columns = [Ruling(x, ys[m.row], ys[m.row_end]) for m in merges for x in (xs[m.column], xs[m.column_end])]
    (grid,) = find_grids(rows, columns)

    def outlines(regions: list[Region], gx: tuple[float, ...], gy: tuple[float, ...]) -> set[tuple[float, ...]]:
        return {(gx[m.column], gy[m.row], gx[m.column_end], gy[m.row_end]) for m in regions}

    # An inner edge without any line is no edge of the grid: compare outlines, not indices.
    assert outlines(list(grid.regions), grid.xs, grid.ys) == outlines(merges, tuple(xs), tuple(ys))


def test_uprights_that_end_together_below_a_head_are_an_edge_though_no_line_is_there() -> None:
    """The underline of 收入 over three columns was not seen; 合计 beside it reaches through both rows."""
    rows, columns = full_grid([0, 50, 100, 150, 200], [0, 40, 60])
    columns[1:3] = [Ruling(50, 20, 60), Ruling(100, 20, 60)]
    (grid,) = find_grids(rows, columns)
    assert grid.ys == (0, 20, 40, 60)
    assert {Region(0, 1, 0, 3), Region(1, 2, 0, 1), Region(1, 2, 1, 2), Region(0, 2, 3, 4)} <= set(grid.regions)


def test_one_upright_that_ends_short_makes_no_edge() -> None:
    rows, columns = full_grid([0, 50, 100], [0, 40, 60])
    columns[1] = Ruling(50, 20, 60)
    (grid,) = find_grids(rows, columns)
    assert grid.ys == (0, 40, 60)
