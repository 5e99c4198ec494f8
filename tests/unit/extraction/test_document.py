"""Bytes in, records out: refusals with their reasons, and tables over several pages."""

import hashlib
import io

import pikepdf
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from dagster_project.extraction import Extraction, ExtractionLimits, ReasonCode, RejectedDocument, extract_document
from dagster_project.extraction.cells import TextLine
from dagster_project.extraction.records import CaptionPosition, RowKind
from dagster_project.extraction.tables import is_furniture

FONT = "STSong-Light"
NOTICE = "会议通知：请各单位于明日上午到会，不得缺席，特此通知。"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def extract(data: bytes, **limits: int) -> Extraction:
    return extract_document(
        data, document_id=hashlib.sha256(data).hexdigest(), limits=ExtractionLimits(**limits) if limits else None
    )


def pages(*drawings, encrypt: str | None = None) -> bytes:
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer, pagesize=(400, 300))
    for draw in drawings:
        sheet.setFont(FONT, 10)
        draw(sheet)
        sheet.showPage()
    sheet.save()
    if encrypt is None:
        return buffer.getvalue()
    locked = io.BytesIO()
    with pikepdf.open(buffer) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(user=encrypt, owner="owner"))
    return locked.getvalue()


def table(rows: list[list[str]], xs: list[float], top: float, *lines: tuple[str, float, float]):
    def draw(sheet: canvas.Canvas) -> None:
        for text, x, y in lines:
            sheet.drawString(x, 300 - y, text)
        for i in range(len(rows) + 1):
            sheet.line(xs[0], 300 - top - 20 * i, xs[-1], 300 - top - 20 * i)
        for x in xs:
            sheet.line(x, 300 - top, x, 300 - top - 20 * len(rows))
        for i, row in enumerate(rows):
            for x, text in zip(xs, row, strict=False):
                sheet.drawString(x + 4, 300 - top - 20 * i - 14, text)

    return draw


HEADER = ["科目编码", "科目名称", "合计", "基本支出"]
XS = [40.0, 110.0, 220.0, 300.0, 380.0]
FIRST = table(
    [HEADER, ["201", "一般公共服务支出", "7.00", "7.00"], ["20103", "政府办公厅", "7.00", "7.00"]],
    XS, 60, ("支出决算表", 150, 40), ("单位：万元", 320, 55),
)  # fmt: skip


def texts(extraction: Extraction, table_number: int = 1) -> dict[tuple[int, int], str]:
    return {(c.row_number, c.column_number): c.text for c in extraction.cells if c.table_number == table_number}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", ReasonCode.EMPTY_FILE),
        (b"\0\0\n", ReasonCode.EMPTY_FILE),
        (b"<html><body>404</body></html>", ReasonCode.NOT_A_PDF),
        (pages(FIRST)[:-200], ReasonCode.TRUNCATED),
        (pages(FIRST, encrypt="secret"), ReasonCode.ENCRYPTED),
        (pages(lambda s: s.drawString(50, 50, NOTICE)), ReasonCode.NOT_A_DISCLOSURE),
        (pages(lambda s: s.rect(5, 5, 50, 50)), ReasonCode.NO_TEXT_LAYER),
        (b"%PDF-1.7\nnothing to see\n%%EOF", ReasonCode.UNREADABLE),
    ],
)  # fmt: skip
def test_refusals(data: bytes, reason: ReasonCode) -> None:
    with pytest.raises(RejectedDocument) as caught:
        extract(data)
    assert caught.value.reason is reason
    assert caught.value.message


def test_a_file_without_pages_is_not_taken_for_one_with_a_password() -> None:
    """pdfium keeps the error of the file before."""
    empty = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    reasons = []
    for data in (pages(FIRST, encrypt="secret"), empty + b"trailer<</Root 1 0 R/Size 3>>\n%%EOF"):
        with pytest.raises(RejectedDocument) as caught:
            extract(data)
        reasons.append(caught.value.reason)
    assert reasons == [ReasonCode.ENCRYPTED, ReasonCode.UNREADABLE]


def test_what_a_server_appends_does_not_cut_a_file_short() -> None:
    assert texts(extract(pages(FIRST) + b"<script>count()</script>\n" * 500)) == texts(extract(pages(FIRST)))
    revised = pages(FIRST) + b"9 0 obj\n<</Length 9000>>\nstream\n" + b"0" * 8000
    with pytest.raises(RejectedDocument) as caught:
        extract(revised)
    assert caught.value.reason is ReasonCode.TRUNCATED


def test_limits() -> None:
    data = pages(FIRST, FIRST, FIRST)
    with pytest.raises(RejectedDocument) as caught:
        extract(data, max_pages=2)
    assert caught.value.reason is ReasonCode.PAGE_LIMIT
    with pytest.raises(RejectedDocument) as caught:
        extract(data, max_bytes=100)
    assert caught.value.reason is ReasonCode.SIZE_LIMIT


def test_a_document_encrypted_without_a_password_loads() -> None:
    assert extract(pages(FIRST, encrypt="")).document.page_count == 1


def test_columns_rows_cells_and_captions() -> None:
    extraction = extract(pages(FIRST))
    assert [c.header_path for c in extraction.columns] == HEADER
    assert [r.kind for r in extraction.rows] == [RowKind.HEADER, RowKind.BODY, RowKind.BODY]
    assert texts(extraction)[2, 3] == "7.00"
    above = [c.text for c in extraction.captions if c.position == CaptionPosition.ABOVE]
    assert above == ["支出决算表", "单位：万元"]
    (cell,) = [c for c in extraction.cells if c.text == "20103"]
    assert (cell.x0, cell.top, cell.x1, cell.bottom) == pytest.approx((40, 100, 110, 120), abs=0.6)


@pytest.mark.parametrize(
    ("rows", "xs"),
    [
        ([["208", "社会保障", "3.00", "1.00"], ["合计", "", "9.00", "8.00"]], XS),  # as before
        ([["208", "社会保障", "3.00", "1.00"], ["合计", "", "9.00", "8.00"]], [x + 7 for x in XS]),  # moved
        ([HEADER, ["208", "社会保障", "3.00", "1.00"]], XS),  # the header again
    ],
)
def test_a_table_goes_on_over_the_page(rows: list[list[str]], xs: list[float]) -> None:
    extraction = extract(pages(FIRST, table(rows, xs, 20, ("2", 200, 290))))
    assert [(t.first_page, t.last_page) for t in extraction.tables] == [(1, 2)]
    (row, column) = next(place for place, text in texts(extraction).items() if text == "3.00")
    assert (row, column) == (len([HEADER]) + 2 + [r[0] for r in rows].index("208") + 1, 3)
    assert len(extraction.columns) == 4


def test_the_blank_rest_of_a_table_belongs_to_it() -> None:
    """What stands below the last blank rows, on the next page, is said of the table."""
    extraction = extract(pages(FIRST, table([["", "", "", ""]] * 3, XS, 20, ("本部门没有此项支出。", 40, 120))))
    assert [(t.first_page, t.last_page) for t in extraction.tables] == [(1, 2)]
    below = [(c.page_number, c.text_key) for c in extraction.captions if c.position is CaptionPosition.BELOW]
    assert below == [(2, "本部门没有此项支出。")]
    assert len(extract(pages(FIRST, table([["", "", ""]] * 3, [40, 100, 150, 300], 20))).tables) == 1


def test_other_columns_on_the_continuation_page_move_no_amount() -> None:
    wide = table(
        [["类", "款", "项", "科目名称", "合计", "基本支出"], ["201", "", "", "一般公共服务", "7.00", "6.00"]],
        [40, 63, 86, 110, 220, 300, 380], 60, ("支出决算表", 150, 40),
    )  # fmt: skip
    extraction = extract(pages(wide, table([["208", "社会保障", "3.00", "1.00"]] * 2, XS, 20)))
    cell = next(c for c in extraction.cells if c.text == "3.00")
    path = next(c.header_path for c in extraction.columns if c.column_number == cell.column_number)
    assert (path, cell.column_span) == ("合计", 1)
    code = next(c for c in extraction.cells if c.text == "208")
    assert (code.column_number, code.column_span) == (1, 3)


@pytest.mark.parametrize(
    ("rest", "row", "label"),
    [
        # The label goes on: the row is one.
        (["", "支出", "", ""], 3, "政府办公厅\n支出"),
        # A row without a code, but with amounts of its own where the row before has some, is another row.
        (["", "小计", "1.00", "1.00"], 4, "小计"),
        (["", "合计", "", ""], 4, "合计"),
    ],
)
def test_a_row_cut_by_the_page_break(rest: list[str], row: int, label: str) -> None:
    extraction = extract(pages(FIRST, table([rest, ["210", "卫生", "1.00", "1.00"]], XS, 20)))
    assert texts(extraction)[row, 2] == label
    assert texts(extraction)[row + 1, 1] == "210"
    numbers = [r.row_number for r in extraction.rows]
    assert numbers == list(range(1, extraction.tables[0].row_count + 1))


def test_a_total_behind_a_blank_row_at_the_page_break_is_a_row_of_its_own() -> None:
    first = table([HEADER, ["301", "工资福利支出", "7.00", "7.00"], ["30399", "其他补助", "", ""]], XS, 60,
                  ("支出决算表", 150, 40))  # fmt: skip
    rest = table([["", "人员经费合计", "9.00", ""], ["302", "商品和服务支出", "1.00", ""]], XS, 20)
    extraction = extract(pages(first, rest))
    assert texts(extraction)[3, 2] == "其他补助"
    assert texts(extraction)[4, 3] == "9.00"


@pytest.mark.parametrize("head", ["", "2024年度", "公开02表（续） 单位：万元"])
def test_a_continuation_page_that_begins_without_amounts(head: str) -> None:
    first = [
        ["项目", "金额", "项目", "金额"],
        ["一、拨款", "9.00", "一、外交支出", "8.00"],
        ["年初结转", "", "年末结转", ""],
    ]
    rest = [["基金预算", "", "", ""], ["国资预算", "", "", ""], ["总计", "9.00", "总计", "8.00"]]
    title = ("财政拨款收入支出决算总表", 120, 40)
    extraction = extract(pages(table(first, XS, 60, title), table(rest, XS, 40, (head, 150, 20))))
    assert [(t.first_page, t.last_page) for t in extraction.tables] == [(1, 2)]
    assert texts(extraction)[6, 2] == "9.00"
    assert [c.header_path for c in extraction.columns] == first[0]


def test_the_name_of_a_column_as_the_first_label_of_a_page_is_no_header() -> None:
    """A fund heads a column, and its balance is a line of the body; line numbers stand beside it."""
    header = ["项目", "行次", "合计", "基金预算"]
    first = table([header, ["一、外交支出", "1", "9.00", "9.00"]], XS, 60, ("财政拨款收入支出决算总表", 120, 40))
    rest = table([["基金预算", "31", "", ""], ["总计", "33", "9.00", "9.00"]], XS, 40)
    extraction = extract(pages(first, rest))
    assert [(t.first_page, t.last_page) for t in extraction.tables] == [(1, 2)]
    assert texts(extraction)[4, 3] == "9.00"


def test_a_caption_that_reaches_over_the_edge_of_the_table_is_its_own() -> None:
    """The boxes of tall fonts overlap the first line of a table that follows without a gap."""
    rows = [HEADER, ["201", "一般公共服务支出", "7.00", "7.00"]]
    extraction = extract(pages(table(rows, XS, 60, ("支出决算表", 150, 40), ("单位：万元", 320, 62))))
    assert [c.text for c in extraction.captions if c.position is CaptionPosition.ABOVE] == ["支出决算表", "单位：万元"]


def test_a_footnote_mark_is_no_decimal() -> None:
    def draw(sheet: canvas.Canvas) -> None:
        FIRST(sheet)
        sheet.setFont(FONT, 6)
        sheet.drawString(224 + 20.5, 300 - 80 - 14 + 4, "1")

    cell = next(c for c in extract(pages(draw)).cells if c.row_number == 2 and c.column_number == 3)
    assert cell.text == "7.00^1"


def test_a_title_inside_the_lines_of_the_table_is_its_caption() -> None:
    def draw(sheet: canvas.Canvas) -> None:
        table([HEADER, ["201", "一般公共服务支出", "7.00", "7.00"]], XS, 80)(sheet)
        for y in (40, 60):
            sheet.line(XS[0], 300 - y, XS[-1], 300 - y)
        for x in (XS[0], XS[-1]):
            sheet.line(x, 260, x, 220)
        sheet.drawString(150, 246, "支出决算表")
        sheet.drawString(300, 226, "单位：万元")

    extraction = extract(pages(draw))
    assert [c.text for c in extraction.captions if c.position == CaptionPosition.ABOVE] == ["支出决算表", "单位：万元"]
    assert [c.header_path for c in extraction.columns] == HEADER


def test_tables_side_by_side_have_captions_of_their_own() -> None:
    left = table([["编码", "金额"], ["201", "1.00"]], [20, 90, 180], 60, ("政府性基金预算支出决算表", 40, 40))
    right = table([["编码", "金额"], ["223", "2.00"]], [220, 290, 380], 60, ("国有资本经营预算支出决算表", 235, 40))

    def draw(sheet: canvas.Canvas) -> None:
        left(sheet)
        right(sheet)

    extraction = extract(pages(draw))
    above = {n: [c.text for c in extraction.captions if c.table_number == n] for n in (1, 2)}
    assert above == {1: ["政府性基金预算支出决算表"], 2: ["国有资本经营预算支出决算表"]}


def test_amounts_behind_the_page_break_belong_to_the_row_before() -> None:
    first = table([HEADER, ["201", "一般公共服务支出", "7.00", "7.00"], ["20103", "政府", "", ""]], XS, 60,
                  ("支出决算表", 150, 40))  # fmt: skip
    extraction = extract(pages(first, table([["", "办公厅", "3.00", ""], ["210", "卫生", "1.00", ""]], XS, 20)))
    cell = next(c for c in extraction.cells if c.text == "3.00")
    assert (cell.row_number, cell.page_number) == (3, 2)
    assert texts(extraction)[3, 2] == "政府\n办公厅"


def unruled(rows: list[list[str]], xs: list[float], top: float, *lines: tuple[str, float, float]):
    """A table whose body has no lines between its rows."""

    def draw(sheet: canvas.Canvas) -> None:
        table(rows[:1], xs, top, *lines)(sheet)
        bottom = top + 20 + 14 * len(rows[1:])
        sheet.line(xs[0], 300 - bottom, xs[-1], 300 - bottom)
        for x in xs:
            sheet.line(x, 300 - top - 20, x, 300 - bottom)
        for i, row in enumerate(rows[1:]):
            for x, text in zip(xs, row, strict=False):
                sheet.drawString(x + 4, 300 - top - 20 - 14 * i - 11, text)

    return draw


def test_rows_without_lines_between_them_are_cut_apart() -> None:
    body = [
        ["201", "一般公共服务支出", "7.00", "7.00"],
        ["20103", "政府办公厅", "7.00", ""],
        ["", "合计", "7.00", "7.00"],
    ]
    extraction = extract(pages(unruled([HEADER, *body], XS, 60, ("支出决算表", 150, 40))))
    found = texts(extraction)
    for r, row in enumerate(body, 2):
        assert [found.get((r, c), "") for c in range(1, 5)] == row


def test_a_wrapped_amount_is_not_cut() -> None:
    def draw(sheet: canvas.Canvas) -> None:
        table([HEADER, ["201", "", "", ""]], XS, 60, ("支出决算表", 150, 40))(sheet)
        sheet.setFont(FONT, 8)
        for x, upper, lower in [(114, "一般公共", "服务支出"), (224, "123,456.", "78"), (304, "123,456.", "78")]:
            sheet.drawString(x, 300 - 89, upper)
            sheet.drawString(x, 300 - 98, lower)

    found = texts(extract(pages(draw)))
    assert (found[2, 2], found[2, 3]) == ("一般公共\n服务支出", "123,456.\n78")


def test_another_title_begins_another_table() -> None:
    second = table([HEADER, ["208", "社会保障", "3.00", "1.00"]], XS, 60, ("一般公共预算财政拨款支出决算表", 120, 40))
    assert len(extract(pages(FIRST, second)).tables) == 2


def test_a_running_head_does_not_cut_a_table() -> None:
    head = ("合成样例", 300, 12)
    first = table([HEADER, ["201", "一般公共服务支出", "7.00", "7.00"]], XS, 60, head, ("支出决算表", 150, 40))
    rest = [table([["208", "社会保障", "3.00", "1.00"], ["210", "卫生", "1.00", ""]], XS, 20, head) for _ in range(2)]
    assert [(t.first_page, t.last_page) for t in extract(pages(first, *rest)).tables] == [(1, 3)]


def test_reading_is_deterministic() -> None:
    data = pages(FIRST)
    assert extract(data) == extract(data)


@pytest.mark.parametrize(
    ("key", "furniture"),
    [
        ("-12-", True),
        ("第3页共20页", True),
        ("3/20", True),
        ("2024年度", True),
        ("公开02表单位:万元", True),
        ("部门:某市某局单位:万元", True),
        ("单位:元", True),
        ("(续)", True),
        ("2024年度收入决算表", False),
        ("支出决算表", False),
        ("1" * 60 + "x", False),
    ],
)
def test_furniture(key: str, furniture: bool) -> None:
    assert is_furniture(TextLine(key, key, 0, 0, 1, 1, 10)) is furniture
