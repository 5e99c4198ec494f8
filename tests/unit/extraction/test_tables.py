"""Parts of one table on several pages, laid over one another."""

from __future__ import annotations

from tests.unit.extraction.test_document import extract, pages, table

TITLE = ("收入决算表", 100, 30)
HEAD = ["科目编码", "科目名称", "合计", "事业收入", "其他收入"]
WIDE = [40.0, 110.0, 230.0, 290.0, 350.0, 410.0]
NARROW = [40.0, 90.0, 190.0, 270.0, 350.0, 430.0]


def test_a_repeated_head_names_the_columns_whatever_their_widths() -> None:
    first = [HEAD, ["201", "一般公共服务支出", "3.00", "3.00", ""]]
    second = [HEAD, ["208", "社会保障和就业支出", "2.00", "1.00", "1.00"]]
    found = extract(pages(table(first, WIDE, 60, TITLE), table(second, NARROW, 60)))
    assert [(t.first_page, t.last_page, t.column_count) for t in found.tables] == [(1, 2, 5)]
    assert [c.header_path for c in found.columns] == HEAD
    amounts = [c for c in found.cells if c.page_number == 2 and c.text in ("2.00", "1.00")]
    assert [(c.column_number, c.column_span) for c in amounts] == [(3, 1), (4, 1), (5, 1)]


def test_without_a_head_columns_of_the_same_kinds_are_the_same_though_all_have_moved() -> None:
    first = [HEAD, ["201", "一般公共服务支出", "3.00", "3.00", ""]]
    second = [["208", "社会保障和就业支出", "2.00", "1.00", "1.00"]]
    found = extract(pages(table(first, WIDE, 60, TITLE), table(second, NARROW, 60)))
    assert [c.header_path for c in found.columns] == HEAD
    amounts = [c for c in found.cells if c.page_number == 2 and c.text in ("2.00", "1.00")]
    assert [(c.column_number, c.column_span) for c in amounts] == [(3, 1), (4, 1), (5, 1)]


def test_an_edge_lost_and_another_too_many_move_no_amount() -> None:
    first = [HEAD, ["201", "一般公共服务", "3.00", "2.00", "1.00"], ["202", "外交", "3.00", "2.00", "1.00"]]
    lost = [40.0, 110.0, 170.0, 230.0, 290.0, 410.0]
    found = extract(pages(table(first, WIDE, 60, TITLE), table([["208", "社保", "支出", "2.00", "1.00"]], lost, 60)))
    below = [c for c in found.cells if c.page_number == 2 and c.text in ("2.00", "1.00")]
    paths = [found.columns[c.column_number - 1].header_path for c in below]
    assert paths == ["合计", "事业收入"]


def test_amounts_with_a_currency_sign_open_the_body() -> None:
    rows = [HEAD, ["合计", "", "￥3.00", "￥2.00", "￥1.00"], ["201", "一般公共服务支出", "￥3.00", "￥2.00", "￥1.00"]]
    found = extract(pages(table(rows, WIDE, 60, TITLE)))
    assert [c.header_path for c in found.columns] == HEAD
