"""Sheets too wide for their paper: columns on pages of their own, printed down and then over to the right."""

from __future__ import annotations

import pytest

from dagster_project.extraction import Extraction
from tests.unit.extraction.test_document import extract, pages, table

TITLE = ("一般公共预算财政拨款支出决算表", 100, 30)
UNIT = ("单位：万元", 300, 30)
XS = [40.0, 110.0, 220.0, 300.0]
LEFT = [
    ["科目编码", "科目名称", "合计"],
    ["栏次", "", "1"],
    ["201", "一般公共服务", "3.00"],
    ["20103", "办公厅", "3.00"],
]
RIGHT = [["基本支出", "项目支出"], ["2", "3"], ["1.00", "2.00"], ["0.50", "2.50"]]
TAIL = [["2010301", "行政运行", "3.00"], ["2010302", "一般事务", "0.00"]]
TAIL_RIGHT = [["1.00", "2.00"], ["", ""]]


def headers(extraction: Extraction, number: int) -> list[str]:
    return [c.header_path for c in extraction.columns if c.table_number == number]


def texts(extraction: Extraction, row: int) -> list[tuple[str, int]]:
    found = [c for c in extraction.cells if c.table_number == 1 and c.row_number == row]
    return [(c.text, c.page_number) for c in sorted(found, key=lambda c: c.column_number)]


def test_a_page_carries_on_the_one_before_to_the_right() -> None:
    found = extract(pages(table(LEFT, XS, 60, TITLE), table(RIGHT, [40, 120, 200], 60, UNIT)))
    assert headers(found, 1) == ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
    assert texts(found, 3) == [("201", 1), ("一般公共服务", 1), ("3.00", 1), ("1.00", 2), ("2.00", 2)]
    assert len(found.tables) == 1
    assert (found.tables[0].first_page, found.tables[0].last_page) == (1, 2)
    assert "单位：万元" in [c.text for c in found.captions if c.position == "above"]


def test_down_and_then_over_with_a_blank_end() -> None:
    found = extract(
        pages(
            table(LEFT, XS, 60, TITLE),
            table(TAIL, XS, 60),
            table(RIGHT, [40, 120, 200], 60, UNIT),
            table(TAIL_RIGHT, [40, 120, 200], 60),
        )
    )
    assert len(found.tables) == 1
    assert texts(found, 5) == [("2010301", 2), ("行政运行", 2), ("3.00", 2), ("1.00", 4), ("2.00", 4)]


def test_one_column_alone_goes_to_the_right_too() -> None:
    right = [[row[0]] for row in RIGHT]
    found = extract(pages(table(LEFT, XS, 60, TITLE), table(right, [40, 120], 60, UNIT)))
    assert headers(found, 1) == ["科目编码", "科目名称", "合计", "基本支出"]


@pytest.mark.parametrize(
    ("right", "top", "lines"),
    [
        ([["基本支出", "项目支出"], ["3", "4"], ["1.00", "2.00"], ["0.50", "2.50"]], 60, ()),
        (RIGHT, 70, ()),
        (RIGHT[:3], 60, ()),
        (RIGHT, 60, (("政府性基金预算财政拨款支出决算表", 100, 40),)),
    ],
    ids=["numbers that do not go on", "another height", "fewer rows", "a title of its own"],
)
def test_without_proof_it_stays_a_table_of_its_own(right: list[list[str]], top: float, lines: tuple) -> None:
    found = extract(pages(table(LEFT, XS, 60, TITLE), table(right, [40, 120, 200], top, *lines)))
    assert len(found.tables) == 2
    assert headers(found, 1) == ["科目编码", "科目名称", "合计"]


def test_a_column_of_amounts_is_a_table_and_framed_text_is_none() -> None:
    column = table([["对附属单位补助支出"], ["6"], ["0.00"]], [40, 180], 60, TITLE)
    framed = table([["部门决算公开"], ["2022年度"], ["编制说明"]], [40, 180], 60)
    found = extract(pages(column, framed))
    assert [(t.first_page, t.column_count) for t in found.tables] == [(1, 1)]
    assert "编制说明" in [line.text for line in found.lines if line.page_number == 2]


def test_without_column_numbers_other_headings_that_had_no_room_go_to_the_right() -> None:
    left, right = [LEFT[0], *LEFT[2:], *TAIL], [RIGHT[0], *RIGHT[2:], *TAIL_RIGHT]
    found = extract(pages(table(left, XS, 60, TITLE), table(right, [40, 120, 200], 60, UNIT, ("支出决算表", 40, 30))))
    assert headers(found, 1) == ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]


@pytest.mark.parametrize("rest", ["表", "决算表", "支出决算表", "财政拨款支出决算表"])
def test_a_title_cut_by_the_edge_is_put_together(rest: str) -> None:
    cut = ("财政拨款支出决算" if rest != "财政拨款支出决算表" else "财政拨款", 220, 30)
    found = extract(pages(table(LEFT, XS, 60, cut), table(RIGHT, [40, 120, 200], 60, (rest, 40, 30))))
    assert [c.text_key for c in found.captions if c.position == "above"] == ["财政拨款支出决算表"]


@pytest.mark.parametrize(
    ("right", "xs", "lines"),
    [
        ([RIGHT[0], *RIGHT[2:], *TAIL_RIGHT], [40, 90, 200], ()),
        ([["科目编码", "科目名称", "合计"], *TAIL, *TAIL], [40, 110, 220, 300], ()),
        ([RIGHT[0], *RIGHT[2:], *TAIL_RIGHT], [40, 120, 200], (("财政拨款支出决算表", 100, 30),)),
        ([RIGHT[0], *RIGHT[2:], *TAIL_RIGHT], [40, 120, 200], (("收入决算表", 40, 30),)),
        ([RIGHT[0], *RIGHT[2:], *TAIL_RIGHT], [40, 120, 200], ()),
    ],
    ids=["room enough", "the header repeated", "a title of its own", "at the edge", "no title"],
)
def test_like_rows_alone_prove_nothing(right: list[list[str]], xs: list[float], lines: tuple) -> None:
    found = extract(pages(table([LEFT[0], *LEFT[2:], *TAIL], XS, 60, TITLE), table(right, xs, 60, *lines)))
    assert headers(found, 1) == ["科目编码", "科目名称", "合计"]
