"""Real narratives: every claim of one whose claims are known, and how much of the others is understood."""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from pathlib import Path

import pytest

from dagster_project.extraction import extract_document
from dagster_project.extraction.text import text_key
from dagster_project.narrative import Claim, ProseLine, read_narrative
from tests.conftest import CORPUS, SAMPLES
from tests.unit.narrative.bench import lexicon

SEED = CORPUS.parent / "seed" / "000_bbf396a24e432e1d.txt"
PUTUO = "putuo_shehuigongzuobu_2024_final_accounts"
DIRECTIONS = {"小于": "less", "大于": "greater", "持平": "equal"}
UNITS = {"text": None, "year": "year", "date": "date"}


def lines_of(pdf: Path) -> list[ProseLine]:
    data = pdf.read_bytes()
    lines = extract_document(data, document_id=hashlib.sha256(data).hexdigest()).lines
    return [
        ProseLine(
            line.page_number, line.line_number, line.paragraph_number, line.text, line.text_key,
            line.x0, line.top, line.x1, line.bottom,
        )
        for line in lines
    ]  # fmt: skip


def seed_lines() -> list[ProseLine]:
    """The prose of the seed text: lines without tabs, thirty to a page."""
    printed = [line.strip() for line in SEED.read_text(encoding="utf-8").splitlines()]
    prose = [(n, line) for n, line in enumerate(printed, 1) if line and "\t" not in line]
    return [
        ProseLine(
            count // 30 + 1, count % 30 + 1, n, line, text_key(line), 90, 80 + 20 * (count % 30) + n / 99, 505, 99
        )
        for count, (n, line) in enumerate(prose)
    ]


@pytest.fixture(scope="module")
def putuo(corpus: Path) -> list[Claim]:
    return read_narrative(lines_of(corpus / f"{PUTUO}.pdf"), lexicon())


@pytest.fixture(scope="module")
def truth(corpus: Path) -> list[dict[str, object]]:
    return json.loads((corpus / f"{PUTUO}.truth.json").read_text(encoding="utf-8"))["claims"]


def lists_as_one(claims: Sequence[Claim]) -> list[list[Claim]]:
    """The truth counts a list of names as one claim."""
    return [
        list(group) for _, group in groupby(claims, lambda c: c.whole if c.claim_type == "listed_item" else c.position)
    ]


def test_every_claim_of_the_truth_is_found_in_its_place(putuo: list[Claim], truth: list[dict[str, object]]) -> None:
    found = lists_as_one(putuo)
    expected = {"listed_item": "listed_items"}
    # The truth names the two lists together, after both amounts.
    named = sorted(Counter(expected.get(group[0].claim_type, group[0].claim_type) for group in found).items())
    assert named == sorted(Counter(str(claim["type"]) for claim in truth).items())
    ours = [group[0] for group in found if group[0].claim_type != "listed_item"]
    theirs = [claim for claim in truth if claim["type"] != "listed_items"]
    for claim, known in zip(ours, theirs, strict=True):
        assert claim.claim_type == known["type"]
        assert claim.stated_value == value_of(known), known["text"]
        assert claim.stated_unit == UNITS.get(str(known["unit"]), text_key(str(known["unit"])))
        assert claim.direction == direction_of(known)


def value_of(known: dict[str, object]) -> Decimal | None:
    text = str(known["value"]).replace("-", "").replace(",", "")
    return None if known["unit"] == "text" else Decimal(text)


def direction_of(known: dict[str, object]) -> object:
    return known.get("direction") or DIRECTIONS.get(str(known["value"]))


def test_the_page_is_that_of_the_figure(putuo: list[Claim], truth: list[dict[str, object]]) -> None:
    ours = [claim for claim in putuo if claim.claim_type != "listed_item"]
    theirs = [claim for claim in truth if claim["type"] != "listed_items"]
    # The truth gives the page on which the sentence begins; its figure can stand on the next.
    assert all(0 <= claim.page_number - int(str(known["page"])) <= 1 for claim, known in zip(ours, theirs, strict=True))


def test_a_claim_speaks_of_the_cell_that_the_truth_names(putuo: list[Claim], truth: list[dict[str, object]]) -> None:
    ours = [claim for claim in putuo if claim.claim_type != "listed_item"]
    theirs = [claim for claim in truth if claim["type"] != "listed_items"]
    for claim, known in zip(ours, theirs, strict=True):
        cell = known.get("ref")
        if not isinstance(cell, dict):
            assert claim.statement is None or claim.claim_type == "none_statement"
            continue
        line = cell["line_code"] if claim.line_code != "{code}" else claim.line_code
        assert (claim.statement, claim.line_code, claim.measure) == (cell["statement"], line, cell["measure"])


def test_listed_names_are_those_of_the_truth(putuo: list[Claim], truth: list[dict[str, object]]) -> None:
    expected = [text_key(str(claim["value"])).split("、") for claim in truth if claim["type"] == "listed_items"]
    found = [
        [claim.subject for claim in group] for group in lists_as_one(putuo) if group[0].claim_type == "listed_item"
    ]
    assert found == expected


def test_item_budgets_carry_their_basis(putuo: list[Claim], truth: list[dict[str, object]]) -> None:
    bases = {"全年预算": "adjusted_budget", "年初预算": "initial_budget"}
    expected = [bases[str(claim["budget_basis"])] for claim in truth if claim["type"] == "item_budget"]
    assert [claim.base for claim in putuo if claim.claim_type == "item_budget"] == expected


def test_a_university_is_understood_completely(corpus: Path) -> None:
    claims = read_narrative(lines_of(corpus / "swu_2023_final_accounts.pdf"), lexicon())
    assert Counter(claim.claim_type for claim in claims) == {
        "total_amount": 5, "yoy_change_amount": 5, "yoy_change_percent": 2, "class_yoy_amount": 6,
        "component_amount": 7, "share_percent": 7, "class_amount": 5, "class_share_percent": 5,
        "item_final": 12, "item_yoy_percent": 12,
    }  # fmt: skip
    assert {claim.printed_code for claim in claims if claim.claim_type == "item_final"} >= {"2050202", "2210203"}


@pytest.mark.skipif(not SEED.exists(), reason="the seed text is not beside this checkout")
def test_a_damaged_text_of_wuhan_is_read_as_it_is_printed() -> None:
    claims = read_narrative(seed_lines(), lexicon())
    types = Counter(claim.claim_type for claim in claims)
    assert types["item_final"] == types["item_budget"] == types["item_completion_percent"] == 25
    assert types["item_direction"] == 22
    assert types["class_amount"] == types["class_share_percent"] == 11
    assert types["listed_item"] == 16
    assert types["project_budget_amount"] == types["project_executed_amount"] == 12
    damaged = [claim for claim in claims if claim.claim_type == "date"]
    assert [(claim.stated_text, claim.stated_value) for claim in damaged] == [("1,024年12月31日", Decimal(10241231))]
    yuan = [claim for claim in claims if claim.claim_type == "project_executed_amount" and claim.stated_unit == "元"]
    assert [claim.stated_value for claim in yuan] == [Decimal("11704.8")]
    unresolved = [claim.stated_text for claim in claims if claim.claim_type == "unresolved"]
    assert len(unresolved) <= 0.06 * len(claims), unresolved


@pytest.mark.parametrize("pdf", sorted(SAMPLES.rglob("*.pdf")), ids=lambda pdf: f"{pdf.stem}_{pdf.parent.name}")
def test_samples_are_understood_and_cheap(pdf: Path) -> None:
    lines = lines_of(pdf)
    started = time.process_time()
    claims = read_narrative(lines, lexicon())
    assert time.process_time() - started < 0.15
    unresolved = [claim.stated_text for claim in claims if claim.claim_type == "unresolved"]
    assert len(claims) > 150
    assert len(unresolved) <= 0.04 * len(claims), unresolved


def test_what_is_no_narrative_holds_no_claims(corpus: Path) -> None:
    pages = {claim.page_number for claim in read_narrative(lines_of(corpus / f"{PUTUO}.pdf"), lexicon())}
    assert pages == set(range(17, 23))
