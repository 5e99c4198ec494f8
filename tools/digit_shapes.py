"""The shapes of digits that ``extraction/drawn.py`` holds drawn digits against, made from the typefaces at hand.

Of each digit a few groups of typefaces are told apart (a 1 has a foot or none, a 4 is open or closed), and the mean of
each group is a shape. ``python -m tools.digit_shapes`` prints the file ``digit_shapes.csv``, in percents of ink; with
``--write`` it replaces it. Other typefaces make other shapes: those of the file are the fonts of Debian that
:data:`PACKAGES` name, and the faces that every PDF reader has.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import numpy as np
import numpy.typing as npt
import pypdfium2
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

from dagster_project.extraction import drawn
from dagster_project.extraction.page import read_page

FILE = Path(drawn.__file__).parent / "digit_shapes.csv"
PACKAGES = ("fonts-dejavu", "fonts-liberation", "fonts-noto-cjk", "fonts-noto-mono", "fonts-urw-base35")
MADE_FROM = 122
"""Typefaces, and standard faces in three sizes, that the file was made from."""
_LEFT_OUT = ("D050000", "Symbol", "Math", "Droid", "Z003")
"""Typefaces without digits of their own, and a script."""
_NOT_READ = (".pfb", ".t1")
_FACES = (
    "Helvetica", "Helvetica-Oblique", "Helvetica-Bold", "Helvetica-BoldOblique", "Times-Roman", "Times-Italic",
    "Times-Bold", "Times-BoldItalic", "Courier", "Courier-Bold", "Courier-Oblique",
)  # fmt: skip
_SIZES = (6, 8, 11)
_LINES = 20
_SAMPLE = "1,234,567.89 0"
_ALL = 200
"""Digits of the sample page that are drawn: all of them."""
_ROUNDS = 30
_FULL = 4 * 255 / 100
"""Of ink in a field of a shape: one percent."""

Shapes = npt.NDArray[np.float64]
"""Typefaces × ten digits × rows × columns."""


def typefaces() -> list[str]:
    """The font files at hand that have digits, in the order of their paths."""
    listed = subprocess.run(["fc-list"], text=True, capture_output=True, check=True).stdout
    files = sorted({line.split(":")[0] for line in listed.splitlines()})
    return [f for f in files if not any(name in f for name in _LEFT_OUT) and not f.endswith(_NOT_READ)]


def shapes() -> Shapes:
    """The shapes of the ten digits in every typeface, and in the standard faces as pdfium draws them."""
    found = [shape for path in typefaces() if (shape := _of_typeface(path)) is not None]
    found += [_of_face(face, size) for face in _FACES for size in _SIZES]
    return np.array(found)


def _of_typeface(path: str) -> Shapes | None:
    """The ten digits of a font file, drawn large; None where one is blank."""
    font = ImageFont.truetype(path, 40)
    drawings = []
    for digit in "0123456789":
        image = Image.new("L", (80, 80))
        ImageDraw.Draw(image).text((15, 15), digit, fill=255, font=font)
        drawings.append(drawn._shape_of(np.array(image)))
    return None if any(shape is None for shape in drawings) else np.array(drawings)


def _of_face(face: str, size: int) -> Shapes:
    """The mean of each digit on a page of figures in a standard face."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(400, 400))
    canvas.setFont(face, size)
    for line in range(_LINES):
        canvas.drawString(20, 380 - 15 * line, _SAMPLE)
    canvas.save()
    with patch.object(drawn, "_FIRST", _ALL):
        digits = read_page(pypdfium2.PdfDocument(buffer.getvalue())[0]).drawn_digits
    return np.array([np.mean([d.shape for d in digits if d.told == told], axis=0) for told in range(10)])


def grouped(found: Shapes, groups: int = drawn._VARIANTS) -> npt.NDArray[np.int64]:
    """The mean shapes of each digit over groups of typefaces that draw it alike, in percents of ink.

    The groups begin with the two least alike drawings, and each further one with that least like those before it;
    then each drawing goes to the group whose mean it is most like, until nothing moves.
    """
    means = []
    for digit in range(found.shape[1]):
        own = found[:, digit]
        group_of = _groups(own, groups)
        means += [own[group_of == group].mean(axis=0) for group in range(groups)]
    return np.rint(np.array(means) / _FULL).astype(np.int64)


def _groups(own: Shapes, groups: int) -> npt.NDArray[np.int64]:
    """The group of each drawing of a digit."""
    unit = drawn._standard(own)
    likeness = unit @ unit.T
    first, second = np.unravel_index(likeness.argmin(), likeness.shape)
    chosen = [int(first), int(second)]
    while len(chosen) < groups:
        chosen.append(int(likeness[chosen].max(axis=0).argmin()))
    middles = unit[chosen]
    for _ in range(_ROUNDS):
        group_of = (unit @ middles.T).argmax(axis=1)
        middles = drawn._standard(np.array([own[group_of == group].mean(axis=0) for group in range(groups)]))
    return np.asarray(group_of)


def as_csv(means: npt.NDArray[np.int64]) -> str:
    """The file: a line for each row of fields, digit by digit and group by group."""
    return "".join(",".join(map(str, row)) + "\n" for row in means.reshape(-1, means.shape[-1]).tolist())


def main() -> int:
    """Print the file, or write it."""
    parser = argparse.ArgumentParser(prog="python -m tools.digit_shapes", description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"replace {FILE.name}")
    text = as_csv(grouped(shapes()))
    if parser.parse_args().write:
        FILE.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
