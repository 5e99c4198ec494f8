"""Recognises how a figure was spoilt: lost, added, changed or transposed digits, a shifted point, the wrong unit, …

A shape is looked for among the digits as the cell prints them. It is no proof; it tells between cells that the
equations cannot tell apart, and names the mistake for the reader.
"""

from __future__ import annotations

from collections.abc import Iterator

from dagster_project.localisation.model import Figure, Slip

_UNITS = (10_000, 1_000)
"""元 for 万元 or 千元, or the other way round."""
_SHIFTS = (10, 100, 100_000, 1_000_000)
_TELLING = 100
"""A copied figure tells something from three digits on: 0.05 stands beside 0.05 by chance."""


def recognise(figure: Figure, proposed: int, neighbours: frozenset[int]) -> Slip | None:
    """How the printed amount could have come from the proposed one; None for no known way, or a blank cell."""
    if figure.amount is None or figure.amount == proposed or not proposed:
        return None
    printed, meant = figure.amount, proposed
    if printed == -meant:
        return Slip.SIGN
    if figure.half_unit and (shape := _shape(printed, meant, figure.step)):
        return shape
    is_telling = abs(printed) >= _TELLING * figure.step
    if is_telling and printed == figure.prior:
        return Slip.PRIOR_YEAR
    return Slip.NEIGHBOUR if is_telling and printed in neighbours else None


def _shape(printed: int, meant: int, step: int) -> Slip | None:
    """The change of digits, of two amounts of one sign."""
    if (printed < 0) is not (meant < 0):
        return None
    before, after = abs(meant) // step, abs(printed) // step
    if any(_is_shifted(before, after, factor) for factor in _UNITS):
        return Slip.UNIT
    if any(_is_shifted(before, after, factor) for factor in _SHIFTS):
        return Slip.DECIMAL_POINT
    return _digits(str(before), str(after))


def _is_shifted(one: int, other: int, factor: int) -> bool:
    """Whether one is the other times a power of ten, digits below the last printed one being rounded away."""
    small, large = sorted((one, other))
    return small >= 10 and abs(small * factor - large) * 2 <= factor


def _digits(meant: str, printed: str) -> Slip | None:
    if len(meant) == len(printed):
        places = [place for place, pair in enumerate(zip(meant, printed, strict=True)) if pair[0] != pair[1]]
        if len(places) == 1:
            return Slip.DIGIT_CHANGED
        swaps = len(places) == 2 and places[1] == places[0] + 1 and meant[places[0]] == printed[places[1]]
        return Slip.DIGITS_TRANSPOSED if swaps and meant[places[1]] == printed[places[0]] else None
    if len(meant) == len(printed) + 1 and len(printed) > 1:
        return Slip.DIGIT_LOST if printed in _without_one(meant) else None
    if len(printed) == len(meant) + 1 and len(meant) > 1:
        return Slip.DIGIT_ADDED if meant in _without_one(printed) else None
    return Slip.DIGIT_LOST if len(printed) > 2 and meant.endswith(printed) else None


def _without_one(digits: str) -> Iterator[str]:
    return (digits[:place] + digits[place + 1 :] for place in range(len(digits)))


def restorations(figure: Figure) -> Iterator[int]:
    """What a printed amount could have been before a slip that leaves all of its digits."""
    if figure.amount is None or not figure.half_unit:
        return
    step = figure.step
    for factor in (*_UNITS, *_SHIFTS):
        yield figure.amount * factor
        if figure.amount % (factor * step) == 0:
            yield figure.amount // factor
    sign, digits = (-1 if figure.amount < 0 else 1), str(abs(figure.amount) // step)
    for place in range(len(digits) - 1):
        if digits[place] != digits[place + 1]:
            swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
            yield sign * int(swapped) * step
