"""The catalogue is consistent with itself, with its equations in words, and with the keys of the contract."""

from __future__ import annotations

import csv
import re
from dataclasses import replace

import pytest

from expectations.identities import (
    CATALOGUE,
    Category,
    Identity,
    LineSelector,
    MeasureSelector,
    Severity,
    Side,
    Term,
    families,
    load_catalogue,
    load_keys,
    problems,
)

IDENTITIES = {i.identity_id: i for i in load_catalogue() if i.category is not Category.PROSE}
PROSE = {i.identity_id: i for i in load_catalogue() if i.category is Category.PROSE}
FAMILIES = {"S": 5, "I": 3, "E": 3, "F": 8, "G": 3, "B": 3, "T": 2, "X": 22, "GF": 4, "SC": 4, "FE": 3, "Y": 8}
FAMILIES |= {"C": 5, "N": 24, "P": 5, "D": 8}
OF_STATEMENTS = {key: identity for key, identity in IDENTITIES.items() if identity.category.has_terms}
KEY_WORD = re.compile(r"[a-z_]+(?:\.[a-z_0-9]+)*|\d{3,7}")
PLAIN_WORDS = frozenset(
    {
        "or",
        "where",
        "that",
        "is",
        "not",
        "printed",
        "only",
        "prints",
        "no",
        "balance",
        "government",
        "fund",
        "and",
        "state",
    }
    | {"capital"}
)


def test_every_family_is_complete() -> None:
    numbers = {name: [i.identity_id for i in group] for name, group in families(load_catalogue()).items()}
    assert numbers == {name: [f"{name}{n}" for n in range(1, count + 1)] for name, count in FAMILIES.items()}


def test_severities_are_those_of_the_rules() -> None:
    for identity in IDENTITIES.values():
        expected = Severity.WARNING if identity.operator == "<=" else Severity.ERROR
        if identity.category is Category.REGULARITY:
            expected = Severity.INFO
        if identity.category in (Category.BETWEEN_DOCUMENTS, Category.PERFORMANCE) and identity.identity_id != "P2":
            expected = Severity.WARNING
        if identity.identity_id in ("D4", "D5", "D6"):
            expected = Severity.WARNING
        assert identity.severity is expected, identity.identity_id
    of_statements = {i for i, x in OF_STATEMENTS.items() if x.severity is Severity.WARNING}
    assert of_statements == {"X11", "X12", "X15", "X16"}
    assert {i: x.derived_from for i, x in IDENTITIES.items() if x.derived_from} == {
        "X7": ("F1", "X2", "X6"),
        "X17": ("S3", "S4", "S5"),
    }


def _claim_terms() -> dict[tuple[str, str], list[dict[str, str]]]:
    """Terms of the prose by identity and variant, in order."""
    found: dict[tuple[str, str], list[dict[str, str]]] = {}
    with (CATALOGUE / "claim_terms.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault((row["identity_id"], row["variant"]), []).append(row)
    return found


def test_the_prose_is_held_to_the_identities_of_the_catalogue() -> None:
    assert {identity_id for identity_id, _ in _claim_terms()} == set(PROSE)
    assert {i.severity for i in PROSE.values()} == {Severity.ERROR, Severity.WARNING}


@pytest.mark.parametrize("key", _claim_terms(), ids="|".join)
def test_a_variant_opens_with_the_claim_that_it_speaks_of(key: tuple[str, str]) -> None:
    opening, *others = _claim_terms()[key]
    assert opening["selector"] in ("claim", "signed_claim")
    assert opening["section"], "a claim is met in its sections only"
    assert opening["quantity"]
    assert others
    assert [row["term_number"] for row in (opening, *others)] == [str(n + 1) for n in range(len(others) + 1)]
    assert len({row["kind"] for row in (opening, *others)}) == 1
    roles = {row["role"] for row in (opening, *others)}
    assert ({"rate", "base", "left"} == roles) == (opening["kind"] == "rate"), roles


def test_a_cell_of_the_prose_is_a_cell_of_the_contract_and_of_the_equation() -> None:
    known = {(k.statement, k.key) for k in load_keys()}
    patterns = known | {(statement, re.escape(key)) for statement, key in known}
    for (identity_id, _), rows in _claim_terms().items():
        for row in (row for row in rows if row["selector"] == "cell"):
            line = re.escape(row["line_code"]).replace(r"\{code\}", r"\d{3}")
            assert (row["statement"], line) in patterns, row
            assert (row["statement"], row["measure"]) in known, row
            assert row["line_code"] in PROSE[identity_id].equation, row


def _words(term: Term) -> set[str]:
    """What the equation must say for a term: its line and measure as keys, unless they are free."""
    words = {term.line.rstrip(".")} if term.line_selector in (LineSelector.EXACT, LineSelector.CHILDREN) else set()
    if term.line_selector in (LineSelector.EACH, LineSelector.MATCHING) and term.line:
        words.add(term.line.rstrip("."))
    if term.measure_selector is MeasureSelector.EXACT and term.measure != "amount":
        words.add(term.measure)
    return words


@pytest.mark.parametrize("identity", OF_STATEMENTS.values(), ids=OF_STATEMENTS)
def test_the_equation_says_what_the_terms_select(identity: Identity) -> None:
    text = identity.equation
    for term in identity.terms:
        if term.side is not Side.CONDITION:
            assert f"{term.statement}:" in text, term
            assert not {word for word in _words(term) if word not in text}, term
    assert ("<=" in text) == (identity.operator == "<=")
    negative = any(term.weight < 0 for term in identity.terms if term.side is not Side.CONDITION)
    assert ("−" in text) == negative
    assert bool(identity.condition_test) == ("only where" in text)


@pytest.mark.parametrize("identity", OF_STATEMENTS.values(), ids=OF_STATEMENTS)
def test_the_terms_select_what_the_equation_says(identity: Identity) -> None:
    selected = {term.statement for term in identity.terms} | {t.unless_line for t in identity.terms}
    for term in identity.terms:
        selected |= {term.line, term.line.rstrip("."), *term.measure.split("|"), *term.key_pattern.split("|")}
        selected |= {f"{term.line}.{m}" for m in term.measure.split("|")}
        selected |= {f"{part}.{m}" for part in term.line.split(".") for m in term.measure.split("|")}
    bare = re.sub(r"<[^>=]*>", "", identity.equation)
    unknown = {
        word
        for word in KEY_WORD.findall(bare)
        if word not in selected and not set(word.split(".")) <= selected | PLAIN_WORDS
    }
    assert unknown == set()


def _broken(identity_id: str, **changes: object) -> list[str]:
    """Problems of a catalogue of which one identity's first term is changed."""
    identity = IDENTITIES[identity_id]
    first, *rest = identity.terms
    changed = replace(identity, terms=(replace(first, **changes), *rest))  # type: ignore[arg-type]
    return problems((changed,), load_keys())


def test_a_sound_identity_has_no_problem() -> None:
    assert _broken("S5") == []


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"side": Side.RHS}, "not exactly one left cell"),
        ({"weight": 2}, "weight 2"),
        ({"statement": "balance_sheet"}, "unknown statement"),
        ({"measure": "budget"}, "unknown measure budget"),
        ({"line": "income.total"}, "unknown line income.total"),
        ({"line_selector": LineSelector.CHILDREN, "line": "total"}, "the left side is one cell"),
        ({"measure_selector": MeasureSelector.EACH}, "different variables free"),
    ],
)
def test_problems_are_found(changes: dict[str, object], complaint: str) -> None:
    assert any(complaint in text for text in _broken("S5", **changes)), _broken("S5", **changes)


def test_repeated_rows_and_orphans_are_found() -> None:
    one = IDENTITIES["S5"]
    assert "S5: more than one row" in problems((one, one), load_keys())
    assert "S9: terms without an identity" in problems((one,), load_keys(), orphans={"S5", "S9"})


def test_an_identity_has_terms_where_the_engine_reads_them() -> None:
    bare = replace(IDENTITIES["S5"], terms=())
    assert "S5: no terms" in problems((bare,), load_keys())
    odd = replace(IDENTITIES["S5"], category=Category.PERFORMANCE)
    assert "S5: terms that nothing reads" in problems((odd,), load_keys())


def test_cells_between_documents_are_keys_of_the_contract() -> None:
    with (CATALOGUE / "continuity_terms.csv").open(encoding="utf-8") as file:
        terms = list(csv.DictReader(file))
    assert {term["identity_id"] for term in terms} == {
        key for key, identity in IDENTITIES.items() if identity.category is Category.BETWEEN_DOCUMENTS
    }
    keys = {(key.statement, key.kind, key.key) for key in load_keys()}
    for term in terms:
        for side in ("", "prior_"):
            assert (term["statement"], "line", term[f"{side}line"]) in keys, term
            assert (term["statement"], "measure", term[f"{side}measure"]) in keys, term


def test_every_seed_column_is_described() -> None:
    text = (CATALOGUE / "identity_catalogue.yml").read_text(encoding="utf-8")
    for path in CATALOGUE.glob("*.csv"):
        header = path.read_text(encoding="utf-8").splitlines()[0].split(",")
        described = text.split(f"- name: {path.stem}\n", 1)[1].split("\n  - name: ", 1)[0]
        assert [c for c in header if f"- name: {c}\n" not in described] == []
        assert described.count("label_zh") == len(header) + 1, "each column, and the table"
