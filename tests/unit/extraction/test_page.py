"""Frames of turned pages, and what of a page is read."""

import io
import math

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen import canvas

from dagster_project.extraction.grid import find_grids
from dagster_project.extraction.page import Frame, PageContent, read_page


def read(draw, size: tuple[float, float] = (300, 200), rotate: int = 0) -> PageContent:
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer, pagesize=size)
    sheet.setFont("Helvetica", 12)
    draw(sheet)
    sheet.setPageRotation(rotate)
    sheet.showPage()
    sheet.save()
    with pypdfium2.PdfDocument(buffer.getvalue()) as pdf:
        return read_page(pdf[0])


def text(content: PageContent) -> str:
    return content.chars.text


@given(st.sampled_from([0, 90, 180, 270]), st.integers(0, 3), st.integers(0, 80), st.integers(0, 80))
def test_reading_and_display_boxes_agree(rotation: int, turn: int, x: int, y: int) -> None:
    """A box read in a turned frame and turned back lies where ``/Rotate`` alone shows it."""
    import numpy as np

    box = np.array([[x, y, x + 15.0, y + 5.0]])
    turned, plain = Frame(0, 0, 100, 90, rotation, turn), Frame(0, 0, 100, 90, rotation)
    back = turned.display_box(*turned.read_boxes(box)[0].tolist())
    assert back == pytest.approx(plain.read_boxes(box)[0].tolist())


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_rotated_pages_read_from_left_to_right(rotate: int) -> None:
    """The producer turns the text against ``/Rotate``, so that it reads upright on the displayed page."""

    def draw(sheet: canvas.Canvas) -> None:
        sheet.translate(150, 100)
        sheet.rotate(rotate)
        sheet.drawString(-40, 0, "12,345.67")

    content = read(draw, rotate=rotate)
    assert text(content) == "12,345.67"
    assert content.frame.turn == 0
    assert (content.chars.boxes[1:, 0] > content.chars.boxes[:-1, 0]).all()


def test_sideways_text_without_rotate_is_turned() -> None:
    def draw(sheet: canvas.Canvas) -> None:
        sheet.translate(100, 20)
        sheet.rotate(90)
        sheet.drawString(0, 0, "sideways")

    content = read(draw)
    assert text(content) == "sideways"
    assert content.frame.turn == 1
    x0, top, x1, bottom = content.frame.display_box(*content.chars.boxes[0].tolist())
    assert 85 < x0 < x1 < 105
    assert 170 < top < bottom < 185


def test_hidden_pale_oblique_and_repeated_text_is_left_out() -> None:
    def draw(sheet: canvas.Canvas) -> None:
        sheet.drawString(20, 100, "77.50")
        sheet.drawString(20.4, 100, "77.50")  # fake bold
        sheet.setFillGray(1)
        sheet.drawString(80, 100, "white")
        sheet.setFillGray(0.85)
        sheet.setFont("Helvetica", 30)
        sheet.drawString(120, 150, "pale")
        sheet.setFont("Helvetica", 12)
        sheet.setFillGray(0)
        sheet.saveState()
        hidden = sheet.beginText(20, 60)
        hidden.setTextRenderMode(3)
        hidden.textOut("hidden")
        sheet.drawText(hidden)
        sheet.restoreState()
        sheet.drawString(20, 20, "11")
        sheet.rotate(math.degrees(math.atan(0.6)))
        sheet.drawString(100, 0, "watermark")
        sheet.rotate(-math.degrees(math.atan(0.6)))
        sheet.drawString(290, 400, "off the page")

    content = read(draw)
    assert text(content) == "77.5011"
    # pdfium itself may already have left out the second 77.50.
    assert content.dropped_char_count >= len("whitepalehiddenwatermarkoffthepage")


def test_grey_print_of_the_usual_size_is_read() -> None:
    def draw(sheet: canvas.Canvas) -> None:
        sheet.drawString(20, 60, "black")
        sheet.setFillGray(0.78)
        sheet.drawString(20, 100, "98.21")

    assert text(read(draw)) == "black98.21"


def test_white_text_on_a_dark_ground_is_read() -> None:
    def draw(sheet: canvas.Canvas) -> None:
        sheet.setFillColorRGB(0.1, 0.2, 0.5)
        sheet.rect(10, 90, 100, 30, stroke=0, fill=1)
        sheet.setFillGray(1)
        sheet.drawString(20, 100, "header")

    assert text(read(draw)) == "header"


@pytest.mark.parametrize("style", ["lines", "rect", "thin_rects", "one_path", "form"])
def test_rulings_of_every_make(style: str) -> None:
    def draw(sheet: canvas.Canvas) -> None:
        match style:
            case "lines":
                sheet.lines([(20, 20, 120, 20), (20, 60, 120, 60), (20, 20, 20, 60), (120, 20, 120, 60)])
            case "rect":
                sheet.rect(20, 20, 100, 40)
            case "thin_rects":
                for x, y, w, h in [(20, 20, 100, 0.6), (20, 60, 100, 0.6), (20, 20, 0.6, 40), (120, 20, 0.6, 40)]:
                    sheet.rect(x, y, w, h, stroke=0, fill=1)
            case "one_path":
                path = sheet.beginPath()
                for x, y, w, h in [(20, 20, 100, 0.6), (20, 60, 100, 0.6), (20, 20, 0.6, 40), (120, 20, 0.6, 40)]:
                    path.rect(x, y, w, h)
                sheet.drawPath(path, stroke=0, fill=1)
            case "form":
                sheet.beginForm("frame")
                sheet.rect(0, 0, 50, 20)
                sheet.endForm()
                sheet.translate(20, 20)
                sheet.scale(2, 2)
                sheet.doForm("frame")

    content = read(draw)
    assert sorted({round(r.position) for r in content.horizontal}) == [140, 180]
    assert sorted({round(r.position) for r in content.vertical}) in ([20, 120], [20, 121])


def test_white_lines_rule_nothing() -> None:
    def draw(sheet: canvas.Canvas) -> None:
        sheet.setStrokeGray(1)
        sheet.rect(20, 20, 100, 40)

    content = read(draw)
    assert content.horizontal == content.vertical == []


def test_pages_larger_than_a_block_of_calls_are_read_whole() -> None:
    """Calls are made in blocks of 1,024: objects and characters behind the first block are read like those in it."""

    def draw(sheet: canvas.Canvas) -> None:
        sheet.setFont("Helvetica", 4)
        for at in range(1100):
            sheet.drawString(5 + at % 50 * 11, 10 + at // 50 * 12, f"{at:03d}"[-3:])
            sheet.line(5 + at % 50 * 11, 8 + at // 50 * 12, 12 + at % 50 * 11, 8 + at // 50 * 12)
        sheet.setFillGray(1)
        sheet.drawString(5, 380, "unseen")

    content = read(draw, size=(600, 400))
    assert text(content) == "".join(f"{at:03d}"[-3:] for at in range(1100))
    assert content.chars.boxes[-1].tolist() == pytest.approx([549.4, 133.1, 551.7, 138.0], abs=2)
    assert content.path_count == len(content.horizontal) == 1100
    assert content.dropped_char_count == len("unseen")


def test_dots_make_lines_in_both_directions() -> None:
    """``border: 1px dotted`` is printed as square dots, one filled rectangle each."""

    def draw(sheet: canvas.Canvas) -> None:
        dots = {(20 + 1.5 * n, y) for n in range(121) for y in (40, 70, 100)}
        dots |= {(x, 40 + 1.5 * n) for n in range(41) for x in (20, 110, 200)}
        for x, y in dots:
            sheet.rect(x, y, 0.75, 0.75, stroke=0, fill=1)
        for n in range(40):  # A dotted leader, as in a list of contents, rules nothing beside itself.
            sheet.rect(20 + 3 * n, 150, 1, 1, stroke=0, fill=1)

    content = read(draw)
    (grid,) = find_grids(content.horizontal, content.vertical)
    assert [round(x) for x in grid.xs] == [20, 110, 200]
    assert [round(y) for y in grid.ys] == [100, 130, 160]
