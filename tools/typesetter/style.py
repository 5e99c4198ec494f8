"""How figures, rulings and pages look: the switches of a layout, each a plain value."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum


class Ruling(StrEnum):
    """How a table's rulings are drawn."""

    STROKE = "stroke"
    RECT = "rect"
    SEGMENTS = "segments"
    DASHED = "dashed"
    HEADER_ONLY = "header_only"
    NONE = "none"


class Align(StrEnum):
    """Horizontal place of a text in its cell."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit of a statement's figures."""

    label: str
    yuan: Decimal


WAN_YUAN = Unit("万元", Decimal(10000))
YUAN = Unit("元", Decimal(1))
THOUSAND_YUAN = Unit("千元", Decimal(1000))


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How an amount is written."""

    decimals: int = 2
    rounding: str = ROUND_HALF_UP
    """How what has no place among the decimals is dealt with, as ``decimal`` names it: ``ROUND_DOWN`` cuts it off."""
    thousands: str = ","
    zero: str | None = None
    """The text of a zero; None prints it with its decimals, the empty text leaves the cell blank."""
    absent: str = ""
    """The text of a cell without a figure: blank, or a printed zero."""
    negative: str = "-{}"
    """The pattern of a negative amount: ``-{}``, ``△{}``, ``（{}）``."""
    strip_zeros: bool = False
    full_width: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """Measures in points and habits of drawing."""

    ruling: Ruling = Ruling.STROKE
    line_width: float = 0.6
    table_size: float = 9.0
    title_size: float = 16.0
    prose_size: float = 14.0
    prose_leading: float = 26.0
    row_height: float = 18.0
    padding: float = 3.0
    margin_x: float = 50.0
    margin_top: float = 56.0
    margin_bottom: float = 54.0
    amount_align: Align = Align.RIGHT
    line_number_align: Align = Align.CENTRE
    indent_names: bool = False
    """Indent a name by the level of its code."""
    wrap_amounts: bool = False
    """Let an amount break inside its cell where the column is too narrow, instead of widening the column."""
    repeat_header: bool = True
    repeat_row: bool = False
    """Print the last row of a page again at the top of the next."""
    split_rows: bool = False
    """Let a page break fall inside a row of several text lines."""
    rule_empty_columns: bool = True
    """Rule columns without any text on a continuation page too."""


@dataclass(frozen=True, slots=True)
class Effects:
    """What real producers do to a page. The amounts that a reader must find stay the same."""

    rotate: int = 0
    """``/Rotate`` of the statement pages; they display upright."""
    sideways: bool = False
    """Statement pages are printed sideways, without ``/Rotate``."""
    watermark: str = ""
    fake_bold: bool = False
    """Every glyph of the statements is drawn twice, a fraction of a point apart."""
    kangxi: bool = False
    """Ideographs are mapped to Kangxi and supplementary radicals where such exist (⽀ for 支)."""
    hidden_text: bool = False
    """White figures lie in blank cells."""
    spaced_text: bool = False
    """A no-break or full-width space stands inside names."""
    shuffle_seed: int | None = None
    """The texts of a statement page are drawn in another order than they are read."""
