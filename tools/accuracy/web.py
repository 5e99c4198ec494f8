"""A book as HTML, with a link on each amount so that its page can be read off the print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import count

from tools.accuracy.sheets import Book, Cell, Sheet, Table
from tools.typesetter.model import Heading, Paragraph, Part, PlainTable

LINK = "http://cell.invalid/"
UPRIGHT = frozenset({"行次"})
"""Headings that a narrow column may show from top to bottom."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a print looks."""

    font: str = "WenQuanYi Zen Hei"
    size: float = 8.0
    row_height: float = 14.0
    border: str = "1px solid #000"
    shade: str = ""
    """Background of the header."""
    repeat_header: bool = True
    align: str = "right"
    rows_may_break: bool = False
    page_numbers: str = ""
    """{page} of {pages} at the foot, by the printer."""
    stamp: str = ""
    """A text across the page, as a seal or watermark."""
    fixed: bool = True
    """Column widths as given, instead of by content."""
    head_colour: str = ""
    """Colour of the header's text."""
    upright_head: bool = False
    """行次 is set from top to bottom."""
    zebra: bool = False
    """Every other row is shaded."""
    open_sides: bool = False
    """No rulings at the left and right edge of a table."""


def to_html(book: Book, look: Look, *, links: bool) -> str:
    """The document; ``links`` wraps the n-th amount in a link that ends in n."""
    numbers = count()
    parts = [_section(section, look, numbers if links else None) for section in book.sections]
    cover = "".join(f"<p class=cover>{escape(line)}</p>" for line in book.cover)
    contents = "".join(f"<p>{escape(line)}</p>" for line in _contents(book)) if book.contents else ""
    head = f"<!doctype html><html lang=zh><head><meta charset=utf-8><title>x</title><style>{_css(look)}</style></head>"
    pages = ([f"<div class=page>{cover}</div>"] if book.cover else []) + (
        [f"<div class=page><p class=title>目　录</p>{contents}</div>"] if contents else []
    )
    return head + "<body>" + "\n".join(pages + parts) + "</body></html>"


def _contents(book: Book) -> Iterator[str]:
    for section in book.sections:
        if isinstance(section, Sheet):
            yield "　　" + section.title
        else:
            yield section.title.format(department=book.department, year=book.year, scope="部门")
            yield from ("　　" + b.text for b in section.blocks if isinstance(b, Heading) and b.level == 1)


def _css(look: Look) -> str:
    sides = "table{border-left:none!important}td:first-child,th:first-child{border-left:none}"
    sides += "td:last-child,th:last-child{border-right:none}"
    stamp = (
        ".stamp{position:fixed;top:40%;left:20%;transform:rotate(-28deg);font-size:48pt;color:rgba(200,0,0,.18);"
        "z-index:-1;white-space:nowrap}"
    )
    foot = ""
    if look.page_numbers:
        text = look.page_numbers.replace("{page}", '" counter(page) "').replace("{pages}", '" counter(pages) "')
        foot = f'@bottom-center{{content:"{text}";font-size:8pt}}'
    return f"""
@page{{size:A4 portrait;margin:14mm 12mm;{foot}}} @page wide{{size:A4 landscape;margin:12mm;{foot}}}
body{{font-family:"{look.font}";font-size:{look.size}pt;margin:0}}
.page{{break-before:page}} .page:first-child{{break-before:auto}} .wide{{page:wide}}
p{{margin:4px 0;line-height:1.8}} .prose p{{font-size:12pt;text-indent:2em}}
.prose p.h{{text-indent:0;font-weight:bold}}
.cover{{text-align:center;font-size:24pt;margin-top:90px}} .title{{text-align:center;font-size:15pt}}
.line{{display:flex;justify-content:space-between;margin:2px 0}}
table{{border-collapse:collapse;width:100%;{"table-layout:fixed" if look.fixed else ""}}}
td,th{{border:{look.border};padding:1px 3px;height:{look.row_height}px;font-weight:normal;overflow-wrap:anywhere}}
th{{text-align:center;{f"background:{look.shade};" if look.shade else ""}}}
{f"th{{color:{look.head_colour}}}" if look.head_colour else ""}
{".tall{writing-mode:vertical-rl;margin:0 auto}" if look.upright_head else ""}
{"tbody tr:nth-child(even) td{background:#eef3fa}" if look.zebra else ""}
tr{{break-inside:{"auto" if look.rows_may_break else "avoid"}}}
thead{{display:{"table-header-group" if look.repeat_header else "table-row-group"}}}
.center{{text-align:center}} .right{{text-align:{look.align}}} a{{color:inherit;text-decoration:none}}
td.bare{{border:none}} {stamp if look.stamp else ""} {sides if look.open_sides else ""}
"""


def _section(section: Part | Sheet, look: Look, numbers: count[int] | None) -> str:
    if isinstance(section, Part):
        return _prose(section)
    stamp = f"<div class=stamp>{escape(look.stamp)}</div>" if look.stamp else ""
    kinds = " ".join(filter(None, ("page" if section.new_page else "", "wide" if section.landscape else "")))
    below = "".join(f"<div>{escape(line)}</div>" for line in section.below)
    if section.title_in_grid:
        return f'<div class="{kinds}">{stamp}{_table(section.table, look, numbers, _grid_head(section))}{below}</div>'
    lines = "".join(
        "<div class=line>" + "".join(f"<span>{escape(text)}</span>" for text in line) + "</div>"
        for line in section.above
    )
    title = f"<p class=title>{escape(section.title)}</p>"
    return f'<div class="{kinds}">{stamp}{title}{lines}{_table(section.table, look, numbers, "")}{below}</div>'


def _grid_head(sheet: Sheet) -> str:
    """Title and captions as merged rows of the grid, without rulings of their own."""
    columns = len(sheet.table.widths)
    rows = [f'<tr><td class="bare center" colspan={columns}>{escape(sheet.title)}</td></tr>']
    for left, middle, right in sheet.above:
        third = max(1, columns // 3)
        spans = (third, columns - 2 * third, third) if columns >= 3 else (1, 0, 1)
        cells = zip((left, middle, right), spans, ("", "center", "right"), strict=True)
        rows.append(
            "<tr>"
            + "".join(f'<td class="bare {kind}" colspan={n}>{escape(text)}</td>' for text, n, kind in cells if n)
            + "</tr>"
        )
    return "".join(rows)


def _table(table: Table, look: Look, numbers: count[int] | None, first_rows: str) -> str:
    total = sum(table.widths)
    columns = "".join(f'<col style="width:{100 * width / total:.2f}%">' for width in table.widths) if look.fixed else ""
    head = "".join(_row(row, "th", numbers) for row in table.head)
    body = "".join(_row(row, "td", numbers) for row in table.body)
    return f"<table><colgroup>{columns}</colgroup><thead>{first_rows}{head}</thead><tbody>{body}</tbody></table>"


def _row(row: tuple[Cell, ...], tag: str, numbers: count[int] | None) -> str:
    return "<tr>" + "".join(_cell(cell, tag, numbers) for cell in row) + "</tr>"


def _cell(cell: Cell, tag: str, numbers: count[int] | None) -> str:
    spans = (f" colspan={cell.columns}" if cell.columns > 1 else "") + (
        f" rowspan={cell.rows}" if cell.rows > 1 else ""
    )
    text = f"<div class=tall>{cell.text}</div>" if cell.text in UPRIGHT else escape(cell.text)
    if cell.measure and numbers is not None:
        text = f'<a href="{LINK}{next(numbers)}">{text}</a>'
    return f'<{tag} class="{cell.align}"{spans}>{text}</{tag}>'


def _prose(part: Part) -> str:
    blocks = []
    for block in part.blocks:
        if isinstance(block, Heading):
            blocks.append(f"<p class=h>{escape(block.text)}</p>")
        elif isinstance(block, Paragraph):
            blocks.append(f"<p>{escape(block.text)}</p>")
        else:
            blocks.append(_plain(block))
    return f'<div class="page prose"><p class=title>{escape(part.title)}</p>{"".join(blocks)}</div>'


def _plain(table: PlainTable) -> str:
    rows = "".join("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in table.rows)
    return f"<table>{rows}</table>"
