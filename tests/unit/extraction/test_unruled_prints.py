"""Tables without column lines as browsers and word processors print them: wrapped, spread, nearly touching, cut."""

from __future__ import annotations

import pytest

from dagster_project.extraction.cells import TextLine
from dagster_project.extraction.grid import Grid
from dagster_project.extraction.page import Ruling
from dagster_project.extraction.unruled.columns import columns_of
from dagster_project.extraction.unruled.heads import Heads, read_heads
from dagster_project.extraction.unruled.rows import Body
from dagster_project.extraction.unruled.tables import chains_of, count_apart, find_unruled, lay_out
from dagster_project.extraction.unruled.texts import put_together

SIZE = 10.0
LEADING = 15.6
"""Line height of a typeface of ideographs in a box of ten points, as LibreOffice sets it."""


def text(key: str, centre: float, y: float, width: float | None = None) -> TextLine:
    """A text of eleven points in boxes of ten, centred at ``centre`` with its middle at the height ``y``."""
    half = (width if width is not None else 11.0 * len(key.replace(" ", ""))) / 2
    return TextLine(key, key.replace(" ", ""), centre - half, y - SIZE / 2, centre + half, y + SIZE / 2, SIZE)


def from_left(key: str, x0: float, y: float) -> TextLine:
    """A text that begins at ``x0``."""
    return text(key, x0 + 5.5 * len(key), y)


def amount(key: str, right: float, y: float) -> TextLine:
    """An amount whose last digit ends at ``right``."""
    return text(key, right - 2.5 * len(key), y, 5.0 * len(key))


def cells(*segments: TextLine) -> list[str]:
    """The header cells that lines are put together to."""
    return sorted("|".join(line.key for line in found.lines) for found in put_together(segments, (), ()))


def paths(heads: Heads | None) -> list[int]:
    """How many heads stand over each column."""
    assert heads is not None
    return [sum(c.column <= n < c.column_end for c in heads.cells) for n in range(len(heads.columns))]


def groups(heads: Heads | None) -> list[tuple[int, int]]:
    """The first column of each head of a group, and the one after its last."""
    assert heads is not None
    return sorted((c.column, c.column_end) for c in heads.cells if c.column_end - c.column > 1)


def test_a_word_is_spread_over_its_cell_whatever_columns_its_ideographs_stand_over() -> None:
    """收　　入 and 支　　出 on one line, whose boxes differ by fractions of a point; 项　目 before its bracket."""
    top = [text("收", 100, 20.0), text("支", 300, 20.0), text("出", 333, 20.1), text("入", 133, 20.2)]
    assert cells(*top, text("项", 80, 40), text("目(按功能分类)", 140, 40)) == ["支|出", "收|入", "项|目(按功能分类)"]


def test_the_last_ideographs_of_two_wrapped_heads_are_no_word() -> None:
    heads = [text("上缴收", 100, 20), text("经营支", 140, 20), text("入", 100, 33), from_left("出", 123.5, 33)]
    assert cells(*heads) == ["上缴收|入", "经营支|出"]


def test_heads_that_wrap_alike_are_cells_of_two_lines() -> None:
    """No neighbour of one line proves it: all amount columns have heads of two lines."""
    heads = [text("本年收入", 100, 20), text("财政拨款", 160, 20), text("合计", 100, 35.6), text("收入", 160, 35.6)]
    assert cells(*heads) == ["本年收入|合计", "财政拨款|收入"]


def test_lines_of_a_cell_may_be_as_wide_as_the_widest_of_them_and_one_character_more() -> None:
    """一般公共预算 wraps, and 财政拨款 is on a line of its own."""
    heads = [text("一般公共预", 50, 13), text("算", 50, 26), text("财政拨款", 50, 39), text("小计", 110, 26)]
    assert cells(*heads) == ["一般公共预|算|财政拨款", "小计"]
    assert cells(text("政府性基金", 50, 20), text("预算财政拨款", 50, 35), text("小计", 110, 27.5)) == [
        "小计", "政府性基金|预算财政拨款",
    ]  # fmt: skip


def test_a_group_over_the_middle_of_three_columns_is_no_line_of_the_wrapped_head_below_it() -> None:
    heads = [text("本年支出", 160, 20), text("基本支", 160, 33), text("出", 160, 46)]
    heads += [text("小计", 110, 39.5), text("项目支出", 215, 39.5), text("年末结转", 300, 33)]
    assert cells(*heads) == ["基本支|出", "小计", "年末结转", "本年支出", "项目支出"]


def test_texts_beyond_another_column_are_of_no_group() -> None:
    """年初结转和结余 between 科目名称 and 小计, with 本年收入 before that."""
    heads = [text("年初结转和结", 277, 13), text("余", 277, 28), text("本年收入", 342, 20.5)]
    heads += [text("科目名称", 180, 28), text("小计", 390, 28)]
    assert cells(*heads) == ["小计", "年初结转和结|余", "本年收入", "科目名称"]


def test_heads_that_nearly_touch_are_cut_where_each_piece_has_a_line_of_its_own_below_it() -> None:
    upper = TextLine("附属单位 其他收", "附属单位其他收", 100.0, 15.0, 181.0, 25.0, 11.0)
    lower = [text("上缴收入", 122, 33), text("入", 164.5, 33)]
    assert cells(upper, *lower) == ["其他收|入", "附属单位|上缴收入"]
    assert cells(upper) == ["附属单位其他收"]


def three_levels() -> tuple[list[TextLine], list[TextLine]]:
    """三公 as pairs of columns: 小计 stands half a row below 合计, which reaches over the row of 公务用车."""
    leaves = [text(key, 40 + 45 * n, 39, 30) for n, key in enumerate(("预算数", "决算数") * 5)]
    middle = [text("小计", 152, 26, 20), text("购置费", 242, 26, 30), text("运行费", 332, 26, 30)]
    sides = [text("合计", 62, 19.5, 20), text("接待费", 422, 19.5, 30)]
    row = [amount("164.03", 58 + 45 * n, 55) for n in range(10)]
    return [text("公务用车", 242, 13, 40), *sides, *middle, *leaves], row


def test_a_head_half_a_row_higher_keeps_its_columns_from_the_groups_beside_it() -> None:
    heads, row = three_levels()
    columns = columns_of(Body((tuple(row),), 0, 0))
    assert columns is not None
    found = read_heads(heads, columns, ())
    assert groups(found) == [(0, 2), (2, 4), (2, 8), (4, 6), (6, 8), (8, 10)]
    assert paths(found) == [2, 2, 3, 3, 3, 3, 3, 3, 2, 2]


def test_a_line_drawn_cell_by_cell_below_two_groups_is_one_line() -> None:
    money = [amount("9.00", x, 60) for x in (60, 120, 180, 240)]
    columns = columns_of(Body((tuple(money),), 0, 0))
    assert columns is not None
    heads = [text("项", 50, 40), text("计", 110, 40), text("目", 170, 40), text("额", 230, 40)]
    rules = [Ruling(30.0, x, x + 60.0) for x in (30.0, 90.0, 150.0, 210.0)]
    assert groups(read_heads([text("收入", 80, 20), text("支出", 200, 20), *heads], columns, rules)) == [(0, 2), (2, 4)]


HEADER = [text("项目", 60, 10), text("行次", 140, 10), text("金额", 220, 10)]


def page(*rows: TextLine) -> list[TextLine]:
    """The repeated header with rows below it."""
    return [*HEADER, *rows]


def first_page() -> list[TextLine]:
    rows = [s for n, y in enumerate((40, 60, 80)) for s in (from_left("一般公共", 30, y), amount(f"{n}.50", 240, y))]
    return page(*rows, from_left("社会保障和", 30, 100), amount("9.00", 240, 100))


def laid(*pages: list[TextLine]) -> list[Grid | None]:
    """The grids of the only table on these pages."""
    (chain,) = chains_of([find_unruled(p) for p in pages], [True] * len(pages))
    assert [number for number, _ in chain] == list(range(len(pages)))
    return lay_out([part for _, part in chain])


def test_the_rest_of_a_label_below_the_repeated_header_is_a_row_of_the_body() -> None:
    rest = page(from_left("就业支出", 30, 40), from_left("卫生健康支出", 30, 60), amount("3.00", 240, 60))
    grids = laid(first_page(), rest)
    assert [grid and len(grid.ys) - 1 for grid in grids] == [5, 3]


def test_the_first_line_of_a_wrapped_label_is_no_header() -> None:
    """A page without a header begins half a line above its first amounts."""
    wrapped = [from_left("八、社会保障和", 30, 20), from_left("就业支出", 30, 20 + LEADING)]
    rest = [*wrapped, amount("7.00", 240, 20 + LEADING / 2), from_left("保障", 30, 50), amount("8.00", 240, 50)]
    grids = laid(first_page(), rest)
    assert [grid and len(grid.ys) - 1 for grid in grids] == [5, 2]


def test_a_single_amount_goes_on_with_a_table_and_makes_none() -> None:
    last = [from_left("公用经费合计", 30, 20), amount("7.00", 240, 20)]
    assert [grid and len(grid.ys) - 1 for grid in laid(first_page(), last)] == [5, 1]
    assert chains_of([find_unruled(last)], [True]) == []
    aside = [from_left("共计", 300, 20), amount("7.00", 400, 20)]
    assert len(chains_of([find_unruled(first_page()), find_unruled(aside)], [True, True])) == 1


def test_rows_with_line_numbers_are_where_their_numbers_are() -> None:
    """Labels of three lines, the first a line above the number; two rows without amounts."""
    body = []
    for n, y in enumerate((60, 110, 160, 210)):
        lines = [from_left(part, 30, y + LEADING * k) for k, part in ((-1, "二、灾害防治"), (0, "及应急管"), (1, "理"))]
        body += [*lines, text(str(50 + n), 140, y, 11), *([amount("3.50", 240, y)] if n % 2 == 0 else [])]
    (found,) = find_unruled([*HEADER, *body])
    assert [sum(not s.key[0].isdigit() for s in row) for row in found.body.rows] == [3, 3, 3, 3]


def test_the_lines_of_a_label_that_opens_a_row_without_amounts_are_one_row() -> None:
    body = []
    for y, lines in ((60, ("一、公共服务",)), (90, ("二、文化体育", "与传媒支出")), (130, ("三、卫生健康",))):
        body += [from_left(line, 30, y + LEADING * n) for n, line in enumerate(lines)]
        body += [amount("3.50", 240, y)] if y != 90 else []
    (found,) = find_unruled([*HEADER, *body])
    assert [[s.key for s in row if s.key[0] != "3"] for row in found.body.rows] == [
        ["一、公共服务"], ["二、文化体育", "与传媒支出"], ["三、卫生健康"],
    ]  # fmt: skip


def test_a_label_alone_below_the_last_amounts_is_a_row() -> None:
    below = [from_left("国有资本经营", 30, 120), from_left("拨款", 30, 120 + LEADING)]
    (found,) = find_unruled([*first_page(), *below])
    assert [s.key for s in found.body.rows[-1]] == ["国有资本经营", "拨款"]
    (found,) = find_unruled([*first_page(), text("单位负责人", 180, 120)])
    assert [s.key for s in found.body.rows[-1]] == ["社会保障和", "9.00"]


@pytest.mark.parametrize("key", ["¥7.00", "RMB1,234.50", "-¥7.00", "人民币7.00"])
def test_a_currency_before_the_figure_is_of_the_amount(key: str) -> None:
    assert count_apart([text(f"{key} {key}", 100, 10)._replace(text=f"{key} {key}", key=key + key)]) == 2
