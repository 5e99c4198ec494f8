"""Header, column numbers and body told apart by shape."""

import pytest

from dagster_project.extraction.cells import GridCell
from dagster_project.extraction.records import RowKind
from dagster_project.extraction.rows import row_kinds

H, N, B = RowKind.HEADER, RowKind.COLUMN_NUMBERS, RowKind.BODY


def kinds(*rows: list[str]) -> list[RowKind]:
    cells = [
        GridCell(r, r + 1, c, c + 1, c * 10.0, r * 10.0, c * 10.0 + 10, r * 10.0 + 10, key, key, c * 10.0)
        for r, row in enumerate(rows)
        for c, key in enumerate(row)
    ]
    return row_kinds(cells, len(rows))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["项目", "决算数"], ["栏次", "1"], ["一、财政拨款收入", "5.00"]], [H, N, B]),
        ([["类", "款", "项", "栏次", "1", "2"], ["合计", "", "", "", "7.00", ""]], [N, B]),
        ([["合计", "基本支出", "项目支出"], ["1", "2", "3"], ["7.00", "4.00", "3.00"]], [H, N, B]),
        ([["项目", "", "合计", "基本支出"], ["合计", "", "合计", "基本支出"], ["", "", "", ""]], [H, H, B]),
        ([["类", "款", "项", "合计", "237,100.00"], ["205", "", "", "教育支出", "1.00"]], [B, B]),
        ([["预算数", "决算数"], ["", ""], ["", ""]], [H, B, B]),
        ([["十六、金融支出", ""], ["总计", "1.00"]], [B, B]),
        ([["2024", "2023"], ["201", "5"]], [H, B]),
        ([["项目", "金额"], ["合计", ""]], [H, B]),
        # A fold of the paper went through the row of column numbers.
        ([["项目", "金额", "项目", "合计", "拨款"], ["栏次", "T", "栏人", "2", "3", "4"], ["合计", "5.00"]], [H, N, B]),
        ([["项目", "金额", "金额"], ["合计", "¥9.00", "RMB8.00"]], [H, B]),
        ([["编码", "金额"], ["1,01035", "5"]], [H, B]),
        ([["预算数", "决算数"], ["0", "0"], ["1", "2"]], [H, B, B]),
        # Whole numbers below a hundred, and dashes, are amounts where a label stands before them.
        ([["项目", "预算数", "决算数"], ["合计", "9", "6"], ["公务接待费", "5", "3"]], [H, B, B]),
        ([["项目", "预算数", "决算数"], ["三公经费支出", "-", "-"], ["公务接待费", "5", "3"]], [H, B, B]),
        ([["项目", "行次", "金额"], ["政府性基金预算财政拨款", "30", ""]], [H, B]),
        # The line number of a blank row, first on its page.
        ([["项目", "行次", "金额"], ["栏次", "", "1"], ["", "65", ""], ["总计", "66", "7.00"]], [H, N, B, B]),
        # A note is no header, where it stands below one: a page may hold nothing else of its table.
        ([["项目", "决算数"], ["栏次", "1"], ["注:本表反映收入情况。", ""]], [H, N, B]),
        ([["支出决算表", ""], ["注:单位为万元", ""], ["项目", "决算数"], ["201", "5.00"]], [H, H, H, B]),
        # An amount row that counts up is body where the column numbers have already been seen.
        ([["甲", "乙", "丙"], ["1", "2", "3"], ["1", "2", "3"]], [H, N, B]),
    ],
)
def test_kinds(rows: list[list[str]], expected: list[RowKind]) -> None:
    assert kinds(*rows) == expected
