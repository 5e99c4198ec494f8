"""The rules of tables without column lines, each on texts set by hand."""

from __future__ import annotations

import pytest

from dagster_project.extraction.cells import TextLine
from dagster_project.extraction.unruled.columns import Column, closing_row, columns_of, edges_of
from dagster_project.extraction.unruled.grids import composed
from dagster_project.extraction.unruled.heads import Heads, read_heads
from dagster_project.extraction.unruled.labels import match_lines
from dagster_project.extraction.unruled.rows import Body, blocks_of, rows_of
from dagster_project.extraction.unruled.tables import find_unruled
from dagster_project.extraction.unruled.texts import put_together
from dagster_project.extraction.unruled.wrapped import join_wrapped

SIZE = 10.0


def text(key: str, centre: float, y: float, width: float | None = None) -> TextLine:
    """A text of ten points, centred at ``centre`` with its middle at the height ``y``."""
    half = (width if width is not None else SIZE * len(key)) / 2
    return TextLine(key, key, centre - half, y - SIZE / 2, centre + half, y + SIZE / 2, SIZE)


def amount(key: str, right: float, y: float) -> TextLine:
    """An amount whose last digit ends at ``right``."""
    return text(key, right - 2.5 * len(key), y, 5.0 * len(key))


def cells(*segments: TextLine, columns: tuple[Column, ...] = ()) -> list[str]:
    return sorted("|".join(line.key for line in found.lines) for found in put_together(segments, columns, ()))


def test_lines_with_a_wide_leading_are_one_head_where_they_are_centred_on_their_neighbours() -> None:
    """Line height 1.4, as browsers set ideographs: 14 points between lines of 10."""
    head = [text("财政拨款收", 50, 13), text("入", 50, 27), text("经营收入", 150, 20)]
    assert cells(*head) == ["经营收入", "财政拨款收|入"]
    # Without a neighbour on the line between, nothing proves it.
    assert cells(*head[:2]) == ["入", "财政拨款收"]


def test_three_lines_are_one_head_around_the_line_of_their_neighbours() -> None:
    head = [text("国有资本", 50, 6), text("经营预算", 50, 20), text("拨款", 50, 34), text("合计", 150, 20)]
    assert cells(*head) == ["合计", "国有资本|经营预算|拨款"]


def test_the_head_of_a_group_is_no_first_line_of_the_column_below_its_middle() -> None:
    """基本支出 over 小计, 人员经费, 公用经费: those on either side have nothing above them."""
    below = [text("小计", 20, 27), text("人员经费", 80, 27), text("公用经费", 140, 27)]
    group = [text("基本支出", 80, 13), *below, text("项目支出", 220, 20)]
    assert cells(*group) == ["人员经费", "公用经费", "基本支出", "小计", "项目支出"]


def test_a_second_line_is_no_wider_than_the_first() -> None:
    assert cells(text("支出", 50, 13), text("其中基本支出", 50, 27), text("合计", 150, 20)) == [
        "其中基本支出", "合计", "支出",
    ]  # fmt: skip


def test_heads_beside_their_amounts_make_the_text_above_the_head_of_a_group() -> None:
    """Figures set to the right of narrow heads: 小计 stands over the figures of 预算数, and heads both columns."""
    money = [amount("6.34", 58, 60), amount("5.93", 118, 60), amount("1.50", 178, 60)]
    body = Body((tuple(money),), 0, 0)
    columns = columns_of(body)
    assert columns is not None
    heads = [text("预算数", 25, 40, 24), text("决算数", 85, 40, 24), text("合计", 145, 33)]
    found = read_heads([text("小计", 52, 26), *heads], columns, ())
    assert found is not None
    assert [(c.column, c.column_end) for c in found.cells if c.row == 0] == [(0, 2), (2, 3)]


def test_a_group_between_its_columns_is_one_where_its_neighbour_heads_blank_columns() -> None:
    """收入 over 项目 and 金额, with 支出 on its line and not one text right below that."""
    rows = ((text("一、拨款", 30, 60), amount("9.00", 150, 60), text("一、外交", 200, 60), amount("8.00", 330, 60)),)
    columns = columns_of(Body(rows, 0, 0))
    assert columns is not None
    heads = [text("收入", 80, 20), text("支出", 250, 20)]
    heads += [text("项目", 30, 40), text("金额", 130, 40), text("项目", 200, 40), text("合计", 300, 40)]
    found = read_heads(heads, columns, ())
    assert found is not None
    assert [(c.column, c.column_end) for c in found.cells if c.row == 0] == [(0, 2), (2, 4)]


def test_steps_of_the_code_and_column_numbers_close_the_header() -> None:
    heads = [text("科目编码", 40, 20), text("合计", 200, 20)]
    closing = [text("类", 10, 40), text("款", 40, 40), text("项", 70, 40), text("栏次", 20, 55), text("1", 200, 55)]
    assert {s.key for s in closing_row([*heads, *closing, text("2", 260, 55)])} == {
        "类", "款", "项", "栏次", "1", "2",
    }  # fmt: skip
    assert closing_row([*heads, text("类", 10, 40)]) == []


def test_the_second_line_of_a_caption_is_no_head() -> None:
    """The name of the department is wrapped in its cell, around the line of the unit."""
    caption = [text("部门:某市生", 40, 14, 60), text("态环境局", 30, 26, 40), text("单位:元", 300, 20)]
    heads = [text("科目名称", 60, 40), text("金额", 300, 40)]
    body = [s for y in (54, 68, 82) for s in (text("办公费", 60, y), amount("12.34", 320, y))]
    (found,) = find_unruled([*caption, *heads, *body])
    assert sorted(s.key for s in found.header) == ["科目名称", "金额"]


def groups_of(heads: Heads | None) -> list[tuple[int, int]]:
    """The first column of each head of a group, and the one after its last."""
    assert heads is not None
    return [(cell.column, cell.column_end) for cell in heads.cells if cell.column_end - cell.column > 1]


def test_the_header_reaches_down_to_the_steps_of_the_code() -> None:
    """本年支出 over two columns; 本年收入 stands in the middle of three rows, the last of which is 类 款 项."""
    low = [text("小计", 300, 38.7), text("基本支出", 400, 38.7), text("项目支出", 500, 38.7)]
    heads = [text("科目编码", 50, 28.7), text("本年收入", 200, 28.7), text("本年支出", 400, 10), *low]
    heads.append(text("年末结转", 600, 28.7))
    steps = [text("类", 30, 47.6), text("款", 50, 47.6), text("项", 70, 47.6)]
    columns = [Column(20, 80), *(Column(x - 20, x + 30, (x - 20.0, x + 30.0)) for x in range(200, 601, 100))]
    without, found = (read_heads(heads, columns, (), rows) for rows in ((), steps))
    assert groups_of(without) == [(1, 6)]
    assert groups_of(found) == [(2, 5)]


@pytest.mark.parametrize(
    ("rights", "aligned"),
    [((100, 100, 100), True), ((100, 103, 100), True), ((100, 130, 160), False)],
)
def test_amounts_of_a_column_stand_one_below_the_other(rights: tuple[float, ...], aligned: bool) -> None:
    wide = [amount("1,234,567.00", right, 20 * n) for n, right in enumerate(rights)]
    assert (columns_of(Body(tuple((s,) for s in wide), 0, 0)) is not None) is aligned


def test_columns_that_overlap_have_no_edges() -> None:
    assert edges_of([Column(0, 50), Column(40, 90)]) is None
    assert edges_of([Column(0, 50), Column(60, 90)]) == (-2, 55, 92)


def test_two_amounts_in_one_column_make_no_grid() -> None:
    edges = (0.0, 100.0, 200.0)
    row = [text("小计", 40, 20), amount("1.00", 180, 20)]
    assert composed([row], edges, frozenset({1})) is not None
    assert composed([[*row, amount("2.00", 150, 20)]], edges, frozenset({1})) is None
    assert composed([[text("小计", 40, 20), amount("1.00", 115, 20)]], edges, frozenset({1})) is None


def test_the_name_of_a_total_covers_the_blank_columns_around_its_middle() -> None:
    edges = (0.0, 40.0, 100.0, 200.0)
    grid = composed([[text("公用经费合计", 100, 20)], [text("合计", 20, 40)]], edges, frozenset({2}))
    assert grid is not None
    assert [(r.column, r.column_end) for r in grid.regions if r.row == 0] == [(0, 3)]
    assert [(r.column, r.column_end) for r in grid.regions if r.row == 1] == [(0, 1), (1, 2), (2, 3)]


@pytest.mark.parametrize(
    ("label_y", "code_y", "joined"),
    [
        (26, 26, True),  # The label and the code stand half way: one row.
        (20, 20, False),  # They stand on the first line: the second is another row's.
        (26, 20, False),  # A code on one of the lines opens a row there.
    ],
)
def test_digits_below_an_amount_are_its_rest_only_where_the_row_is_centred_on_both(
    label_y: float, code_y: float, joined: bool
) -> None:
    lines = [amount("84,555,658.9", 200, 20), amount("6", 200, 32)]
    found = join_wrapped([*lines, text("工资福利支出", 80, label_y), text("301", 15, code_y, 15)])
    assert ("84,555,658.96" in {s.key for s in found}) is joined


def test_wrapped_labels_are_shared_among_rows_by_their_middles() -> None:
    lines = [text("一般公共", 40, 14), text("服务支出", 40, 26), text("保障", 40, 40)]
    rows, loose = match_lines(lines, [20.0, 40.0], SIZE, ())
    assert {y: [s.key for s in found] for y, found in rows.items()} == {20.0: ["一般公共", "服务支出"], 40.0: ["保障"]}
    assert loose == []


def test_a_label_far_from_every_amount_is_a_row_of_its_own() -> None:
    rows, loose = match_lines([text("其中", 40, 20), text("合计", 40, 60)], [60.0], SIZE, ())
    assert [s.key for s in rows[60.0]] == ["合计"]
    assert [(y, [s.key for s in found]) for y, found in loose] == [(20.0, ["其中"])]


def test_prose_and_captions_part_blocks_of_amounts() -> None:
    table = [amount("1.00", 200, 20), amount("2.00", 260, 20), amount("3.00", 200, 35), amount("4.00", 260, 35)]
    below = [amount("5.00", 200, 80), amount("6.00", 260, 80)]
    caption = text("单位:万元", 200, 60)
    assert len(blocks_of(rows_of([*table, *below]))) == 1
    assert len(blocks_of(rows_of([*table, caption, *below]))) == 2
