"""What characters can do to a figure or a name, from the page to the key by which it is compared."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from dagster_project.extraction import extract_document

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
XS = [40.0, 110.0, 220.0, 300.0, 380.0]
ROWS = (60, 80, 100, 120)


HEADS = ("科目编码", "科目名称", "合计", "基本支出")
NAMES = ("财 政 拨 款", "财\u3000政\u3000拨\u3000款", "财\u00a0政拨款", "财政拨款", "财⽀拨款")


def read(draw, heads: tuple[str, ...] = HEADS) -> dict[tuple[int, int], tuple[str, str]]:
    """Text and key of the cells of a ruled page with a header, by row and column."""
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer, pagesize=(400, 300))
    sheet.setFont(FONT, 10)
    sheet.drawString(150, 260, "支出决算表")
    for y in ROWS:
        sheet.line(XS[0], 300 - y, XS[-1], 300 - y)
    for x in XS:
        sheet.line(x, 300 - ROWS[0], x, 300 - ROWS[-1])
    for x, text in zip(XS, heads, strict=False):
        sheet.drawString(x + 4, 226, text)
    sheet.drawString(44, 206, "201")
    draw(sheet)
    sheet.save()
    cells = extract_document(buffer.getvalue(), document_id="x").cells
    return {(c.row_number, c.column_number): (c.text, c.text_key) for c in cells}


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("1 234.56", "1234.56"),
        ("1\u00a0234.56", "1234.56"),
        ("１，２３４．５６", "1,234.56"),
        ("1，234.56", "1,234.56"),
        ("-12.30", "-12.30"),
        ("－12.30", "-12.30"),
        ("△12.30", "△12.30"),
        ("(12.30)", "(12.30)"),
        ("（12.30）", "(12.30)"),
        ("￥1,234.56", "¥1,234.56"),
    ],
)
def test_a_figure_in_every_spelling(printed: str, key: str) -> None:
    assert read(lambda sheet: sheet.drawString(224, 206, printed))[2, 3][1] == key


@pytest.mark.parametrize(
    "printed", ["财 政 拨 款", "财\u3000政\u3000拨\u3000款", "财\u00a0政拨款", "财政拨款", "财⽀拨款"]
)
def test_spaces_and_radicals_inside_a_name(printed: str) -> None:
    assert read(lambda sheet: sheet.drawString(114, 206, printed))[2, 2][1] == printed.translate(
        {0x20: None, 0xA0: None, 0x3000: None, 0x2F40: "支"}
    )


def test_a_wrapped_amount_is_one_figure() -> None:
    def draw(sheet: canvas.Canvas) -> None:
        sheet.setFont(FONT, 8)
        sheet.drawString(224, 211, "1,234,")
        sheet.drawString(224, 202, "567.89")

    assert read(draw)[2, 3] == ("1,234,\n567.89", "1,234,567.89")


def test_vertical_text_in_a_header_cell() -> None:
    def draw(sheet: canvas.Canvas) -> None:
        sheet.setFont(FONT, 5)
        for n, char in enumerate("项目"):
            sheet.drawString(336, 232 - 6 * n, char)

    assert read(draw, HEADS[:3])[1, 4] == ("项\n目", "项目")


def test_a_dark_slanted_watermark_leaves_no_trace() -> None:
    def draw(sheet: canvas.Canvas) -> None:
        sheet.drawString(224, 206, "7.00")
        sheet.saveState()
        sheet.translate(200, 180)
        sheet.rotate(35)
        sheet.setFont(FONT, 24)
        sheet.drawString(-60, 0, "内部资料888")
        sheet.restoreState()

    cells = read(draw)
    assert cells[2, 3] == ("7.00", "7.00")
    assert not any("内" in text or "888" in text for text, _ in cells.values())


def test_white_invisible_and_clipped_figures_are_not_read() -> None:
    def draw(sheet: canvas.Canvas) -> None:
        sheet.drawString(224, 206, "7.00")
        sheet.setFillColorRGB(1, 1, 1)
        sheet.drawString(304, 206, "8.88")
        sheet.setFillColorRGB(0, 0, 0)
        invisible = sheet.beginText(304, 206)
        invisible.setTextRenderMode(3)
        invisible.textOut("9.99")
        sheet.drawText(invisible)

    cells = read(draw)
    assert cells[2, 3][0] == "7.00"
    assert (2, 4) not in cells


def test_figures_drawn_twice_and_in_another_order_are_read_once() -> None:
    def draw(sheet: canvas.Canvas) -> None:
        for shift in (0.0, 0.3):
            for n, char in reversed(list(enumerate("7.00"))):
                sheet.drawString(224 + 5 * n + shift, 206, char)

    assert read(draw)[2, 3][1] == "7.00"
