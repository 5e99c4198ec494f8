"""A typeset document as a scanner would give it: pages as pictures, a little skewed and noisy, without text."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from io import BytesIO

import numpy as np
import pypdfium2
from PIL import Image, ImageChops, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

POINTS_PER_INCH = 72
FILE_MARKS = re.compile(rb"(?<=/CreationDate\(D:)\d{14}|(?<=/ID\[)<[0-9A-Fa-f]+><[0-9A-Fa-f]+>")
PAPER = 250
"""Grey of the paper, 255 being white."""
STAMP_RED = (214, 40, 48)


def as_scan(
    data: bytes,
    *,
    pages: Collection[int] | None = None,
    dpi: int = 200,
    skew: float = 0.4,
    noise: float = 6.0,
    quality: int = 80,
    turn: int = 0,
    fade: float = 0.0,
    bilevel: bool = False,
    stamp: bool = False,
    defect: Callable[[np.ndarray, int], np.ndarray] | None = None,
) -> bytes:
    """The document with the given pages (from 1; None: all) as pictures, the others untouched.

    ``skew`` is in degrees and changes its sign from page to page, ``noise`` the standard deviation of the grey.
    ``turn`` is the number of clockwise quarter turns in which the paper lay, ``fade`` the share of its darkness that
    the print has lost; ``bilevel`` pictures know black and white alone; ``stamp`` puts a red seal over the page;
    ``defect`` changes the grey page (rows from the top; its number follows) before the paper is turned.
    """
    source = pypdfium2.PdfDocument(data)
    chosen = set(range(1, len(source) + 1)) if pages is None else set(pages)
    result = pypdfium2.PdfDocument.new()
    result.import_pages(source)
    for number in sorted(chosen):
        page = source[number - 1]
        grey = page.render(scale=dpi / POINTS_PER_INCH, grayscale=True).to_numpy()
        flat = np.ascontiguousarray(grey[:, :, 0] if grey.ndim == 3 else grey)
        flat = np.rot90(defect(flat, number) if defect else flat, -turn)
        flat = (255 - (255 - flat.astype(np.float32)) * (1 - fade)).astype(np.uint8)
        picture = _scanned(flat, skew if number % 2 else -skew, noise, seed=number)
        if stamp:
            picture = _stamped(picture, dpi)
        if bilevel:
            picture = picture.point(lambda level: 255 if level > 160 else 0).convert("1")
        size = page.get_size()[:: -1 if turn % 2 else 1]
        del result[number - 1]
        picture_page = pypdfium2.PdfDocument(_picture_page(picture, size, quality))
        result.import_pages(picture_page, index=number - 1)
    buffer = BytesIO()
    result.save(buffer)
    # pdfium marks every file that it writes with the time and an identifier.
    return FILE_MARKS.sub(lambda match: re.sub(rb"[0-9A-Fa-f]", b"0", match[0]), buffer.getvalue())


def _scanned(grey: np.ndarray, skew: float, noise: float, seed: int) -> Image.Image:
    turned = Image.fromarray(grey).rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=255)
    shade = np.asarray(turned, dtype=np.float32) * (PAPER / 255)
    shade += np.random.default_rng(seed).normal(0, noise, shade.shape).astype(np.float32)
    return Image.fromarray(np.clip(shade, 0, 255).astype(np.uint8))


def _stamped(picture: Image.Image, dpi: int) -> Image.Image:
    """A round seal of 4 cm with a star, in the ink that lets black print show through."""
    layer = Image.new("RGB", picture.size, "white")
    draw = ImageDraw.Draw(layer)
    x, y, radius = picture.width * 0.6, picture.height * 0.45, 0.8 * dpi
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=STAMP_RED, width=max(dpi // 25, 2))
    draw.regular_polygon((x, y, radius * 0.4), 3, fill=STAMP_RED)
    draw.regular_polygon((x, y, radius * 0.4), 3, rotation=60, fill=STAMP_RED)
    return ImageChops.multiply(picture.convert("RGB"), layer)


def _picture_page(picture: Image.Image, size: tuple[float, float], quality: int) -> bytes:
    encoded = BytesIO()
    if picture.mode == "1":
        picture.save(encoded, "PNG")
    else:
        picture.save(encoded, "JPEG", quality=quality)
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=1)
    encoded.seek(0)
    canvas.drawImage(ImageReader(encoded), 0, 0, *size)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()
