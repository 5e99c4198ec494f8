"""Rank of equations as vectors over cells: how much they say that does not follow from each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction


def rank(vectors: Sequence[Mapping[int, Fraction]]) -> int:
    """Rank over the rationals, by elimination; cells of coefficient zero may be left out."""
    pivots: list[tuple[int, dict[int, Fraction]]] = []
    for vector in vectors:
        left = {cell: weight for cell, weight in vector.items() if weight}
        for cell, pivot in pivots:
            factor = left.get(cell, Fraction(0)) / pivot[cell]
            if factor:
                for other, weight in pivot.items():
                    left[other] = left.get(other, Fraction(0)) - factor * weight
                left = {other: weight for other, weight in left.items() if weight}
        if left:
            pivots.append((next(iter(left)), left))
    return len(pivots)
