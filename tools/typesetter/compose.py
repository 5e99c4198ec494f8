"""A disclosure and a layout to PDF bytes and the cells that a reader must find in them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from tools.typesetter.display import Page, Text
from tools.typesetter.effects import apply_effects, spaced
from tools.typesetter.emit import emit
from tools.typesetter.expected import ExpectedCell
from tools.typesetter.flow import Flow
from tools.typesetter.fonts import text_width
from tools.typesetter.forms import build_grid
from tools.typesetter.layout import Form, Layout
from tools.typesetter.model import Disclosure, Part
from tools.typesetter.numerals import ordinal
from tools.typesetter.style import Align

CONTENTS_TITLE = "目　录"
NOTE_SIZE = 9.0
CONTENTS_SIZE = 12.0
NUMBERED = re.compile("[一二三四五六七八九十]+、")


def typeset(disclosure: Disclosure, layout: Layout) -> tuple[bytes, list[ExpectedCell]]:
    """Print a disclosure; the same arguments give the same bytes.

    Raises ValueError where an amount has no cell in the layout or a character no glyph in the font.
    """
    body = Flow(layout.style)
    _print_part(body, disclosure.overview, disclosure)
    _print_statements(body, disclosure, layout)
    for part in (disclosure.narrative, *disclosure.closing):
        _print_part(body, part, disclosure)
    front = _front_matter(disclosure, layout, body)
    pages = [_finish(page, n, disclosure, layout) for n, page in enumerate(front + body.pages, 1)]
    title = f"{disclosure.department}{disclosure.fiscal_year}年度部门决算"
    return emit(pages, title, layout.effects), _expected(body, len(front))


def _fill(template: str, disclosure: Disclosure, form_unit: str = "") -> str:
    return template.format(
        department=disclosure.department, year=disclosure.fiscal_year, region=disclosure.region, unit=form_unit
    )


def _print_part(flow: Flow, part: Part, disclosure: Disclosure) -> None:
    flow.new_page()
    flow.heading(_fill(part.title, disclosure), 0)
    flow.blocks(part.blocks)


def _print_statements(flow: Flow, disclosure: Disclosure, layout: Layout) -> None:
    title = _fill(layout.statements_title, disclosure)
    if layout.statements_title_page:
        flow.new_page()
        flow.y = flow.page.height / 3
        flow.heading(title, 0, listed_prefix=layout.statements_part)
    for number, form in enumerate(layout.forms):
        if form.starts_page or not flow.page.is_statement:
            flow.new_page(landscape=form.landscape, is_statement=True)
        if number == 0 and not layout.statements_title_page:
            flow.heading(title, 0, listed_prefix=layout.statements_part)
        _print_statement(flow, form, disclosure, layout)


def _print_statement(flow: Flow, form: Form, disclosure: Disclosure, layout: Layout) -> None:
    style = form.style or layout.style
    data = disclosure.statement(form.statement)
    unit = (form.unit or layout.unit).label
    title = _fill(form.title, disclosure)
    flow.headings.append((_contents_name(title, disclosure), 1, len(flow.pages) - 1))
    flow.line(title, style.title_size, Align.CENTRE)
    if form.form_number:
        flow.line(form.form_number, NOTE_SIZE, Align.RIGHT)
    flow.both_sides(_fill(form.entity, disclosure), _fill(form.unit_line, disclosure, unit), NOTE_SIZE)
    grid = build_grid(form, data, layout)
    if layout.effects.spaced_text:
        cells = tuple(c if c.is_amount or c.text.isascii() else replace(c, text=spaced(c.text)) for c in grid.cells)
        grid = replace(grid, cells=cells)
    flow.table(grid, style)
    for text in (form.note, form.empty_sentence if data.is_empty else ""):
        for line in filter(None, _fill(text, disclosure).split("\n")):
            flow.line(line, NOTE_SIZE, Align.LEFT)
    flow.y += style.row_height


def _contents_name(title: str, disclosure: Disclosure) -> str:
    """A statement is listed without the year."""
    return title.replace(f"{disclosure.fiscal_year} 年度", "").replace(f"{disclosure.fiscal_year}年度", "")


def _front_matter(disclosure: Disclosure, layout: Layout, body: Flow) -> list[Page]:
    cover = Flow(layout.style)
    cover.new_page()
    cover.y = cover.page.height * 0.28
    for template in layout.cover:
        cover.line(_fill(template, disclosure), 26, Align.CENTRE, bold=True)
    cover.y += 60
    for template in disclosure.cover_lines:
        cover.line(_fill(template, disclosure), 16, Align.CENTRE)
    pages = len(_contents(body, layout, 0).pages)
    return cover.pages + _contents(body, layout, 1 + pages).pages


def _contents(body: Flow, layout: Layout, pages_before: int) -> Flow:
    flow = Flow(layout.style)
    flow.new_page()
    flow.line(CONTENTS_TITLE, 20, Align.CENTRE, bold=True)
    number = 0
    for text, level, index in body.headings:
        number = number + 1 if level else 0
        prefix = "" if level == 0 or NUMBERED.match(text) else f"{ordinal(number)}、"
        _contents_line(flow, prefix + text, index + pages_before + 1, level, layout)
    return flow


def _contents_line(flow: Flow, text: str, page_number: int, level: int, layout: Layout) -> None:
    size = CONTENTS_SIZE
    flow.line(("　　" if level else "") + text, size, Align.LEFT, leading=1.9)
    if not (layout.contents_page_numbers and level):
        return
    last = flow.page.marks[-1]
    assert isinstance(last, Text)
    end = flow.page.width - layout.style.margin_x
    number = str(page_number)
    start = last.x + text_width(last.text, size) + 4
    dots = int((end - text_width(number, size) - 4 - start) / text_width(".", size))
    leader = "." * max(0, dots)
    flow.page.marks.append(Text(end - text_width(leader + number, size), last.baseline, leader + number, size))


def _finish(page: Page, number: int, disclosure: Disclosure, layout: Layout) -> Page:
    """Page number, label and effects."""
    effects = layout.effects if page.is_statement else replace(layout.effects, watermark="", fake_bold=False)
    if not page.is_statement:
        effects = replace(effects, kangxi=layout.effects.kangxi, shuffle_seed=None, hidden_text=False)
    marks = list(page.marks)
    if number > 1:
        text = str(number)
        marks.append(Text((page.width - text_width(text, 9)) / 2, page.height - 28, text, 9))
    if disclosure.page_label:
        x = page.width - layout.style.margin_x - text_width(disclosure.page_label, 9)
        marks.append(Text(x, 34, disclosure.page_label, 9))
    return apply_effects(replace(page, marks=marks), effects, number)


def _expected(body: Flow, pages_before: int) -> list[ExpectedCell]:
    seen: Counter[tuple[str, str, str]] = Counter()
    cells = []
    for index, placed in body.placed:
        key = placed.key
        seen[key.statement, key.line_code, key.measure] += 1
        cells.append(
            ExpectedCell(
                key.statement,
                key.line_code,
                key.measure,
                seen[key.statement, key.line_code, key.measure],
                key.amount_yuan,
                placed.text,
                key.printed_code,
                key.printed_name,
                index + pages_before + 1,
                *placed.box,
            )
        )
    return cells
