"""The CJK font of the typeset documents, from a package of the Python index so that tests need no system font.

WenQuanYi Micro Hei (Apache-2.0, stated in the font itself) has TrueType outlines, which reportlab can subset and embed
with a ToUnicode map; fonts with PostScript outlines (Noto Sans CJK as .otf) it cannot.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FONT = "wqy-microhei"
FONT_PACKAGE = "paperang_p2_fonts_cjk"

IDEOGRAPHS = "一二人入八力十口土士大女子小工己干支文方日月木比水用田目立老自行金高食车长门见贝页风龙"
RADICALS = dict(
    zip(
        IDEOGRAPHS,
        "⼀⼆⼈⼊⼋⼒⼗⼝⼟⼠⼤⼥⼦⼩⼯⼰⼲⽀⽂⽅⽇⽉⽊⽐⽔⽤⽥⽬⽴⽼⾃⾏⾦⾼⾷⻋⻓⻔⻅⻉⻚⻛⻰",
        strict=True,
    )
)
"""Ideographs and the radical characters that some producers' fonts map them to."""


@cache
def register_font() -> str:
    """Register the font with reportlab, once per process, and return its name.

    Raises ModuleNotFoundError where the font package is not installed.
    """
    with as_file(files(FONT_PACKAGE) / "fonts" / "wqy-microhei.ttc") as path:
        font = TTFont(FONT, str(path), subfontIndex=0)
    glyphs = font.face.charToGlyph
    for ideograph, radical in RADICALS.items():
        glyphs.setdefault(ord(radical), glyphs[ord(ideograph)])
        font.face.charWidths.setdefault(ord(radical), font.face.charWidths[ord(ideograph)])
    pdfmetrics.registerFont(font)
    return FONT


def text_width(text: str, size: float) -> float:
    """Width of a text in points."""
    return float(pdfmetrics.stringWidth(text, register_font(), size))


def missing_glyphs(text: str) -> set[str]:
    """The characters of a text that the font lacks."""
    font = pdfmetrics.getFont(register_font())
    assert isinstance(font, TTFont)
    glyphs = font.face.charToGlyph
    return {character for character in text if ord(character) not in glyphs}
