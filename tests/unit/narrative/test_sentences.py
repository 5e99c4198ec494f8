"""Sentences as departments of many regions write them, and the claims that they make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.unit.narrative.bench import WIDTH, read, told


@dataclass(frozen=True)
class Case:
    heading: str
    sentence: str
    claims: tuple[str, ...]


def cases() -> Iterator[Case]:
    text = Path(__file__).with_name("sentences.txt").read_text(encoding="utf-8")
    for block in text.split("\n\n")[1:]:
        heading, sentence, *claims = block.rstrip("\n").split("\n")
        yield Case(heading[1:-1], sentence, tuple(claims))


CASES = list(cases())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.sentence[:24])
def test_the_claims_of_a_sentence(case: Case) -> None:
    assert [told(claim) for claim in read(case.heading, case.sentence)] == list(case.claims)


@pytest.mark.parametrize("width", [7, 13, 21, WIDTH, 60, 500])
def test_lines_and_pages_break_where_they_like(width: int) -> None:
    for case in CASES:
        assert [told(claim) for claim in read(case.heading, case.sentence, width=width)] == list(case.claims)


def test_there_are_many_wordings() -> None:
    assert len(CASES) >= 60
    assert sum(claim.startswith("  unresolved") for case in CASES for claim in case.claims) <= 30
