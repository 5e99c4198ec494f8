"""Faults of performance forms, between years and between departments."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

from tools.faults.model import Family, Kind, Planted
from tools.faults.subjects import Subject, Wish, printed_cells, with_ledger
from tools.samples.synthetic.performance import make_forms, part_of
from tools.typesetter import Disclosure
from tools.typesetter.performance import PerformanceForm

COPYIST = "样板市对照区机关事务管理局"
ATTACHED = Wish(performance=True)
FOLLOWED = Wish(prior=True)


def _with_form(subject: Subject, form: PerformanceForm) -> Disclosure:
    """The disclosure with another first form."""
    forms = make_forms(subject.disclosure, subject.layout.unit)
    part = part_of((form, *forms[1:]), subject.disclosure.fiscal_year)
    return replace(subject.disclosure, closing=(*subject.disclosure.closing[:-1], part))


def wrong_rate(subject: Subject, rng: random.Random) -> Planted | None:
    """The execution rate of a form is not that of its amounts."""
    form = make_forms(subject.disclosure, subject.layout.unit)[0]
    clean = Decimal(form.total.rate.rstrip("%"))
    now = f"{clean - rng.choice((1, 3, 10)):.2f}%"
    disclosure = _with_form(subject, replace(form, total=replace(form.total, rate=now)))
    return Planted(disclosure, subject.layout, form.total.rate, now, site="performance", contradicts=("P1",))


def wrong_weights(subject: Subject, rng: random.Random) -> Planted | None:
    """The weights of a form do not sum to 100."""
    form = make_forms(subject.disclosure, subject.layout.unit)[0]
    place = rng.randrange(len(form.indicators))
    indicator = form.indicators[place]
    now = str(int(indicator.weight) + rng.choice((5, 10)))
    indicators = [replace(i, weight=now) if i is indicator else i for i in form.indicators]
    disclosure = _with_form(subject, replace(form, indicators=tuple(indicators)))
    return Planted(disclosure, subject.layout, indicator.weight, now, site="performance", contradicts=("P3",))


def opening_unlike_closing(subject: Subject, rng: random.Random) -> Planted | None:
    """A document that is right in itself opens with another balance than last year's closes with."""
    entries_made = subject.ledger.entries
    carried = [n for n, entry in enumerate(entries_made) if entry.opening > 0]
    place = rng.choice(carried or range(len(entries_made)))
    entry = entries_made[place]
    more = (entry.opening or entry.spent) * rng.randint(10, 60) // 100
    if subject.half_unit > 1:
        more = more // 10_000 * 10_000
    changed = replace(entry, opening=entry.opening + more, closing=entry.closing + more)
    entries = tuple(changed if n == place else e for n, e in enumerate(subject.ledger.entries))
    disclosure = with_ledger(subject, replace(subject.ledger, entries=entries))
    cell = ("summary", "income.opening_balance", "amount")
    before, now = (
        printed_cells(d, subject.layout).get(cell, Decimal(0)) / subject.layout.unit.yuan
        for d in (subject.disclosure, disclosure)
    )
    if before == now:
        return None
    return Planted(disclosure, subject.layout, f"{before:,.2f}", f"{now:,.2f}", site="opening", contradicts=("C1",))


def copied_accounts(subject: Subject, _: random.Random) -> Planted | None:
    """The accounts of another department under one's own name."""
    specification = dict(subject.profile.specification) | {"name": f"{COPYIST}第{subject.number}分局"}
    profile = replace(subject.profile, specification=specification)
    disclosure = with_ledger(replace(subject, profile=profile), subject.ledger)
    return Planted(
        disclosure, subject.layout, subject.disclosure.department, disclosure.department,
        site="vector", contradicts=("D8",),
    )  # fmt: skip


REPEATED = frozenset({"repeated_amounts", "department"})
"""The copied prose names the department that it was copied from, which is a contradiction of its own."""
KINDS = (
    Kind("execution rate", Family.FORM, wrong_rate, ATTACHED, frozenset({"performance"})),
    Kind("weights not 100", Family.FORM, wrong_weights, ATTACHED, frozenset({"performance"})),
    Kind("opening unlike last closing", Family.DOCUMENTS, opening_unlike_closing, FOLLOWED, frozenset({"continuity"})),
    Kind("another department's accounts", Family.DOCUMENTS, copied_accounts, types=REPEATED),
)
