"""Tables without column lines: every amount in its column, or no table at all."""

from __future__ import annotations

import io
import random

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from dagster_project.extraction import Extraction, extract_document
from dagster_project.extraction.records import RowKind
from tools.samples.synthetic.disclosures import load_faultless
from tools.typesetter import LAYOUTS, typeset
from tools.typesetter.style import Ruling

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
RIGHT = [250.0, 310.0, 370.0]
BODY = [
    ("", "合计", "9.00", "8.00", "1.00"),
    ("201", "一般公共服务支出", "7.00", "7.00", ""),
    ("20103", "政府办公厅及相关机构事务", "7.00", "7.00", ""),
    ("208", "社会保障和就业支出", "2.00", "1.00", "1.00"),
]
HEADS = ["科目编码", "科目名称", "本年支出/合计", "本年支出/基本支出", "本年支出/项目支出"]


def extract(*drawings) -> Extraction:
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer, pagesize=(400, 300))
    for draw in drawings:
        sheet.setFont(FONT, 10)
        draw(sheet)
        sheet.showPage()
    sheet.save()
    return extract_document(buffer.getvalue(), document_id="x")


def right_aligned(sheet: canvas.Canvas, y: float, texts: tuple[str, ...]) -> None:
    for x, text in zip(RIGHT, texts, strict=True):
        sheet.drawRightString(x, y, text)


def form(body=BODY, *, rules=(), columns=(), header=True, title=True, note=True):
    def draw(sheet: canvas.Canvas) -> None:
        if title:
            sheet.drawString(150, 270, "支出决算表")
            sheet.drawRightString(370, 255, "单位：万元")
        if header:
            sheet.drawCentredString(290, 235, "本年支出")
            for x, text in [(45, "科目编码"), (110, "科目名称")]:
                sheet.drawString(x, 220, text)
            right_aligned(sheet, 220, ("合计", "基本支出", "项目支出"))
        for i, (code, name, *amounts) in enumerate(body):
            sheet.drawString(45, 200 - 15 * i, code)
            sheet.drawString(85, 200 - 15 * i, name)
            right_aligned(sheet, 200 - 15 * i, tuple(amounts))
        if note:
            sheet.drawString(45, 110, "注：本表反映部门本年度各项支出情况，合计七点零零，尾差由四舍五入造成。")
        for y in rules:
            sheet.line(40, y, 380, y)
        for x in columns:
            sheet.line(x, 248, x, 145)

    return draw


def rows_of(extraction: Extraction, table_number: int = 1) -> list[tuple[str, ...]]:
    cells = {(c.row_number, c.column_number): c.text for c in extraction.cells if c.table_number == table_number}
    width = max(c.column_number for c in extraction.columns if c.table_number == table_number)
    bodies = [r.row_number for r in extraction.rows if r.table_number == table_number and r.kind == RowKind.BODY]
    return [tuple(cells.get((row, column), "") for column in range(1, width + 1)) for row in bodies]


@pytest.mark.parametrize(
    ("rules", "columns"),
    [
        ((), ()),  # no lines at all
        ((248, 214, 145), ()),  # 三线表
        ((248, 214, 194, 179, 164, 145), ()),  # every row underlined
        ((248, 145), (40, 380)),  # a frame and nothing in it
        ((248, 214, 194, 179, 164, 145), (40, 380)),  # rows in a frame
        ((248, 145), (40, 82, 220, 260, 320, 380)),  # columns in a frame, and no line between rows
    ],
)
def test_rows_and_columns_without_column_lines(rules, columns) -> None:
    extraction = extract(form(rules=rules, columns=columns))
    assert [c.header_path for c in extraction.columns] == HEADS
    assert rows_of(extraction) == BODY


def test_a_blank_cell_moves_no_neighbour() -> None:
    body = [
        ("", "合计", "9.00", "", "1.00"),
        ("201", "一般公共服务支出", "", "", "7.00"),
        ("208", "保障", "2.00", "", ""),
    ]
    assert rows_of(extract(form(body))) == body


def test_a_page_goes_on_in_the_columns_of_the_page_before() -> None:
    rest = [("20808", "抚恤", "", "", "1.00"), ("210", "卫生健康支出", "3.00", "", "3.00")]
    for header in (True, False):
        extraction = extract(form(note=False), form(rest, header=header, title=False))
        assert rows_of(extraction) == BODY + rest
        assert [c.header_path for c in extraction.columns] == HEADS


def test_a_header_on_many_pages_is_no_running_head() -> None:
    """It stands at one height on four pages of five; the running head stands on the page of prose too."""
    rest = [[("20808", "抚恤", "", "", "1.00"), ("210", "卫生健康支出", f"{n}.00", "", "3.00")] for n in range(3)]

    def prose(sheet: canvas.Canvas) -> None:
        sheet.drawString(45, 220, "一、部门的主要职责是贯彻执行国家的方针政策。")

    def headed(draw):
        def both(sheet: canvas.Canvas) -> None:
            sheet.drawString(150, 285, "某局部门决算")
            draw(sheet)

        return both

    pages = [form(note=False), *(form(body, title=False, note=False) for body in rest), prose]
    extraction = extract(*map(headed, pages))
    assert rows_of(extraction) == [*BODY, *(row for body in rest for row in body)]
    assert [c.header_path for c in extraction.columns] == HEADS


def test_an_amount_across_two_columns_makes_no_table() -> None:
    body = [*BODY[:3], ("208", "社会保障", "", "1,234,567,890,123.00", "1.00")]
    extraction = extract(form(body))
    assert extraction.tables == ()
    assert any("1,234,567,890,123.00" in line.text.replace(" ", "") for line in extraction.lines)


def test_columns_without_heads_make_no_table() -> None:
    assert extract(form(header=False)).tables == ()


def test_a_wrapped_label_stays_in_its_row() -> None:
    def draw(sheet: canvas.Canvas) -> None:
        form([("201", "", "7.00", "7.00", ""), ("208", "", "2.00", "1.00", "1.00")])(sheet)
        for y, text in [(206, "一般公共"), (194, "服务支出"), (185, "保障")]:
            sheet.drawString(85, y, text)

    assert [row[:3] for row in rows_of(extract(draw))] == [
        ("201", "一般公共\n服务支出", "7.00"),
        ("208", "保障", "2.00"),
    ]


PROSE = (
    "本年决算收入合计{a}万元，其中财政拨款收入{b}万元，占{c}%。",
    "一、{a} 万元，比上年增加 {b} 万元，增长 {c}%",
    "（一）支出 {a} 元 其中 {b} 元",
    "合计：{a}，{b}，{c}",
)


@pytest.mark.parametrize("sentence", PROSE)
@pytest.mark.parametrize("seed", range(3))
def test_prose_with_figures_is_no_table(sentence: str, seed: int) -> None:
    figures = random.Random(seed)

    def draw(sheet: canvas.Canvas) -> None:
        for i in range(12):
            a, b, c = (f"{figures.uniform(1, 10 ** figures.randint(1, 6)):,.2f}" for _ in range(3))
            sheet.drawString(40 + 20 * (i % 5 == 0), 270 - 16 * i, "部门决算" + sentence.format(a=a, b=b, c=c))

    assert extract(draw).tables == ()


def test_prose_set_with_wide_gaps_is_no_table() -> None:
    def draw(sheet: canvas.Canvas) -> None:
        for i in range(12):
            x = 40.0
            for piece in ("部门决算支出", f"{i * 7}07.82", "万元，比上年增加", f"{i}.5", "万元"):
                sheet.drawString(x, 270 - 16 * i, piece)
                x += 10 * len(piece) * (0.5 if piece[0].isdigit() else 1) + 6

    assert extract(draw).tables == ()


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
@pytest.mark.parametrize("ruling", [Ruling.NONE, Ruling.HEADER_ONLY])
def test_a_disclosure_reads_alike_with_lines_and_without(layout: str, ruling: Ruling) -> None:
    disclosure, _ = next(load_faultless())
    base = LAYOUTS[layout]
    readings = []
    for style in (base.style.ruling, ruling):
        data, cells = typeset(disclosure, base.with_style(ruling=style))
        extraction = extract_document(data, document_id="x")
        paths = {(c.table_number, c.column_number): c.header_path for c in extraction.columns}
        # Forms behind the statements are set without lines too; they are none of the nine.
        statements = {cell.page_number for cell in cells}
        amounts = [c for c in extraction.cells if "." in c.text and c.page_number in statements]
        readings.append(sorted((c.page_number, paths[c.table_number, c.column_number], c.text) for c in amounts))
    assert readings[1] == readings[0]
    assert len(readings[0]) >= len(cells)
