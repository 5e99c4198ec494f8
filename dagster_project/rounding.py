"""How a publisher rounded: estimated from the residuals of a document's own sums, by exact likelihoods.

Amounts are counted in units of the last printed digit. A total and its n addends are printed; the residual is
r = total − Σ addends, an integer. With the lost fractions of the addends independent and uniform:

* **independent**: every figure is rounded for itself. The addends' errors are uniform on (−½, ½), and r is their sum
  rounded, so P(r) = P(r − ½ < Sₙ < r + ½): an Irwin–Hall probability, 3/4 for r = 0 and n = 2, and ever less for more.
* **truncated**: digits are cut off. The losses are uniform on [0, 1), and r is their sum cut off:
  P(r) = P(r ≤ S′ₙ < r + 1) for r = 0 … n − 1, half of it above zero even for n = 2.
* **rebalanced** (舍位平衡): figures are rounded and then adjusted until sums close: P(0) = 1. An amount that is exact
  (**unrounded**: yuan with two decimals, which money has no finer unit than) has the same residuals.

*Robust.* Sums that no rounding explains are no evidence of rounding and left out; every regime allows a slip of a unit
in one of a thousand sums; and the verdict must stand without the sum that speaks loudest for it, so that no single
fault decides it. *Honest.* Only sums without a figure in common are taken (a figure is known by its amount, so that
statements that repeat each other count once): their residuals are independent, and the likelihoods multiply. Addends
whose last printed digit is 0 may be exact and add no error. Two choices are weighed, as neither sees all: the shortest
sums first, of which there are most, and the longest first, which cut off digits push furthest. A regime is named where
one of them makes it two hundred times likelier than any other; by Markov's inequality a wrong one is then named of at
most one in a hundred documents. It must be so, too, where sums that it has no room for are chosen first: a gap is never
left out for being in bad company.

The regime names are those of DESIGN section 7; ``int_rounding_regimes`` stores them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache
from math import comb, factorial, log

SLIP = Fraction(1, 1000)
"""Share of sums that a mistake of a few units may have touched, whatever the regime."""
DECISIVE = log(200)
"""Logarithm of how many times likelier than any other a regime must be to be named."""
EXACT_MONEY = log(1000)
"""Prior log odds that figures to the fen are the exact amounts: nothing is left to round."""


class Regime(StrEnum):
    """How the printed figures of a statement or document came about."""

    UNROUNDED = "unrounded"
    REBALANCED = "rebalanced"
    TRUNCATED = "truncated"
    INDEPENDENT = "independent"
    UNDETERMINED = "undetermined"


ESTIMATED = (Regime.INDEPENDENT, Regime.REBALANCED, Regime.TRUNCATED)
"""Regimes that residuals tell apart."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A total with its addends; the residual is in units of the last printed digit."""

    statement: str
    key: str
    """Identity and scope: what the order of sums depends on, so that no order of rows does."""
    residual: int
    figures: frozenset[int]
    """Sizes of all figures but zeros, the total among them: what a figure is known by."""
    inexact: int
    """Addends whose last digit is not 0."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A regime and what speaks for it."""

    regime: Regime
    sums: tuple[Sum, ...]
    """The independent ones that were weighed."""
    likelihoods: Mapping[Regime, float]
    """Logarithms, by regime."""

    @property
    def exact(self) -> int:
        """How many of the sums close."""
        return sum(not item.residual for item in self.sums)

    @property
    def lead(self) -> float:
        """Log likelihood of the likeliest regime less that of the next."""
        first, second, *_ = sorted(self.likelihoods.values(), reverse=True)
        return first - second


@cache
def _below(count: int, halves: int) -> Fraction:
    """P(S ≤ halves / 2) for S the sum of ``count`` uniforms on [0, 1): the Irwin–Hall distribution, exactly."""
    if halves >= 2 * count:
        return Fraction(1)
    terms = ((-1) ** k * comb(count, k) * (halves - 2 * k) ** count for k in range(max(halves, 0) // 2 + 1))
    return Fraction(sum(terms), 2**count * factorial(count)) if halves > 0 else Fraction(0)


@cache
def probability(regime: Regime, count: int, residual: int) -> Fraction:
    """Probability of a residual of a sum of ``count`` inexact addends (at least one), slips left aside."""
    if regime is Regime.INDEPENDENT:
        middle = count + 2 * residual
        return _below(count, middle + 1) - _below(count, middle - 1)
    if regime is Regime.TRUNCATED:
        return _below(count, 2 * residual + 2) - _below(count, 2 * residual)
    return Fraction(residual == 0)


def _window(count: int) -> range:
    """Residuals that some way of rounding explains: the interval rule, or cut off digits on one side."""
    reach = (count + 1) // 2
    return range(-reach, max(reach, count - 1) + 1)


@cache
def log_likelihood(regime: Regime, count: int, residual: int) -> float:
    """Logarithm of the probability of a residual within the window, slips allowed for."""
    return log((1 - SLIP) * probability(regime, count, residual) + SLIP / len(_window(count)))


def independent_sums(
    sums: Iterable[Sum], against: Regime | None = None, *, longest_first: bool = False
) -> tuple[Sum, ...]:
    """Of sums that rounding explains, a choice without common figures, the shortest or the longest first.

    ``against``: before them those that the regime has no room for. The choice is then no fair sample, but the hardest.
    """
    chosen: list[Sum] = []
    used: set[int] = set()

    def order(item: Sum) -> tuple[bool, int, str, str]:
        is_hard = against is not None and not probability(against, item.inexact, item.residual)
        return not is_hard, -item.inexact if longest_first else item.inexact, item.statement, item.key

    for item in sorted(sums, key=order):
        if item.residual not in _window(item.inexact) or item.figures & used:
            continue
        used |= item.figures
        chosen.append(item)
    return tuple(chosen)


def estimate(sums: Iterable[Sum], *, is_exact_money: bool = False) -> Estimate:
    """The regime of a statement or document from its sums; ``is_exact_money``: all are printed to the fen.

    Exact money is held to be unrounded unless its own sums refute it; other figures are undetermined until they tell.
    """
    known = [item for item in sums if item.inexact > 1]
    chosen = independent_sums(known)
    likelihoods = _likelihoods(chosen)
    if is_exact_money:
        hardest = _likelihoods(independent_sums(known, against=Regime.REBALANCED))
        is_refuted = hardest[Regime.INDEPENDENT] > hardest[Regime.REBALANCED] + EXACT_MONEY
        return Estimate(Regime.INDEPENDENT if is_refuted else Regime.UNROUNDED, chosen, likelihoods)
    samples = [(chosen, likelihoods)]
    samples.append(((longest := independent_sums(known, longest_first=True)), _likelihoods(longest)))
    estimates = [
        Estimate(regime, taken, likely)
        for place, (taken, likely) in enumerate(samples)
        if (regime := _named(known, taken, likely, longest_first=place == 1))
    ]
    if len({item.regime for item in estimates}) != 1:
        return Estimate(Regime.UNDETERMINED, chosen, likelihoods)
    return estimates[0]


def _named(
    known: Sequence[Sum], chosen: Sequence[Sum], likelihoods: Mapping[Regime, float], *, longest_first: bool
) -> Regime | None:
    """The likeliest regime where it is decisively so, of the choice and of the hardest one as well."""
    best = max(ESTIMATED, key=lambda regime: likelihoods[regime])
    hardest = independent_sums(known, against=best, longest_first=longest_first)
    others = [regime for regime in ESTIMATED if regime is not best]
    is_decided = all(_decides(sums, best, other) for sums in (chosen, hardest) for other in others)
    return best if is_decided else None


def _likelihoods(sums: Iterable[Sum]) -> dict[Regime, float]:
    items = list(sums)
    return {regime: sum(log_likelihood(regime, item.inexact, item.residual) for item in items) for regime in ESTIMATED}


def _decides(sums: Sequence[Sum], best: Regime, other: Regime) -> bool:
    """Whether the evidence for one regime against another is decisive, its loudest sum left out."""
    weights = [
        log_likelihood(best, item.inexact, item.residual) - log_likelihood(other, item.inexact, item.residual)
        for item in sums
    ]
    return sum(weights) - max([*weights, 0.0]) >= DECISIVE


def applied(own: Regime, of_document: Regime) -> Regime:
    """The regime that a statement is judged under: its own, or where that is open its document's.

    But for the document's rebalancing: real documents balance one statement and not the next, and a rule that is
    stricter than the intervals needs the statement's own evidence.
    """
    is_open = own is Regime.UNDETERMINED
    return of_document if is_open and of_document in (Regime.TRUNCATED, Regime.INDEPENDENT) else own
