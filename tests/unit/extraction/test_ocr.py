"""Scans: level and upright again, rulings found, separators repaired, and honest about what is not sure."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import numpy as np
import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from dagster_project.extraction import Extraction, ReasonCode, RejectedDocument, extract_document
from dagster_project.extraction.grid import find_grids
from dagster_project.extraction.ocr.choice import is_blind, needs_recognition
from dagster_project.extraction.ocr.figures import DOUBT, as_figure
from dagster_project.extraction.ocr.ink import find_ink, find_pieces
from dagster_project.extraction.ocr.picture import _grey, skew_of, straightened, without_streaks
from dagster_project.extraction.ocr.rulings import find_rulings
from dagster_project.extraction.ocr.words import evidence
from dagster_project.extraction.page import Chars, Frame, PageContent
from tools.samples.synthetic.disclosures import load_faultless
from tools.typesetter import as_scan, typeset

DOCUMENT = "0" * 64


def read(data: bytes) -> Extraction:
    return extract_document(data, document_id=DOCUMENT)


def cells_of(extraction: Extraction) -> dict[tuple[int, int, int], str]:
    return {(c.table_number, c.row_number, c.column_number): c.text_key for c in extraction.cells}


@pytest.fixture(scope="module")
def short() -> bytes:
    """Cover, and the pages of two statements, of a text disclosure."""
    disclosure, layout = next(load_faultless())
    data, _ = typeset(disclosure, layout)
    source, result = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument.new()
    result.import_pages(source, [0, 3, 8])
    buffer = BytesIO()
    result.save(buffer)
    return buffer.getvalue()


def table_picture(width: int = 1600, height: int = 900) -> np.ndarray:
    """A ruled table of four columns and six rows, grey on paper, with strokes of print in it."""
    picture = np.full((height, width), 248, dtype=np.uint8)
    for y in range(100, 701, 100):
        picture[y : y + 3, 100:1501] = 30
    for x in range(100, 1501, 350):
        picture[100:703, x : x + 3] = 30
    for y in range(130, 700, 100):
        for x in range(130, 300, 14):
            picture[y : y + 24, x : x + 4] = 20
    return picture


@pytest.mark.parametrize("skew", [-2.0, -0.7, 0.0, 0.3, 1.4])
def test_lines_are_level_again(skew: float) -> None:
    leaning = np.asarray(Image.fromarray(table_picture()).rotate(-skew, Image.Resampling.BICUBIC, fillcolor=248))
    assert skew_of(leaning) == pytest.approx(skew, abs=0.06)
    assert abs(skew_of(straightened(leaning, skew_of(leaning)))) < 0.05


def test_an_empty_sheet_leans_nowhere() -> None:
    sheet = np.random.default_rng(1).normal(240, 5, (800, 600)).clip(0, 255).astype(np.uint8)
    assert skew_of(sheet) == 0.0
    assert find_rulings(sheet)[:2] == ([], [])


@pytest.mark.parametrize("ink", [30, 200, 228])
def test_rulings_of_any_darkness_make_the_grid_and_strokes_of_print_none(ink: int) -> None:
    picture = table_picture()
    picture[picture == 30] = ink
    noisy = (picture + np.random.default_rng(2).normal(0, 4, picture.shape)).clip(0, 255).astype(np.uint8)
    horizontal, vertical = find_rulings(noisy)[:2]
    (grid,) = find_grids(horizontal, vertical)
    assert [round(y, -1) for y in grid.ys] == [100, 200, 300, 400, 500, 600, 700]
    assert [round(x, -1) for x in grid.xs] == [100, 450, 800, 1150, 1500]


@pytest.mark.parametrize("across", [False, True])
def test_a_streak_over_the_whole_sheet_rules_nothing_and_cuts_what_it_crosses(across: bool) -> None:
    picture = table_picture()
    streak = (slice(140, 143), slice(None)) if across else (slice(None), slice(200, 203))
    picture[streak] = 40
    rulings = find_rulings(picture)
    (grid,) = find_grids(rulings.horizontal, rulings.vertical)
    assert (len(grid.xs), len(grid.ys)) == (5, 7)
    assert rulings.streaks[streak].all()
    filled = without_streaks(picture, rulings.streaks)
    assert (filled[:60, 200:203] > 200).all() if not across else (filled[140:143, :60] > 200).all()
    ink, _ = find_ink(filled, rulings.mask)
    pieces = find_pieces(ink, [grid], rulings.streaks)
    crossed = [p for p in pieces if (p.y0 < 142 < p.y1 if across else p.x0 < 201 < p.x1)]
    assert crossed
    assert all(p.is_cut for p in crossed)
    assert len(crossed) == (1 if across else len(pieces))


def test_the_sign_before_a_figure_is_seen_as_ink_and_a_stroke_from_wall_to_wall_is_no_dash() -> None:
    picture = table_picture()
    picture[130:154, 114:130] = 248
    picture[141:143, 112:122] = 20
    picture[340:343, 600:625] = 20
    horizontal, vertical, mask, streaks = find_rulings(picture)
    ink, _ = find_ink(picture, mask)
    ink[240:243, 460:790] = 255
    pieces = find_pieces(ink, find_grids(horizontal, vertical), streaks)
    assert [p.y0 for p in pieces if p.is_led_by_dash] == [min(p.y0 for p in pieces)]
    assert [(p.x0 > 590, p.is_streak) for p in pieces if p.is_dash] == [(False, True), (True, False)]


def test_a_box_of_a_leaning_page_is_where_the_page_shows_it() -> None:
    level = Frame(0, 0, 600, 800, 0)
    leaning = replace(level, skew=2.0)
    assert leaning.display_box(290, 390, 310, 410) == pytest.approx(level.display_box(290, 390, 310, 410), abs=1)
    x0, top, _, _ = leaning.display_box(500, 400, 520, 410)
    # To the right of the middle, a line that leans clockwise has fallen.
    assert top > 405
    assert abs(x0 - 500) < 1


@pytest.mark.parametrize(
    ("read_as", "printed"),
    [
        ("1.234,56", "1,234.56"),
        ("1,234:56", "1,234.56"),
        ("12。30", "12.30"),
        ("16，079，270．29", "16,079,270.29"),
        ("336 99", "336.99"),
        ("-1.234.567.89", "-1,234,567.89"),
        ("(12,30)", "(12.30)"),
        ("0.00", "0.00"),
        ("2080505", "2080505"),
        ("1,10119", "1,10119"),
        ("1,234", "1,234"),
    ],
)
def test_separators_are_repaired(read_as: str, printed: str) -> None:
    figure = as_figure(read_as)
    assert figure is not None
    assert (figure.text, figure.bound) == (printed, 1.0)


@pytest.mark.parametrize("text", ["合计", "一、", "2024年", "第1页", "Excel", "", "."])
def test_words_are_no_figures(text: str) -> None:
    assert as_figure(text) is None


@pytest.mark.parametrize("text", ["1O,5OO.00", "l2.30", "1,23.45", "12.3.4", "1,2345"])
def test_figures_of_odd_shape_are_doubted(text: str) -> None:
    figure = as_figure(text)
    assert figure is not None
    assert figure.bound <= DOUBT


@given(st.decimals(min_value=0, max_value=10**12, places=2), st.sampled_from(",.:，"), st.sampled_from(",.:。 "))
def test_no_digit_of_a_repaired_figure_changes(amount: object, thousands: str, point: str) -> None:
    printed = f"{amount:,.2f}"
    figure = as_figure(printed.replace(".", "#").replace(",", thousands).replace("#", point))
    assert figure is not None
    assert (figure.text, figure.bound) == (printed, 1.0)


def test_a_scan_reads_like_the_text_that_it_pictures(short: bytes) -> None:
    scan, text = read(as_scan(short)), read(short)
    assert {page.method for page in scan.pages} == {"ocr"}
    assert cells_of(scan) == cells_of(text)
    assert {table.method for table in scan.tables} == {"ocr"}
    assert {cell.method for cell in scan.cells} == {"ocr"}
    assert all(0 <= cell.confidence < 1 for cell in scan.cells)
    words = [line.text_key for line in text.lines if line.page_number == 1]
    assert [line.text_key for line in scan.lines if line.page_number == 1] == words


@pytest.mark.parametrize("turn", [1, 2])
def test_a_page_scanned_upside_down_or_sideways_is_read_upright(short: bytes, turn: int) -> None:
    scan = read(as_scan(short, pages=[2], turn=turn))
    assert [page.method for page in scan.pages] == ["text", "ocr", "text"]
    assert scan.pages[1].rotation == (-90 * turn) % 360
    assert cells_of(scan) == cells_of(read(short))


def test_rulings_go_on_below_the_ink_of_a_stamp() -> None:
    """Opaque ink over a crossing of two rulings; a stroke of print beside it is no ruling and is not drawn on."""
    page = np.full((800, 800, 3), 250, dtype=np.uint8)
    page[398:401, 100:700] = page[100:700, 498:501] = 20
    page[310:330, 450:453] = 20
    page[335:465, 435:565] = (200, 30, 40)
    grey = _grey(page)
    assert grey[399, 440:560].max() < 160
    assert grey[340:460, 499].max() < 160
    assert grey[345:385, 445:485].min() > 200


def test_a_stamp_and_a_bilevel_scan_change_no_figure(short: bytes) -> None:
    scan = read(as_scan(short, pages=[2, 3], stamp=True, skew=1.0))
    assert cells_of(scan) == cells_of(read(short))
    bilevel = read(as_scan(short, pages=[2], bilevel=True))
    assert cells_of(bilevel) == cells_of(read(short))


def test_a_hidden_layer_of_text_over_a_scan_is_not_trusted(short: bytes) -> None:
    with pikepdf.open(BytesIO(as_scan(short, pages=[2]))) as pdf:
        page = pdf.pages[1]
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.add_resource(font, pikepdf.Name.Font, pikepdf.Name("/Wrong"))
        wrong = b"BT 3 Tr /Wrong 9 Tf 60 400 Td (99,999,999.99 wrong wrong wrong wrong) Tj ET"
        page.contents_add(pdf.make_stream(wrong))
        buffer = BytesIO()
        pdf.save(buffer)
    assert cells_of(read(buffer.getvalue())) == cells_of(read(short))


def without_unicode(data: bytes) -> bytes:
    with pikepdf.open(BytesIO(data)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
                del item["/ToUnicode"]
        buffer = BytesIO()
        pdf.save(buffer)
    return buffer.getvalue()


def test_pages_in_fonts_without_unicode_are_recognised(short: bytes) -> None:
    blind = read(without_unicode(short))
    assert {page.method for page in blind.pages} == {"ocr"}
    assert cells_of(blind) == cells_of(read(short))


def sheet(picture: Image.Image) -> bytes:
    buffer, size = BytesIO(), (595, 842)
    canvas = Canvas(buffer, pagesize=size, invariant=1)
    canvas.drawImage(ImageReader(picture), 0, 0, *size)
    canvas.save()
    return buffer.getvalue()


def test_a_blank_scan_has_no_text_and_a_photograph_is_no_disclosure() -> None:
    random = np.random.default_rng(3)
    blank = Image.fromarray(random.normal(245, 3, (1200, 850)).clip(0, 255).astype(np.uint8))
    with pytest.raises(RejectedDocument) as refused:
        read(sheet(blank))
    assert refused.value.reason is ReasonCode.NO_TEXT_LAYER
    coarse = Image.fromarray(random.integers(0, 255, (60, 42), dtype=np.uint8))
    with pytest.raises(RejectedDocument) as refused:
        read(sheet(coarse.resize((850, 1200), Image.Resampling.BICUBIC)))
    assert refused.value.reason is ReasonCode.NOT_A_DISCLOSURE


def test_a_table_that_is_a_picture_on_a_page_of_text_is_read(short: bytes) -> None:
    page = pypdfium2.PdfDocument(short)[1]
    picture = page.render(scale=200 / 72, grayscale=True).to_pil()
    left, top, right, bottom = (round(v * 200 / 72) for v in (40, 110, 560, 650))
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    canvas.drawString(60, 790, "Final accounts of the year, table as a picture follows here")
    canvas.drawImage(ImageReader(picture.crop((left, top, right, bottom))), 40, 842 - 650, 520, 540)
    canvas.showPage()
    canvas.save()
    result = pypdfium2.PdfDocument(short)
    result.import_pages(pypdfium2.PdfDocument(buffer.getvalue()))
    merged = BytesIO()
    result.save(merged)
    extraction = read(merged.getvalue())
    assert extraction.pages[-1].method == "ocr"
    amounts = [c.text_key for c in extraction.cells if c.page_number == 4 and "." in c.text_key]
    assert amounts
    assert set(amounts) <= {c.text_key for c in extraction.cells if c.page_number == 2}
    assert any(line.text.startswith("Final accounts") for line in extraction.lines if line.page_number == 4)


def test_words_read_by_accident_upside_down_are_no_evidence() -> None:
    assert evidence([("公用", 0.64), ("专用", 0.59), ("专用", 0.52), ("专用", 0.43), ("自目自", 0.35)]) == 0
    assert evidence([("其他社会保障缴费", 0.99), ("0.00", 0.99)]) == pytest.approx(0.99)


def test_a_page_without_extent_is_not_drawn() -> None:
    flat = PageContent(Frame(0, 0, 595, 0, 0), image_count=1, images=[(0, 0, 595, 842)])
    assert not needs_recognition(flat)
    assert needs_recognition(replace(flat, frame=Frame(0, 0, 595, 842, 0)))


@pytest.mark.parametrize(
    ("texts", "blind"),
    [
        (["AB,CDE.FG", "C.DA", "AB.CC", "-G.GA", "FF.AB", "D.CE"], True),
        (["AB,CDE.FG", "C.DA"], False),
        (["www.gov.cn"] * 8, False),
        (["12,345.67", "1.20", "3.40", "5.60", "7.80", "9.10"], False),
        (["一.收入", "二.支出", "三.结余", "四.合计", "五.机关", "六.其他"], False),
    ],
)
def test_amounts_of_letters_are_those_of_a_font_that_misnames_its_digits(texts: list[str], blind: bool) -> None:
    chars = [(char, 6.0 * n, 20.0 * row) for row, text in enumerate(texts) for n, char in enumerate(text)]
    boxes = np.array([(x, y, x + 6.0, y + 10.0) for _, x, y in chars])
    held = Chars("".join(char for char, *_ in chars), boxes, np.zeros(len(chars), dtype=np.bool_))
    assert is_blind(PageContent(Frame(0, 0, 600, 800, 0), held)) is blind
