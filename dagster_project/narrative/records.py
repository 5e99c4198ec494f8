"""What goes into the reading of a narrative and what comes out of it: lines of prose, and claims."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ProseLine:
    """One line of text outside tables, in reading order; ``text_key`` is what the grammar reads."""

    page_number: int
    line_number: int
    paragraph_number: int
    text: str
    text_key: str
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Claim:
    """One amount, percentage, count, date, comparison or listed name that the narrative states."""

    position: int
    """Order in the document, from 1."""
    page_number: int
    line_number: int
    line_offset: int
    """Characters of the line's key before the figure: with page and line the place of the claim."""
    x0: float
    """The box (x0, top, x1, bottom) of the line on which the figure begins."""
    top: float
    x1: float
    bottom: float
    claim_type: str
    quantity: str
    """What is stated of the subject: ``amount``, ``final``, ``share`` … of ``terms.csv`` and ``patterns.csv``."""
    section: str
    subject: str
    """As printed; for an item the whole chain 类款项."""
    subject_key: str | None
    subject_kind: str | None
    subject_group: int
    """Claims of one subject in one paragraph share it."""
    class_name: str | None
    group_name: str | None
    item_name: str | None
    printed_code: str | None
    statement: str | None
    line_code: str | None
    """Null where it comes from a name (``{code}``), which needs the classification of the year."""
    measure: str | None
    stated_text: str
    stated_value: Decimal | None
    stated_unit: str | None
    stated_precision: Decimal | None
    """The unit of the last printed decimal, in ``stated_unit``."""
    direction: str | None
    base: str | None
    """What the figure is compared with, or the budget that it is: ``prior_year``, ``initial_budget`` …"""
    base_year: int | None
    period_year: int | None
    whole: str | None
    """Of a share: what it is a share of, as printed, else the total under which it stands."""
    whole_key: str | None
    is_whole_printed: bool
    """Whether the sentence itself says of what; otherwise it is the total above 其中."""
    sentence: str
