"""Departments to plant faults in: accounts of two years that are right, in a layout, a unit and a rounding regime."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from tools.accuracy.departments import Profile, Traits, disclose, make_profile
from tools.samples.synthetic.ledger import Entry, Ledger, make_ledger
from tools.samples.synthetic.performance import performance_part
from tools.typesetter import LAYOUTS, Disclosure, Layout, typeset
from tools.typesetter.expected import ExpectedCell
from tools.typesetter.style import WAN_YUAN, YUAN

Cell = tuple[str, str, str]
"""Statement, line, measure."""

FIRST_SEED = 20_000
GRID = 10_000
"""Fen in the last printed digit of a figure in 万元 with two decimals."""


class Rounding(StrEnum):
    """How the printed figures of a document came about."""

    INDEPENDENT = "independent"
    """Each figure is rounded by itself: sums may miss by some units of the last digit."""
    REBALANCED = "rebalanced"
    """Figures in 万元 of which every sum closes exactly (舍位平衡)."""
    YUAN = "yuan"
    """Figures in 元, exact to the fen."""


@dataclass(frozen=True, eq=False)
class Subject:
    """One department in one year, without a fault."""

    number: int
    rounding: Rounding
    layout: Layout
    profile: Profile
    ledger: Ledger
    previous: Ledger
    disclosure: Disclosure
    prior: Disclosure | None
    """What it published the year before; None where that is not in the corpus."""

    @property
    def half_unit(self) -> Decimal:
        """Half a unit of the last printed digit, in yuan."""
        return self.layout.unit.yuan / 200

    @cached_property
    def cells(self) -> dict[Cell, Decimal]:
        """The printed figures in yuan."""
        return printed_cells(self.disclosure, self.layout)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a fault asks of its department."""

    prior: bool = False
    layout: str = ""
    performance: bool = False
    funds: bool = False


def printed_cells(disclosure: Disclosure, layout: Layout) -> dict[Cell, Decimal]:
    """What the pages of a disclosure print, in yuan; of a figure printed twice the first."""
    cells: dict[Cell, Decimal] = {}
    for cell in printed(disclosure, layout):
        cells.setdefault((cell.statement, cell.line_code, cell.measure), cell.amount_yuan)
    return cells


def printed(disclosure: Disclosure, layout: Layout) -> list[ExpectedCell]:
    """The typesetter's own record of what it prints."""
    return typeset(disclosure, layout)[1]


def subjects(wishes: list[Wish], seed: int) -> Iterator[Subject]:
    """A department for each wish; no two have a name in common."""
    names: set[str] = set()
    candidate = FIRST_SEED + 10_000 * seed
    for number, wish in enumerate(wishes):
        while (subject := _subject(number, wish, candidate)).disclosure.department in names:
            candidate += 1
        names.add(subject.disclosure.department)
        candidate += 1
        yield subject


def with_ledger(subject: Subject, ledger: Ledger) -> Disclosure:
    """What the department would publish of another ledger of the same year."""
    disclosure = disclose(subject.profile, ledger, subject.previous, subject.layout.unit)
    has_forms = len(subject.disclosure.closing) > len(disclosure.closing)
    return _with_performance(disclosure, subject.layout) if has_forms else disclosure


def _subject(number: int, wish: Wish, seed: int) -> Subject:
    rng = random.Random(f"subject/{seed}")
    rounding = rng.choice(tuple(Rounding))
    name = wish.layout or rng.choices(("wuhan", "shanghai", "form_2018", "university"), (5, 5, 1, 2))[0]
    year = 2018 if name == "form_2018" else 2020 + rng.randrange(5)
    traits = Traits(
        year=year,
        scale=1 / GRID if rounding is Rounding.REBALANCED else 0.05 if rounding is Rounding.YUAN else 1.0,
        items=rng.randint(3, 8),
        funds=_funds(rng, wish, name),
        non_fiscal=rng.random() < 0.5,
    )
    profile = make_profile(seed, traits)
    ledgers = [_ledger(profile, y, rounding) for y in (year, year - 1, year - 2)]
    layout = replace(LAYOUTS[name], unit=YUAN if rounding is Rounding.YUAN else WAN_YUAN)
    disclosure = disclose(profile, ledgers[0], ledgers[1], layout.unit)
    if wish.performance or rng.random() < 0.25:
        disclosure = _with_performance(disclosure, layout)
    has_prior = wish.prior or (name in ("wuhan", "shanghai") and rng.random() < 0.25)
    prior = disclose(profile, ledgers[1], ledgers[2], layout.unit) if has_prior else None
    return Subject(number, rounding, layout, profile, ledgers[0], ledgers[1], disclosure, prior)


def _funds(rng: random.Random, wish: Wish, layout: str) -> tuple[str, ...]:
    if layout == "form_2018":
        return ("government_fund",) if wish.funds or rng.random() < 0.4 else ()
    return ("government_fund", "state_capital") if wish.funds else rng.choice(((), ("government_fund",)))


def _ledger(profile: Profile, year: int, rounding: Rounding) -> Ledger:
    ledger = make_ledger(profile.specification, year)
    return _on_grid(ledger) if rounding is Rounding.REBALANCED else ledger


def _on_grid(ledger: Ledger) -> Ledger:
    """The ledger with each fen blown up to a unit of the last printed digit, so that what is printed is exact."""
    amounts = [f.name for f in fields(Entry) if f.type == "int"]

    def blown(values: Mapping[str, int]) -> dict[str, int]:
        return {key: fen * GRID for key, fen in values.items()}

    return replace(
        ledger,
        entries=tuple(replace(e, **{name: getattr(e, name) * GRID for name in amounts}) for e in ledger.entries),
        economic=blown(ledger.economic),
        three_public_actual=blown(ledger.three_public_actual),
        three_public_budget=blown(ledger.three_public_budget),
        item_budgets=blown(ledger.item_budgets),
    )


def _with_performance(disclosure: Disclosure, layout: Layout) -> Disclosure:
    part = performance_part(disclosure, layout.unit)
    return replace(disclosure, closing=(*disclosure.closing, part))
