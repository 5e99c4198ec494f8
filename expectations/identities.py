"""The identity catalogue as typed records.

The catalogue is data (``catalogue/identities.csv`` and ``catalogue/identity_terms.csv``): dbt computes every verdict
from it and Great Expectations enforces the verdicts. This module reads and validates it for the Python side; it states
no identity and computes none.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

CATALOGUE = Path(__file__).parent / "catalogue"


class Category(StrEnum):
    """Where the cells of an identity stand, and whether a failure is a finding."""

    WITHIN_STATEMENT = "within_statement"
    BETWEEN_STATEMENTS = "between_statements"
    BETWEEN_DOCUMENTS = "between_documents"
    """The year before against this year; its cells stand in ``catalogue/continuity_terms.csv``."""
    PERFORMANCE = "performance"
    """Figures of performance forms, which have no line of a statement to be named by."""
    REGULARITY = "regularity"
    """Observed, not defined: evidence only, never a finding."""
    DOCUMENT = "document"
    """What no sum shows: the left side counts contradictions; ``dbt/models/intermediate/document_checks``."""
    PROSE = "prose"
    """Claims of the narrative: their terms stand in ``claim_terms.csv``."""

    @property
    def has_terms(self) -> bool:
        """Whether its equations are made from ``catalogue/identity_terms.csv``."""
        return self not in (
            Category.BETWEEN_DOCUMENTS, Category.DOCUMENT, Category.PERFORMANCE, Category.PROSE,
        )  # fmt: skip


class Severity(StrEnum):
    """Severity of a failure, as expectations/README.md grades it."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Side(StrEnum):
    """Part of the equation that a term belongs to."""

    LHS = "lhs"
    RHS = "rhs"
    CONDITION = "condition"


class LineSelector(StrEnum):
    """How a term selects lines; ``identity_catalogue.yml`` explains each."""

    EXACT = "exact"
    EACH = "each"
    CHILDREN = "children"
    EACH_CHILDREN = "each_children"
    MATCHING = "matching"


class MeasureSelector(StrEnum):
    """How a term selects measures."""

    EXACT = "exact"
    EACH = "each"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Term:
    """One signed term of an equation: a selector of cells."""

    identity_id: str
    variant: str
    number: int
    side: Side
    weight: int
    statement: str
    line_selector: LineSelector
    line: str
    key_pattern: str
    measure_selector: MeasureSelector
    measure: str
    missing_is_zero: bool
    unless_line: str

    def free_variables(self) -> frozenset[str]:
        """What is left free by the term, and bound once per scope: ``key``, ``measure``, both or neither."""
        names = set()
        if self.line_selector in (LineSelector.EACH, LineSelector.EACH_CHILDREN):
            names.add("key")
        if self.measure_selector is MeasureSelector.KEY:
            names.add("key")
        if self.measure_selector is MeasureSelector.EACH:
            names.add("measure")
        return frozenset(names)


@dataclass(frozen=True, slots=True)
class Identity:
    """One accounting identity with its terms."""

    identity_id: str
    family: str
    category: Category
    title_zh: str
    title_en: str
    equation: str
    operator: str
    severity: Severity
    unmapped_reach: str
    derived_from: tuple[str, ...]
    condition_test: str
    source: str
    note: str
    terms: tuple[Term, ...]

    def variants(self) -> Iterator[tuple[str, tuple[Term, ...]]]:
        """The equations of the identity: (variant, its terms without conditions)."""
        for variant in dict.fromkeys(term.variant for term in self.terms if term.side is not Side.CONDITION):
            yield variant, tuple(t for t in self.terms if t.variant == variant and t.side is not Side.CONDITION)


@dataclass(frozen=True, slots=True)
class StatementKey:
    """A key of the contract: a statement, a line (or pattern of lines) or a measure."""

    statement: str
    kind: str
    key: str
    title_zh: str
    title_en: str


class CatalogueError(ValueError):
    """The catalogue contradicts itself or the contract's keys."""


def _rows(name: str, folder: Path) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _term(row: dict[str, str]) -> Term:
    return Term(
        identity_id=row["identity_id"],
        variant=row["variant"],
        number=int(row["term_number"]),
        side=Side(row["side"]),
        weight=int(row["weight"]),
        statement=row["statement"],
        line_selector=LineSelector(row["line_selector"]),
        line=row["line"],
        key_pattern=row["key_pattern"],
        measure_selector=MeasureSelector(row["measure_selector"]),
        measure=row["measure"],
        missing_is_zero=row["missing_is_zero"] == "true",
        unless_line=row["unless_line"],
    )


def _identity(row: dict[str, str], terms: tuple[Term, ...]) -> Identity:
    return Identity(
        identity_id=row["identity_id"],
        family=row["family"],
        category=Category(row["category"]),
        title_zh=row["title_zh"],
        title_en=row["title_en"],
        equation=row["equation"],
        operator=row["operator"],
        severity=Severity(row["severity"]),
        unmapped_reach=row["unmapped_reach"],
        derived_from=tuple(row["derived_from"].split()),
        condition_test=row["condition_test"],
        source=row["source"],
        note=row["note"],
        terms=terms,
    )


@cache
def load_catalogue(folder: Path = CATALOGUE) -> tuple[Identity, ...]:
    """Read the identities in the order of the file.

    Raises:
        CatalogueError: a problem that :func:`problems` finds.
    """
    terms = [_term(row) for row in _rows("identity_terms.csv", folder)]
    identities = tuple(
        _identity(row, tuple(t for t in terms if t.identity_id == row["identity_id"]))
        for row in _rows("identities.csv", folder)
    )
    found = problems(identities, load_keys(folder), orphans={t.identity_id for t in terms})
    if found:
        raise CatalogueError("\n".join(found))
    return identities


@cache
def load_keys(folder: Path = CATALOGUE) -> tuple[StatementKey, ...]:
    """Read the keys of the contract with their names."""
    return tuple(StatementKey(**row) for row in _rows("statement_keys.csv", folder))


def families(identities: tuple[Identity, ...]) -> dict[str, tuple[Identity, ...]]:
    """Group identities by family, in the order of the file."""
    names = dict.fromkeys(identity.family for identity in identities)
    return {name: tuple(i for i in identities if i.family == name) for name in names}


def problems(
    identities: tuple[Identity, ...], keys: tuple[StatementKey, ...], orphans: set[str] | None = None
) -> list[str]:
    """Say what is wrong with a catalogue, in sentences; empty where nothing is."""
    known = {identity.identity_id for identity in identities}
    found = [f"{i}: more than one row" for i, n in Counter(x.identity_id for x in identities).items() if n > 1]
    found += [f"{i}: terms without an identity" for i in sorted((orphans or set()) - known)]
    for identity in identities:
        found += [f"{identity.identity_id}: {text}" for text in _identity_problems(identity, known, keys)]
    return found


def _identity_problems(identity: Identity, known: set[str], keys: tuple[StatementKey, ...]) -> Iterator[str]:
    yield from (f"derived from unknown {name}" for name in identity.derived_from if name not in known)
    has_condition = any(term.side is Side.CONDITION for term in identity.terms)
    if has_condition != bool(identity.condition_test):
        yield "a condition needs both terms and a test"
    if not re.fullmatch(rf"{re.escape(identity.family)}\d+", identity.identity_id):
        yield "the key is not the family and a number"
    if any(identity.variants()) != identity.category.has_terms:
        yield "no terms" if identity.category.has_terms else "terms that nothing reads"
    for variant, terms in identity.variants():
        if sum(term.side is Side.LHS for term in terms) != 1:
            yield f"variant {variant!r} has not exactly one left cell"
        if len({term.free_variables() for term in terms}) != 1:
            yield f"variant {variant!r}: its terms leave different variables free"
    for term in identity.terms:
        yield from _term_problems(term, keys)


def _term_problems(term: Term, keys: tuple[StatementKey, ...]) -> Iterator[str]:
    place = f"term {term.variant}{term.number}"
    if abs(term.weight) != 1 or (term.side is Side.LHS and term.weight != 1):
        yield f"{place}: weight {term.weight}"
    if term.side is Side.LHS and term.line_selector not in (LineSelector.EXACT, LineSelector.EACH):
        yield f"{place}: the left side is one cell"
    if not any(k.kind == "statement" and k.key == term.statement for k in keys):
        yield f"{place}: unknown statement {term.statement}"
    of_statement = [k for k in keys if k.statement == term.statement]
    if term.measure_selector is not MeasureSelector.KEY:
        known = {k.key for k in of_statement if k.kind == "measure"}
        yield from (f"{place}: unknown measure {m}" for m in term.measure.split("|") if m not in known)
    if term.line_selector in (LineSelector.EXACT, LineSelector.CHILDREN) and not _is_line(term.line, of_statement):
        yield f"{place}: unknown line {term.line}"
    if term.line_selector is not LineSelector.EXACT and not (term.key_pattern or term.line):
        yield f"{place}: selects nothing"


def _is_line(line: str, keys: list[StatementKey]) -> bool:
    return any(
        key.key == line
        if key.kind == "line"
        else key.kind == "line_pattern" and re.fullmatch(key.key, line) is not None
        for key in keys
    )
