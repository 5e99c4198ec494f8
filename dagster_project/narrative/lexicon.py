"""The grammar as data: terms, phrases, patterns, headings, claim types and references, read from CSV files.

What does not belong here: any wording. A wording that is not understood is a row of a file, not a branch of code.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dagster_project.extraction.text import text_key
from dagster_project.narrative.notation import LETTERS, GrammarError, Pattern, Patterns, variants

FOLDER = Path(__file__).with_name("lexicon")
UNRESOLVED = "unresolved"
FIGURES = ("amount", "percent", "count", "number", "zero")
_STRUCTURAL = (*FIGURES, "date", "year", "text", "comma", "semi", "stop", "subject", "base", "marker")


@dataclass(frozen=True, slots=True)
class Term:
    """What a word of the lexicon is."""

    word_class: str
    key: str
    kind: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A row of ``headings.csv``: words that a heading holds in this order."""

    section: str
    expression: re.Pattern[str]
    parent: str
    is_read: bool


@dataclass(frozen=True, slots=True)
class Reference:
    """The cell that a claim speaks of; ``{code}`` and ``{economic}`` stand for the code of its name."""

    statement: str
    line_code: str | None
    measure: str | None


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of a table of conditions: a value for those claims whose facts are among the listed ones."""

    conditions: tuple[tuple[str, frozenset[str]], ...]
    value: str
    reference: Reference | None = None

    def fits(self, facts: Mapping[str, str]) -> bool:
        """Whether every condition that the row states holds."""
        return all(facts[name] in wanted for name, wanted in self.conditions)


class Lexicon:
    """Everything that the grammar knows; made once, shared by all documents."""

    def __init__(self, class_names: Iterable[str] = (), folder: Path = FOLDER) -> None:
        """Read the files of ``folder``.

        Args:
            class_names: names of functional classes (类), with which prose may name one without saying 类.
            folder: where the CSV files are.

        Raises:
            GrammarError: a row cannot be read.
        """
        self.units = {text_key(row["unit"]): row["figure"] for row in _rows(folder, "units")}
        terms = list(_terms(folder))
        names = [text_key(name) for name in class_names]
        self.class_names = frozenset([*names, *(name.removesuffix("支出") for name in names)])
        terms += [(name, Term("subject", "class", "class")) for name in names]
        self._terms = _by_first_character(terms)
        classes = dict.fromkeys([*_STRUCTURAL, *(term.word_class for _, term in terms)])
        if len(classes) > len(LETTERS):
            raise GrammarError("more token classes than letters")
        self.letters = dict(zip(classes, LETTERS, strict=False))
        self.phrases = Patterns(_patterns(folder, "phrases"), self.letters)
        self.patterns = Patterns(_patterns(folder, "patterns"), self.letters)
        self.pairs = {row["key"]: tuple(row["keys"].split("|")) for row in _rows(folder, "pairs")}
        self.headings = tuple(_headings(folder))
        self._types = tuple(_rules(folder, "claim_types"))
        self._references = tuple(_rules(folder, "references"))
        self.claim_types = frozenset(rule.value for rule in self._types)
        self.claim_type = lru_cache(maxsize=None)(self._claim_type)
        self.reference = lru_cache(maxsize=None)(self._reference)

    def longest_term(self, text: str, start: int) -> tuple[int, Term] | None:
        """The longest term that stands in ``text`` at ``start``: its length and meaning."""
        for spelling, term in self._terms.get(text[start], ()):
            if text.startswith(spelling, start):
                return len(spelling), term
        return None

    def _claim_type(self, section: str, kind: str, key: str, quantity: str, *, base: str, unit: str) -> str:
        """The type of a claim; ``unresolved`` where no row knows it."""
        facts = {"section": section, "kind": kind, "key": key, "quantity": quantity, "base": base, "unit": unit}
        return next((rule.value for rule in self._types if rule.fits(facts)), UNRESOLVED)

    def _reference(self, section: str, kind: str, key: str, quantity: str) -> Reference | None:
        """The cell that a claim speaks of; None where it is no cell of a statement."""
        facts = {"section": section, "kind": kind, "key": key, "quantity": quantity}
        return next((rule.reference for rule in self._references if rule.fits(facts)), None)


def fingerprint(folder: Path = Path(__file__).parent) -> str:
    """Changes whenever the grammar does: its files and the code that reads them."""
    state = hashlib.sha256()
    for path in sorted([*folder.glob("*.py"), *folder.glob("lexicon/*.csv")]):
        state.update(path.name.encode() + b"\0" + path.read_bytes())
    return state.hexdigest()


def _rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle)


def _terms(folder: Path) -> Iterator[tuple[str, Term]]:
    for row in _rows(folder, "terms"):
        term = Term(row["class"], row["key"], row["kind"])
        for spelling in variants(row["term"]):
            yield text_key(spelling), term


def _by_first_character(terms: Iterable[tuple[str, Term]]) -> dict[str, list[tuple[str, Term]]]:
    """Longest first; of two rows with one spelling the earlier one counts."""
    found: dict[str, dict[str, Term]] = defaultdict(dict)
    for spelling, term in terms:
        if spelling:
            found[spelling[0]].setdefault(spelling, term)
    return {first: sorted(known.items(), key=lambda item: -len(item[0])) for first, known in found.items()}


def _patterns(folder: Path, name: str) -> list[Pattern]:
    return [
        Pattern(row["name"], row["pattern"], tuple(_emission(pair) for pair in row["emits"].split()))
        for row in _rows(folder, name)
    ]


def _emission(text: str) -> tuple[str, str]:
    slot, _, quantity = text.partition(":")
    return slot, quantity


def _headings(folder: Path) -> Iterator[Heading]:
    for row in _rows(folder, "headings"):
        words = [_word(text_key(word)) for word in row["words"].split(" ")]
        yield Heading(row["section"], re.compile(".*?".join(words)), row["parent"], row["is_read"] == "yes")


def _word(word: str) -> str:
    return "(?:" + "|".join(_anchored(option) for option in word.split("|")) + ")"


def _anchored(option: str) -> str:
    start, end = "^" * option.startswith("^"), "$" * option.endswith("$")
    return start + re.escape(option.removeprefix("^").removesuffix("$")) + end


def _rules(folder: Path, name: str) -> Iterator[Rule]:
    for row in _rows(folder, name):
        conditions = tuple(
            (column, frozenset(row[column].split("|")))
            for column in ("section", "kind", "key", "quantity", "base", "unit")
            if row.get(column)
        )
        if name == "references":
            reference = Reference(row["statement"], row["line_code"] or None, row["measure"] or None)
            yield Rule(conditions, row["statement"], reference)
        else:
            yield Rule(conditions, row["claim_type"])
