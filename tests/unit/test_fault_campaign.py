"""The campaign's own oracle and plants, without the engine: what is right stays right, what is planted contradicts."""

from __future__ import annotations

import random
from decimal import Decimal
from functools import cache

import pytest

from tools.faults import cells, others, sheets, words
from tools.faults.model import Family, Kind
from tools.faults.narrative import read_sites
from tools.faults.oracle import broken, equations, holds
from tools.faults.plan import BY_NAME, KINDS, fault_of, place_fault
from tools.faults.prose_oracle import contradicted, verdicts
from tools.faults.subjects import Rounding, Subject, Wish, printed_cells, subjects

SAMPLE = 8


@cache
def some() -> tuple[Subject, ...]:
    """Departments with last year's document and performance forms, of every regime of rounding."""
    return tuple(subjects([Wish(prior=True, performance=True, layout="wuhan")] * SAMPLE, seed=7))


def prose(subject: Subject, disclosure: object = None) -> dict[str, bool]:
    """The prose's equations over a subject, or over another version of its disclosure."""
    prior = printed_cells(subject.prior, subject.layout) if subject.prior else None
    sites = read_sites(disclosure or subject.disclosure)  # type: ignore[arg-type]
    return verdicts(sites, subject.cells, prior, subject.layout.unit.yuan)


def test_every_regime_is_drawn_and_no_name_twice() -> None:
    assert {subject.rounding for subject in some()} == set(Rounding)
    assert len({subject.disclosure.department for subject in some()}) == SAMPLE


@pytest.mark.parametrize("number", range(SAMPLE))
def test_clean_accounts_contradict_nothing(number: int) -> None:
    subject = some()[number]
    stated = list(equations(set(subject.cells), subject.cells))
    assert len(stated) > 200
    assert [e for e in stated if not holds(e, subject.cells, subject.cells, subject.half_unit)] == []
    assert [name for name, holds in prose(subject).items() if not holds] == []


def test_rebalanced_figures_close_exactly_and_independent_ones_do_not() -> None:
    exact = {
        subject.rounding: all(
            holds(equation, subject.cells, subject.cells, Decimal(0))
            for equation in equations(set(subject.cells), subject.cells)
            if equation.operator == "="
        )
        for subject in some()
    }
    assert exact == {Rounding.INDEPENDENT: False, Rounding.REBALANCED: True, Rounding.YUAN: True}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_plant_alters_the_document_and_is_contradicted(kind: Kind) -> None:
    rng = random.Random(kind.name)
    subject = some()[rng.randrange(SAMPLE)]
    planted = place_fault(kind, subject, rng, set())
    fault = fault_of(kind, subject, planted)
    assert (planted.disclosure, planted.layout) != (subject.disclosure, subject.layout)
    assert fault.before != fault.now
    if kind.family in (Family.SHEET, Family.FORM, Family.DOCUMENTS):
        assert fault.contradicts


def test_kinds_have_names_of_their_own() -> None:
    assert len(BY_NAME) == len(KINDS) == sum(len(m.KINDS) for m in (cells, sheets, words, others))
    assert len(KINDS) > 30


def test_a_wrong_digit_breaks_the_sums_it_stands_in() -> None:
    subject = some()[0]
    cell = ("general_public_budget", "total", "total")
    wrong = subject.cells | {cell: subject.cells[cell] + 10_000_000}
    ids = {equation.identity_id for equation in broken(subject.cells, wrong, subject.half_unit)}
    assert {"G1", "G3", "X8"} <= ids


def test_a_word_turned_round_is_contradicted_by_its_amounts() -> None:
    subject = some()[0]
    planted = place_fault(BY_NAME["direction turned round"], subject, random.Random(1), set())
    found = contradicted(prose(subject), prose(subject, planted.disclosure))
    assert [name for name in found if name.startswith(("compared:", "words:", "rate:"))]
