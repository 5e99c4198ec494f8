"""A book as flat OpenDocument, for LibreOffice: a text document, or a workbook with one sheet per statement.

The workbook is printed as people print theirs: titles and captions in rows of the grid, the sheet scaled to the
width of a page or cut into pages left and right, header rows repeated or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from tools.accuracy.sheets import Book, Cell, Row, Sheet
from tools.typesetter.model import Heading, Paragraph, Part, PlainTable

SPACES = (
    " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"))
    )
    + ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
)
BORDERS = {"thin": "0.5pt solid #000000", "hair": "0.05pt solid #000000", "dotted": "0.75pt dotted #000000", "": "none"}


@dataclass(frozen=True, slots=True)
class Print:
    """How an office document looks."""

    font: str = "WenQuanYi Zen Hei"
    size: float = 9.0
    border: str = "thin"
    repeat_header: bool = True
    fit_width: bool = True
    """Workbooks: scale a sheet to one page's width; else columns that do not fit go to pages of their own."""
    column_cm: float = 2.1
    """Workbooks: width of a column of relative width 1."""
    footer: str = ""


def to_text(book: Book, look: Print) -> str:
    """The document for LibreOffice Writer."""
    body = "".join(_paragraph(line, "Cover") for line in book.cover)
    tables = 0
    for section in book.sections:
        if isinstance(section, Part):
            body += _part(section)
        else:
            tables += 1
            body += _text_sheet(section, look, tables)
    return _file("text", _text_styles(book, look), body, _pages(look, workbook=False))


def to_workbook(book: Book, look: Print) -> str:
    """The document for LibreOffice Calc."""
    pages = []
    if book.cover:
        rows = "".join(f"<table:table-row>{_calc_cell(Cell(line), 'Plain')}</table:table-row>" for line in book.cover)
        pages.append(f'<table:table table:name="cover" table:style-name="Tall">{rows}</table:table>')
    pages += [_calc_sheet(sheet, look, number) for number, sheet in enumerate(book.sheets(), 1)]
    return _file("spreadsheet", _calc_styles(book, look), "".join(pages), _pages(look, workbook=True))


def _file(kind: str, styles: str, body: str, pages: str) -> str:
    mime = f"application/vnd.oasis.opendocument.{kind}"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document {SPACES} office:version="1.3" office:mimetype="{mime}">'
        f"<office:styles>{DEFAULTS[kind]}</office:styles>"
        f"<office:automatic-styles>{pages.split('|', maxsplit=1)[0]}{styles}</office:automatic-styles>"
        f"<office:master-styles>{pages.split('|')[1]}</office:master-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document>"
    )


DEFAULTS = {
    "text": '<style:default-style style:family="paragraph"><style:text-properties fo:language="none"/>'
    "</style:default-style>",
    "spreadsheet": '<style:style style:name="Default" style:family="table-cell"/>',
}


def _pages(look: Print, *, workbook: bool) -> str:
    """Page layouts and masters, upright and landscape, parted by |."""
    scale = 'style:scale-to-X="1" style:scale-to-Y="0" ' if workbook and look.fit_width else ""
    layouts, masters = "", ""
    foot = (
        f'<style:footer><text:p text:style-name="Foot">{_footer(look)}</text:p></style:footer>' if look.footer else ""
    )
    for name, width, height, orientation in (("Tall", 21, 29.7, "portrait"), ("Wide", 29.7, 21, "landscape")):
        layouts += (
            f'<style:page-layout style:name="P{name}"><style:page-layout-properties fo:page-width="{width}cm" '
            f'fo:page-height="{height}cm" style:print-orientation="{orientation}" {scale}'
            'fo:margin-top="1.4cm" fo:margin-bottom="1.2cm" fo:margin-left="1.5cm" fo:margin-right="1.5cm"/>'
            "<style:footer-style/></style:page-layout>"
        )
        masters += f'<style:master-page style:name="{name}" style:page-layout-name="P{name}">{foot}</style:master-page>'
    return f"{layouts}|{masters}"


def _footer(look: Print) -> str:
    number, count = "<text:page-number>1</text:page-number>", "<text:page-count>1</text:page-count>"
    return escape(look.footer).replace("{page}", number).replace("{pages}", count)


# ---- text documents


def _text_styles(book: Book, look: Print) -> str:
    font = f'fo:font-family="{look.font}" style:font-name-asian="{look.font}" style:font-family-asian="{look.font}"'
    styles = ""
    for name, size, align, extra in (
        ("Cover", 24, "center", ""),
        ("Title", 15, "center", ""),
        ("Break", 15, "center", 'fo:break-before="page"'),
        ("Body", 12, "start", 'fo:text-indent="0.85cm"'),
        ("Line", look.size, "start", ""),
        ("left", look.size, "start", ""),
        ("center", look.size, "center", ""),
        ("right", look.size, "end", ""),
        ("Foot", 8, "center", ""),
    ):
        styles += _paragraph_style(name, size, align, extra, font)
    for master in ("Tall", "Wide"):
        styles += _paragraph_style(f"Title{master}", 15, "center", "", font, master=master)
    styles += (
        '<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties '
        f'fo:border="{BORDERS[look.border]}" fo:padding="0.06cm" style:vertical-align="middle"/></style:style>'
        '<style:style style:name="Row" style:family="table-row"><style:table-row-properties '
        'fo:keep-together="always" style:min-row-height="0.5cm"/></style:style>'
        '<style:style style:name="TTall" style:family="table"><style:table-properties style:width="18cm" '
        'table:align="margins" table:border-model="collapsing"/></style:style>'
        '<style:style style:name="TWide" style:family="table"><style:table-properties style:width="26.7cm" '
        'table:align="margins" table:border-model="collapsing"/></style:style>'
    )
    for number, sheet in enumerate(book.sheets(), 1):
        total, width = sum(sheet.table.widths), 26.7 if sheet.landscape else 18.0
        for column, share in enumerate(sheet.table.widths):
            styles += _column_style(f"c{number}.{column}", width * share / total)
    return styles


def _paragraph_style(name: str, size: float, align: str, extra: str, font: str, *, master: str = "") -> str:
    page = f' style:master-page-name="{master}"' if master else ""
    return (
        f'<style:style style:name="{name}" style:family="paragraph"{page}>'
        f'<style:paragraph-properties fo:text-align="{align}" {extra}/>'
        f'<style:text-properties fo:font-size="{size}pt" style:font-size-asian="{size}pt" {font}/></style:style>'
    )


def _column_style(name: str, width: float) -> str:
    return (
        f'<style:style style:name="{name}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width:.3f}cm"/></style:style>'
    )


def _paragraph(text: str, style: str) -> str:
    return f'<text:p text:style-name="{style}">{_spaced(text)}</text:p>'


def _spaced(text: str) -> str:
    return escape(text).replace("\t", "<text:tab/>")


def _part(part: Part) -> str:
    body = f'<text:p text:style-name="TitleTall">{escape(part.title)}</text:p>'
    for block in part.blocks:
        if isinstance(block, Heading | Paragraph):
            body += _paragraph(block.text, "Body")
        else:
            body += _plain(block)
    return body


def _plain(table: PlainTable) -> str:
    columns = f'<table:table-column table:number-columns-repeated="{len(table.widths)}"/>'
    rows = "".join(
        "<table:table-row>" + "".join(_text_cell(Cell(t)) for t in row) + "</table:table-row>" for row in table.rows
    )
    return f'<table:table table:style-name="TTall">{columns}{rows}</table:table>'


def _text_sheet(sheet: Sheet, look: Print, number: int) -> str:
    name = "Wide" if sheet.landscape else "Tall"
    body = _paragraph(sheet.title, f"Title{name}")
    body += "".join(_paragraph("　　　　".join(text for text in line if text), "Line") for line in sheet.above)
    columns = "".join(f'<table:table-column table:style-name="c{number}.{n}"/>' for n in range(len(sheet.table.widths)))
    head = "".join(_text_row(row) for row in full_rows(sheet.table.head, len(sheet.table.widths)))
    if look.repeat_header:
        head = f"<table:table-header-rows>{head}</table:table-header-rows>"
    rows = "".join(_text_row(row) for row in full_rows(sheet.table.body, len(sheet.table.widths)))
    body += f'<table:table table:style-name="T{name}" table:name="t{number}">{columns}{head}{rows}</table:table>'
    return body + "".join(_paragraph(line, "Line") for line in sheet.below)


def _text_row(row: list[Cell | None]) -> str:
    cells = "".join("<table:covered-table-cell/>" if cell is None else _text_cell(cell) for cell in row)
    return f'<table:table-row table:style-name="Row">{cells}</table:table-row>'


def _text_cell(cell: Cell) -> str:
    text = _paragraph(cell.text, cell.align)
    return f'<table:table-cell table:style-name="Cell"{_spans(cell)}>{text}</table:table-cell>'


def _spans(cell: Cell) -> str:
    across = f' table:number-columns-spanned="{cell.columns}"' if cell.columns > 1 or cell.rows > 1 else ""
    down = f' table:number-rows-spanned="{cell.rows}"' if cell.columns > 1 or cell.rows > 1 else ""
    return across + down


def full_rows(rows: tuple[Row, ...], columns: int) -> Iterator[list[Cell | None]]:
    """Rows of ``columns`` places: a cell where one begins, None where a merged one covers it."""
    covered: dict[int, set[int]] = {}
    for index, row in enumerate(rows):
        places: list[Cell | None] = [None] * columns
        at = 0
        for cell in row:
            while at in covered.get(index, ()):
                at += 1
            places[at] = cell
            for below in range(index, index + cell.rows):
                covered.setdefault(below, set()).update(range(at, at + cell.columns))
        yield places


# ---- workbooks


def _calc_styles(book: Book, look: Print) -> str:
    styles = ""
    for master in ("Tall", "Wide"):
        styles += (
            f'<style:style style:name="{master}" style:family="table" style:master-page-name="{master}">'
            '<style:table-properties table:display="true"/></style:style>'
        )
    looks = [(align, look.border, look.size, align) for align in ("left", "center", "right")]
    looks += [("Title", "", 16, "center"), ("Plain", "", look.size, "left"), ("PlainRight", "", look.size, "right")]
    for name, border, size, align in looks:
        side = {"left": "start", "center": "center", "right": "end"}[align]
        styles += (
            f'<style:style style:name="{name}" style:family="table-cell" style:parent-style-name="Default">'
            f'<style:table-cell-properties fo:border="{BORDERS[border]}" style:vertical-align="middle" '
            f'fo:wrap-option="{"wrap" if name in ("left", "center") else "no-wrap"}"/>'
            f'<style:paragraph-properties fo:text-align="{side}"/>'
            f'<style:text-properties fo:font-size="{size}pt" style:font-size-asian="{size}pt" '
            f'fo:font-family="{look.font}" style:font-family-asian="{look.font}"/></style:style>'
        )
    for number, sheet in enumerate(book.sheets(), 1):
        for column, share in enumerate(sheet.table.widths):
            styles += _column_style(f"c{number}.{column}", look.column_cm * share)
    return styles


def _calc_sheet(sheet: Sheet, look: Print, number: int) -> str:
    count = len(sheet.table.widths)
    name = "Wide" if sheet.landscape else "Tall"
    columns = "".join(f'<table:table-column table:style-name="c{number}.{n}"/>' for n in range(count))
    top = [_calc_row([Cell(sheet.title, count)], count, "Title"), *(_caption(line, count) for line in sheet.above)]
    head = "".join(_calc_cells(row) for row in full_rows(sheet.table.head, count))
    first = "".join(top) + head
    if look.repeat_header:
        first = f"<table:table-header-rows>{first}</table:table-header-rows>"
    rows = "".join(_calc_cells(row) for row in full_rows(sheet.table.body, count))
    notes = "".join(_calc_row([Cell(line, count)], count, "Plain") for line in sheet.below)
    return f'<table:table table:name="s{number}" table:style-name="{name}">{columns}{first}{rows}{notes}</table:table>'


def _caption(line: tuple[str, str, str], count: int) -> str:
    spans = (count - count // 2, count // 2 - count // 4, count // 4) if count >= 4 else (count - 1, 0, 1)
    cells = [Cell(text, n) for text, n in zip(line, spans, strict=True) if n]
    return _calc_row(cells, count, "Plain")


def _calc_row(cells: list[Cell], count: int, style: str) -> str:
    found = ""
    for row in full_rows((tuple(cells),), count):
        for place, cell in enumerate(row):
            right = style == "Plain" and cell is not None and place + cell.columns == count and place > 0
            found += (
                "<table:covered-table-cell/>" if cell is None else _calc_cell(cell, "PlainRight" if right else style)
            )
    return f"<table:table-row>{found}</table:table-row>"


def _calc_cells(row: list[Cell | None]) -> str:
    cells = "".join("<table:covered-table-cell/>" if cell is None else _calc_cell(cell, cell.align) for cell in row)
    return f"<table:table-row>{cells}</table:table-row>"


def _calc_cell(cell: Cell, style: str) -> str:
    text = f"<text:p>{_spaced(cell.text)}</text:p>" if cell.text else ""
    kind = f'table:style-name="{style}" office:value-type="string"'
    return f"<table:table-cell {kind}{_spans(cell)}>{text}</table:table-cell>"
