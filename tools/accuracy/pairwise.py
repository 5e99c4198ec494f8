"""Combinations in which every pair of choices occurs at least once."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

TRIES = 30
Pair = tuple[str, int, str, int]


def pairwise(factors: Mapping[str, Sequence[Any]], seed: int) -> list[dict[str, Any]]:
    """Rows of one choice per factor, such that any two choices of different factors meet; the same for a seed."""
    rng = random.Random(seed)
    names = list(factors)
    open_pairs: set[Pair] = {
        (a, i, b, j) for a, b in combinations(names, 2) for i in range(len(factors[a])) for j in range(len(factors[b]))
    }
    rows = []
    while open_pairs:
        best = max(
            (_row(names, factors, open_pairs, rng) for _ in range(TRIES)), key=lambda row: _gain(row, open_pairs)
        )
        open_pairs -= set(_pairs(best))
        rows.append({name: factors[name][index] for name, index in best.items()})
    return rows


def _row(
    names: list[str], factors: Mapping[str, Sequence[Any]], wanted: set[Pair], rng: random.Random
) -> dict[str, int]:
    """A row grown from one open pair, each further choice the one that closes most."""
    a, i, b, j = rng.choice(sorted(wanted))
    chosen = {a: i, b: j}
    for name in rng.sample(names, len(names)):
        if name not in chosen:
            choices = rng.sample(range(len(factors[name])), len(factors[name]))
            chosen[name] = max(choices, key=lambda index: _gain(chosen | {name: index}, wanted))
    return {name: chosen[name] for name in names}


def _pairs(row: Mapping[str, int]) -> list[Pair]:
    return [(a, row[a], b, row[b]) for a, b in combinations(row, 2)]


def _gain(row: Mapping[str, int], wanted: set[Pair]) -> int:
    return sum(pair in wanted or (pair[2], pair[3], pair[0], pair[1]) in wanted for pair in _pairs(row))
