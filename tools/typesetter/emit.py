"""Pages to PDF bytes. The same pages give the same bytes."""

from __future__ import annotations

from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from tools.typesetter.display import Box, Mark, Page, Rule, Text
from tools.typesetter.fonts import missing_glyphs, register_font
from tools.typesetter.style import Effects

BOLD_STROKE = 0.03
"""Stroke of a bold glyph, in parts of the font size."""


def emit(pages: list[Page], title: str, effects: Effects) -> bytes:
    """The PDF. Raises ValueError where the font lacks a character."""
    buffer = BytesIO()
    canvas = Canvas(buffer, invariant=1)
    canvas.setTitle(title)
    canvas.setProducer("juesuan typesetter")
    for page in pages:
        _emit_page(canvas, page, effects)
    canvas.save()
    return buffer.getvalue()


def _emit_page(canvas: Canvas, page: Page, effects: Effects) -> None:
    turn = (90 if effects.sideways else effects.rotate) if page.is_statement else 0
    # reportlab itself swaps the sides of a page that has a rotation.
    canvas.setPageSize((page.height, page.width) if turn and effects.sideways else (page.width, page.height))
    canvas.setPageRotation(0 if effects.sideways else turn)
    matrices = {
        90: (0, 1, -1, 0, page.height, 0),
        180: (-1, 0, 0, -1, page.width, page.height),
        270: (0, -1, 1, 0, 0, page.width),
    }
    if turn:
        canvas.transform(*matrices[turn])
    for mark in page.marks:
        _emit_mark(canvas, mark, page.height)
    canvas.showPage()


def _emit_mark(canvas: Canvas, mark: Mark, height: float) -> None:
    match mark:
        case Text():
            _emit_text(canvas, mark, height)
        case Rule():
            canvas.setLineWidth(mark.width)
            canvas.setDash(2, 1.5) if mark.dashed else canvas.setDash()
            canvas.line(mark.x0, height - mark.y0, mark.x1, height - mark.y1)
        case Box():
            canvas.rect(mark.x0, height - mark.bottom, mark.x1 - mark.x0, mark.bottom - mark.top, stroke=0, fill=1)


def _emit_text(canvas: Canvas, mark: Text, height: float) -> None:
    missing = missing_glyphs(mark.text)
    if missing:
        raise ValueError(f"the font has no glyph for {sorted(missing)}")
    canvas.saveState()
    canvas.translate(mark.x, height - mark.baseline)
    canvas.rotate(mark.angle)
    run = canvas.beginText(0, 0)
    run.setFont(register_font(), mark.size)
    run.setFillGray(mark.grey)
    if mark.bold:
        canvas.setLineWidth(mark.size * BOLD_STROKE)
        run.setTextRenderMode(2)
    run.textOut(mark.text)
    canvas.drawText(run)
    canvas.restoreState()
