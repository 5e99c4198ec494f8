"""A folder of invented disclosures as a region would fill it: departments of several years, some with a planted fault.

Each is small and whole: the statements of its form, its prose, one in four with performance forms. The same count gives
the same files, and a smaller count the first departments of a greater one.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import count, islice
from pathlib import Path

from tools.accuracy.departments import Profile, Traits, disclose, make_profile
from tools.faults.model import Kind
from tools.faults.plan import KINDS, place_fault
from tools.faults.subjects import Rounding, Subject
from tools.samples.synthetic.ledger import make_ledger
from tools.samples.synthetic.performance import performance_part
from tools.typesetter import LAYOUTS, Disclosure, Layout, typeset
from tools.typesetter.style import WAN_YUAN, YUAN

YEARS = (2021, 2022, 2023, 2024)
FIRST_SEED = 500_000
FAULTY = 5
"""One in so many has a planted fault."""
WITH_FORMS = 4
"""One department in so many publishes performance forms."""
ANYWHERE = tuple(kind for kind in KINDS if not kind.wish.layout and not kind.wish.performance and not kind.wish.funds)
"""Faults that a department of any layout may have."""


@dataclass(frozen=True, slots=True)
class Order:
    """One disclosure to be made."""

    number: int
    """From 0; each department has as many in a row as there are years."""
    seed: int
    """Of its department."""

    @property
    def year(self) -> int:
        """Its fiscal year."""
        return YEARS[self.number % len(YEARS)]


def make_folder(folder: Path, documents: int, workers: int) -> None:
    """Typeset ``documents`` PDFs as ``<region>/<year>/<department>.pdf`` below a folder; those that exist are kept."""
    orders = list(islice(_orders(), documents))
    with ProcessPoolExecutor(workers) as pool:
        for _ in pool.map(_make, orders, [folder] * len(orders), chunksize=len(YEARS)):
            pass


def _orders() -> Iterator[Order]:
    """Disclosures without end; no two departments have region and name in common."""
    known: set[tuple[str, str]] = set()
    numbers = count()
    for seed in count(FIRST_SEED):
        profile = _profile(seed)
        name = profile.region, profile.specification["name"]
        if name not in known:
            known.add(name)
            yield from (Order(next(numbers), seed) for _ in YEARS)


def _profile(seed: int) -> Profile:
    rng = random.Random(f"traits/{seed}")
    funds = rng.choice(((), ("government_fund",), ("government_fund", "state_capital")))
    return make_profile(
        seed, Traits(year=YEARS[-1], items=rng.randint(3, 6), funds=funds, non_fiscal=rng.random() < 0.5)
    )


def _make(order: Order, folder: Path) -> None:
    subject = _subject(order)
    path = folder / subject.profile.region / str(order.year) / f"{subject.disclosure.department}.pdf"
    if path.exists():
        return
    disclosure, layout = _with_fault(subject) if order.number % FAULTY == 0 else (subject.disclosure, subject.layout)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(typeset(disclosure, layout)[0])


def _subject(order: Order) -> Subject:
    """A department in a year, as the campaign of planted faults takes it."""
    rng = random.Random(f"layout/{order.seed}")
    rounding = rng.choice((Rounding.INDEPENDENT, Rounding.YUAN))
    unit = YUAN if rounding is Rounding.YUAN else WAN_YUAN
    layout = replace(LAYOUTS[rng.choice(("wuhan", "shanghai"))], unit=unit)
    profile = _profile(order.seed)
    ledger, previous, earlier = (make_ledger(profile.specification, order.year - back) for back in range(3))
    published, prior = (disclose(profile, *years, unit) for years in ((ledger, previous), (previous, earlier)))
    if rng.randrange(WITH_FORMS) == 0:
        published = replace(published, closing=(*published.closing, performance_part(published, unit)))
    return Subject(order.number, rounding, layout, profile, ledger, previous, published, prior)


def _with_fault(subject: Subject) -> tuple[Disclosure, Layout]:
    """The subject's disclosure with the first fault, from one drawn by its number on, that finds a place in it."""
    rng = random.Random(f"fault/{subject.number}")
    for kind in _in_turn(subject.number // FAULTY):
        try:
            planted = place_fault(kind, subject, rng, taken=set())
        except ValueError:
            continue
        return planted.disclosure, planted.layout
    raise ValueError(f"no fault finds a place in {subject.disclosure.department}")


def _in_turn(first: int) -> Iterator[Kind]:
    yield from (ANYWHERE[(first + n) % len(ANYWHERE)] for n in range(len(ANYWHERE)))
