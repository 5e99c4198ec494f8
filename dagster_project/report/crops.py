"""Pictures of the cells that a finding is about: part of a page, with the cells marked."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2
from PIL import Image, ImageDraw

from dagster_project.report.content import Box, FindingView

_SCALE = 1.6
"""Pixels per point: about 115 dpi, at which the small print of a statement can be read."""
_MARGIN = 26.0
"""Points around the marked cells: the neighbouring row and the like."""
_SHOWN_PAGES = 3
_GREYS = 14
_CULPRIT, _OPERAND = _GREYS, _GREYS + 1
"""Places in the palette: greys from black to white, then the colours of the marks."""
_PALETTE = [value for grey in range(_GREYS) for value in [grey * 255 // (_GREYS - 1)] * 3] + [204, 30, 30, 30, 90, 200]


@dataclass(frozen=True, slots=True)
class Crop:
    """What to show of a page: everything that is marked, over the width of the page."""

    page: int
    culprit: Box | None
    operands: tuple[Box, ...]


def crops_of(finding: FindingView) -> tuple[Crop, ...]:
    """The pictures that explain a finding: the page of its own cell first, then those of the other cells."""
    operands = {box for equation in finding.equations for box in _boxes(equation.left_box, equation.operands)}
    operands.discard(finding.box)  # type: ignore[arg-type]
    first = finding.box.page if finding.box else finding.page
    pages = sorted(
        {box.page for box in operands} | ({first} if first else set()), key=lambda page: (page != first, page)
    )
    return tuple(
        Crop(
            page,
            finding.box if finding.box and finding.box.page == page else None,
            tuple(sorted((box for box in operands if box.page == page), key=lambda box: (box.top, box.x0))),
        )
        for page in pages[:_SHOWN_PAGES]
    )


def _boxes(left: Box | None, operands: Iterable[Any]) -> Iterator[Box]:
    yield from (box for box in (left, *(operand.box for operand in operands)) if box is not None)


def draw(data: bytes, crops: Sequence[Crop]) -> list[bytes]:
    """The crops as PNG, in their order; an empty one for a page that cannot be drawn.

    Args:
        data: the PDF's bytes.
        crops: what to show.

    Raises:
        pypdfium2.PdfiumError: the file cannot be opened.
    """
    pdf = pypdfium2.PdfDocument(data)
    try:
        pages: dict[int, Image.Image] = {}
        pictures = []
        for crop in crops:
            if crop.page not in pages:
                pages.clear()  # Crops of one page follow each other; a page at a time is held.
                pages[crop.page] = _page(pdf, crop.page)
            pictures.append(_png(_cut(pages[crop.page], crop)))
        return pictures
    finally:
        pdf.close()


def _page(pdf: pypdfium2.PdfDocument, number: int) -> Image.Image:
    page = pdf[number - 1]
    try:
        grey: Image.Image = page.render(scale=_SCALE, grayscale=True).to_pil().convert("L")
    finally:
        page.close()
    # A statement is black on white: a few greys say all, keep the marks pure and make the report open fast.
    picture = Image.frombytes("P", grey.size, grey.point(lambda value: value * (_GREYS - 1) // 255).tobytes())
    picture.putpalette(_PALETTE)
    return picture


def _cut(page: Image.Image, crop: Crop) -> Image.Image:
    marked = [box for box in (crop.culprit, *crop.operands) if box is not None]
    picture = page.copy()
    pencil = ImageDraw.Draw(picture)
    for box in crop.operands:
        pencil.rectangle(_pixels(box, 1), outline=_OPERAND, width=2)
    if crop.culprit is not None:
        pencil.rectangle(_pixels(crop.culprit, 2), outline=_CULPRIT, width=3)
    if not marked:
        return picture
    top = max(int((min(box.top for box in marked) - _MARGIN) * _SCALE), 0)
    bottom = min(int((max(box.bottom for box in marked) + _MARGIN) * _SCALE), picture.height)
    return picture.crop((0, top, picture.width, max(bottom, top + 1)))


def _pixels(box: Box, out: int) -> tuple[float, float, float, float]:
    return (
        box.x0 * _SCALE - out,
        box.top * _SCALE - out,
        box.x1 * _SCALE + out,
        box.bottom * _SCALE + out,
    )


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
