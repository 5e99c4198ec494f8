"""Chinese ordinals of lists: 一, 二, … 十, 十一, … 二十六."""

DIGITS = "零一二三四五六七八九"


def ordinal(number: int) -> str:
    """The numeral of a number from 1 to 99."""
    tens, ones = divmod(number, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十"
    return lead + (DIGITS[ones] if ones else "")
