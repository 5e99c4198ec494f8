"""The statistics of rounding: probabilities, robustness against faults, and how often the estimate is wrong."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product

import pytest

from dagster_project.rounding import Regime, Sum, applied, estimate, independent_sums, probability

FINE = 1000
"""Exact amounts are drawn in thousandths of a printed unit."""
_ROUNDINGS: dict[Regime, Callable[[int], int]] = {
    Regime.INDEPENDENT: lambda amount: (amount + FINE // 2) // FINE,
    Regime.TRUNCATED: lambda amount: amount // FINE,
}


def _sum(key: str, total: int, addends: list[int]) -> Sum:
    figures = frozenset({total, *addends})
    return Sum("expenditure", key, total - sum(addends), figures, sum(addend % 10 != 0 for addend in addends))


def hierarchy(rng: random.Random, regime: Regime, classes: int) -> list[Sum]:
    """Sums of a statement of two levels: items, classes that add two to six of them, and the total."""
    items = [[rng.randrange(10**5, 10**9) for _ in range(rng.randint(2, 6))] for _ in range(classes)]
    if regime is Regime.REBALANCED:
        printed = [[_ROUNDINGS[Regime.INDEPENDENT](item) for item in group] for group in items]
        totals = [sum(group) for group in printed]
        whole = sum(totals)
    else:
        cut = _ROUNDINGS[regime]
        printed = [[cut(item) for item in group] for group in items]
        totals = [cut(sum(group)) for group in items]
        whole = cut(sum(map(sum, items)))
    sums = [_sum(f"class {n}", total, group) for n, (total, group) in enumerate(zip(totals, printed, strict=True))]
    return [*sums, _sum("total", whole, totals)]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7])
@pytest.mark.parametrize("regime", [Regime.INDEPENDENT, Regime.TRUNCATED])
def test_probabilities_are_those_of_every_residual_and_add_to_one(regime: Regime, count: int) -> None:
    assert sum(probability(regime, count, residual) for residual in range(-count, count + 1)) == 1


def test_probabilities_are_the_known_fractions() -> None:
    independent = [probability(Regime.INDEPENDENT, 2, residual) for residual in (-1, 0, 1)]
    assert independent == [Fraction(1, 8), Fraction(3, 4), Fraction(1, 8)]
    truncated = [probability(Regime.TRUNCATED, 3, residual) for residual in range(3)]
    assert truncated == [Fraction(1, 6), Fraction(2, 3), Fraction(1, 6)]
    assert [probability(Regime.REBALANCED, 5, residual) for residual in (0, 1)] == [1, 0]


def test_probabilities_are_the_shares_counted_on_a_lattice() -> None:
    """Three addends, each with every fraction of a twentieth: odd ones, so that none lies on an edge."""
    losses = range(1, 40, 2)
    drawn = [sum(fractions) for fractions in product(losses, repeat=3)]
    share = Fraction(sum(40 <= loss < 80 for loss in drawn), len(drawn))
    assert abs(share - probability(Regime.TRUNCATED, 3, 1)) < Fraction(1, 500)


def _estimates(regime: Regime, classes: int, documents: int) -> Iterator[Regime]:
    for seed in range(documents):
        yield estimate(hierarchy(random.Random(f"{regime} {classes} {seed}"), regime, classes)).regime


@pytest.mark.parametrize("classes", [1, 3, 8, 25])
@pytest.mark.parametrize("regime", [Regime.INDEPENDENT, Regime.REBALANCED, Regime.TRUNCATED])
def test_an_estimate_is_right_or_open_and_wrong_in_less_than_one_of_a_hundred(regime: Regime, classes: int) -> None:
    found = list(_estimates(regime, classes, 300))
    wrong = sum(one not in (regime, Regime.UNDETERMINED) for one in found)
    assert wrong <= 3
    if classes == 25:
        assert found.count(regime) > 270


@pytest.mark.parametrize("regime", [Regime.INDEPENDENT, Regime.REBALANCED, Regime.TRUNCATED])
def test_planted_faults_leave_the_regime(regime: Regime) -> None:
    """One that no rounding explains, and one of a single unit in another sum."""
    for seed in range(40):
        sums = hierarchy(random.Random(f"fault {regime} {seed}"), regime, 60)
        before = estimate(sums).regime
        first, second, *others = sums
        slipped = Sum(second.statement, second.key, second.residual + 1, second.figures, second.inexact)
        broken = Sum(first.statement, first.key, first.residual + 3600, first.figures, first.inexact)
        assert (before, estimate([broken, slipped, *others]).regime) == (regime, regime)


def test_no_single_sum_decides() -> None:
    rng = random.Random(0)
    small = hierarchy(rng, Regime.REBALANCED, 3)
    gap = Sum("expenditure", "x", 1, frozenset({1, 2, 3}), 2)
    assert estimate(small).regime is Regime.UNDETERMINED
    assert estimate([*small, gap]).regime is Regime.UNDETERMINED


def test_sums_with_a_figure_in_common_count_once() -> None:
    """Statements that repeat each other are no further evidence, in whatever order they come."""
    sums = hierarchy(random.Random(1), Regime.REBALANCED, 8)
    copies = [Sum("income", item.key, item.residual, item.figures, item.inexact) for item in sums]
    assert len(independent_sums([*sums, *copies])) == len(independent_sums(sums))
    assert independent_sums([*copies, *sums]) == independent_sums([*sums, *copies])


def test_exact_money_is_unrounded_until_its_sums_refute_it() -> None:
    """A lone fen does not, which would else excuse itself; sums that are off all over do."""
    assert estimate([], is_exact_money=True).regime is Regime.UNROUNDED
    lone = Sum("expenditure", "x", 1, frozenset({1, 2, 3}), 2)
    assert estimate([lone], is_exact_money=True).regime is Regime.UNROUNDED
    rounded = hierarchy(random.Random(2), Regime.INDEPENDENT, 25)
    assert estimate(rounded, is_exact_money=True).regime is Regime.INDEPENDENT


def test_a_statement_takes_no_rebalancing_from_its_document() -> None:
    assert applied(Regime.UNDETERMINED, Regime.TRUNCATED) is Regime.TRUNCATED
    assert applied(Regime.UNDETERMINED, Regime.REBALANCED) is Regime.UNDETERMINED
    assert applied(Regime.UNDETERMINED, Regime.INDEPENDENT) is Regime.INDEPENDENT
    assert applied(Regime.INDEPENDENT, Regime.TRUNCATED) is Regime.INDEPENDENT


def test_a_gap_counts_though_its_figures_are_taken() -> None:
    """Sums that close would name a balanced statement, were two gaps left out that share figures with them."""
    closing = [_sum(f"item {n}", 3 * 10**n + 5, [10**n + 1, 2 * 10**n + 4]) for n in range(2, 24)]
    assert estimate(closing).regime is Regime.REBALANCED
    gaps = [Sum("expenditure", f"column {n}", 1, closing[n].figures | closing[n + 1].figures, 3) for n in (0, 4)]
    assert estimate([*closing, *gaps]).regime is Regime.UNDETERMINED
