"""Amounts to text. All arithmetic in Decimal."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from tools.typesetter.model import Amount
from tools.typesetter.style import NumberStyle, Unit

FULL_WIDTH = str.maketrans("0123456789,.-", "０１２３４５６７８９，．－")


def printed_value(yuan: Decimal, unit: Unit, decimals: int, rounding: str = ROUND_HALF_UP) -> Decimal:
    """The figure as printed, in the unit: rounded half up unless told otherwise."""
    return (yuan / unit.yuan).quantize(Decimal(1).scaleb(-decimals), rounding=rounding)


def amount_text(amount: Amount | None, unit: Unit, style: NumberStyle) -> tuple[str, Decimal]:
    """The text of a cell and the yuan that it states (0 for a blank or an absent figure)."""
    if amount is None:
        return style.absent, Decimal(0)
    if amount.text is not None:
        return amount.text, amount.yuan
    value = printed_value(amount.yuan, unit, style.decimals, style.rounding)
    if value == 0 and style.zero is not None:
        return style.zero, Decimal(0)
    return _written(value, style), value * unit.yuan


def _written(value: Decimal, style: NumberStyle) -> str:
    text = f"{abs(value):,.{style.decimals}f}".replace(",", style.thousands)
    if style.strip_zeros and "." in text:
        text = text.rstrip("0").rstrip(".")
    if value < 0:
        text = style.negative.format(text)
    return text.translate(FULL_WIDTH) if style.full_width else text
