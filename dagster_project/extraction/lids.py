"""Print that its own page paints over: a white or black box laid on a figure, with or without another figure on top.

A viewer shows what is painted last. Most boxes are grounds, painted before the text that stands on them, so the order
decides; and a box shows only as far as its clip lets it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from dagster_project.extraction import native
from dagster_project.extraction.native import Argument, Box, Floats, Mask, Order

Indices = npt.NDArray[np.intp]
_EDGE = 0.5
"""Points by which a box must reach beyond the middle of a character."""


class Lid(NamedTuple):
    """A filled, opaque rectangle, in user space, and when it is painted."""

    box: Box
    order: Order


def painted_over(page: Argument, text: Argument, places: Indices, boxes: Floats, lids: Sequence[Lid]) -> Mask:
    """Which of the characters at these places of a text page lie below a lid that is painted after them.

    ``boxes`` (n × 4; x0, y0, x1, y1 in user space) are those of the characters.
    """
    hidden: Mask = np.zeros(len(places), dtype=np.bool_)
    if not lids or not len(places):
        return hidden
    x, y = (boxes[:, [0]] + boxes[:, [2]]) / 2, (boxes[:, [1]] + boxes[:, [3]]) / 2
    x0, y0, x1, y1 = np.array([lid.box for lid in lids]).T
    below = (x > x0 + _EDGE) & (x < x1 - _EDGE) & (y > y0 + _EDGE) & (y < y1 - _EDGE)
    if not below.any():
        return hidden
    orders = native.drawing_orders(page)
    for at, number in np.argwhere(below).tolist():
        order = orders.get(native.text_object(text, int(places[at])))
        hidden[at] |= order is not None and order < lids[number].order
    return hidden


def uncover(raw_page: Any, lids: Sequence[Lid]) -> list[Order]:
    """Take the texts off a page that lids hide as a whole; return their places.

    pdfium leaves a character out that stands where it has already read its like, as in a figure of which a correction
    repeats some digits.
    """
    page = native.argument_of(raw_page)
    with native.text_of(raw_page) as text:
        printed = (native.read_codes(text) > ord(" ")).nonzero()[0]
        hidden = painted_over(page, text, printed, native.loose_boxes(text, printed.tolist()), lids)
        if not hidden.any():
            return []
        owners = [native.text_object(text, place) for place in printed.tolist()]
    gone = {owner for owner, below in zip(owners, hidden, strict=True) if below}
    gone -= {owner for owner, below in zip(owners, hidden, strict=True) if not below}
    orders = native.drawing_orders(page)
    taken = sorted((orders[address], address) for address in gone if len(orders.get(address, ())) == 1)
    for _, address in taken:
        native.take_away(raw_page, address)
    return [order for order, _ in taken]


def clipped(box: Box, clips: Sequence[Box]) -> Box | None:
    """What the clips of a box leave of it; None where that is nothing."""
    x0, y0, x1, y1 = box
    for left, bottom, right, top in clips:
        x0, y0, x1, y1 = max(x0, left), max(y0, bottom), min(x1, right), min(y1, top)
    return (x0, y0, x1, y1) if x1 > x0 and y1 > y0 else None
